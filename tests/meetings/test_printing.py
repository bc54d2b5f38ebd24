"""A printed page says for whom it is; what is internal to our office is on it only where somebody asked for that."""

import pytest

from comity.meetings.minuting import decide, write
from comity.meetings.models import Stage, Visibility
from comity.translation.texts import Text
from tests.make import TODAY
from tests.standing import stands

SHARED = "Printed without what is internal to our office"


@stands
def session(office):
    made = office.session(at=Stage.HELD, items=2, is_public=True)
    shared, hidden = made.items.order_by("number")
    hidden.change(visibility=Visibility.INTERNAL, by=office.officer)
    write(hidden, language="en", words="A worry of ours.", read_version=0, was="", by=office.officer)
    office.commitment(item=shared, deliverable=Text(en="Send the list"), due_on=TODAY)
    office.commitment(item=hidden, deliverable=Text(en="Find the money"), due_on=TODAY)
    return made


def shown(browser, session, **query):
    return browser.open("session", session.pk, **query).content.decode()


def test_an_officer_prints_without_what_is_internal_and_the_page_says_so(session, officer):
    page = shown(officer, session)

    assert f'<p class="print-only prints-shared small">{SHARED}' in page
    assert page.count('class="item internal"') == 1 and page.count('class="said internal"') == 1
    assert '<p class="lede internal">Two things were said.' in page
    assert '<p class="lede print-only">One thing was said.' in page


def test_what_is_internal_is_printed_where_it_is_asked_for_and_marked(session, officer):
    asked = shown(officer, session)
    page = shown(officer, session, print="internal")

    assert 'href="?print=internal"' in asked
    assert "For our office alone:" in page and "prints-shared" not in page
    assert "internal to our office</span>" in page and "lede print-only" not in page


@pytest.mark.parametrize("who", ["counterpart", "visitor"])
def test_nobody_else_asks_for_what_is_internal(session, who, request):
    page = shown(request.getfixturevalue(who), session, print="internal")

    assert "For our office alone:" not in page and 'href="?print=internal"' not in page
    assert "worry" not in page and "Find the money" not in page


def test_a_page_without_anything_internal_has_one_lede(office, officer):
    page = shown(officer, office.session(at=Stage.HELD))

    assert '<p class="lede">' in page and "lede print-only" not in page


def test_each_reader_is_told_for_whom_the_paper_is(office, session, counterpart, visitor):
    session.finish_draft(by=office.officer)
    office.circulate(session)
    office.adopt(session)

    assert "Printed for the sides" in shown(counterpart, session)
    assert "Printed for everybody" in shown(visitor, session)
    assert "For the sides:" in counterpart.open("final-document", session.pk).content.decode()


def test_a_decision_of_an_internal_item_is_internal(office, session):
    shared, hidden = session.items.order_by("number")
    facts = {"verb": "notes", "text": Text(en="so"), "taking": "consensus", "by": office.officer}

    assert decide(hidden, **facts).is_internal and not decide(shared, **facts).is_internal
