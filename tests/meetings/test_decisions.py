"""A decision is changed where it stands on the page of the minutes, while they may be written."""

import pytest

from comity.journal.models import Entry
from comity.meetings.circulation import circulate
from comity.meetings.minuting import decide
from comity.meetings.models import Decision, Stage
from comity.translation.texts import Text
from tests.make import NOW

HTMX = {"HX-Request": "true"}
TYPED = {"verb": "requests", "text_en": "To meet again", "taking": "vote"}


@pytest.fixture
def session(office):
    return office.session(at=Stage.HELD)


@pytest.fixture
def decision(office, session):
    return decide(session.items.get(), text=Text(en="To meet"), by=office.officer)


def test_the_page_of_the_minutes_leads_to_the_form_in_place(officer, session, decision):
    page = officer.open("minutes", session.pk).content.decode()
    form = officer.get(f"/en/sessions/{session.pk}/decisions/{decision.pk}/", headers=HTMX).content.decode()

    assert f'hx-get="/en/sessions/{session.pk}/decisions/{decision.pk}/"' in page
    assert form.lstrip().startswith("<div") and "To meet</textarea>" in form
    assert "Save the decision" in form and "Add a decision" not in form


def test_on_a_page_of_its_own_a_decision_is_added_by_an_ordinary_form_and_the_officer_is_told(officer, session):
    item = session.items.get()
    form = officer.open("decisions", session.pk, item.pk).content.decode()

    answer = officer.send("decisions", session.pk, item.pk, **TYPED)
    minutes = officer.get(answer.url).content.decode()

    assert f'action="/en/sessions/{session.pk}/minutes/{item.pk}/decisions/"' in form and "hx-target" not in form
    assert answer.url.endswith(f"/sessions/{session.pk}/minutes/?in=en#item-{item.pk}")
    assert str(Decision.objects.get().text) == "To meet again"
    assert "The decision is added." in minutes


def test_on_a_page_of_its_own_a_decision_is_changed_and_the_officer_is_told(officer, session, decision):
    form = officer.open("decision", session.pk, decision.pk).content.decode()

    answer = officer.send("decision", session.pk, decision.pk, **TYPED)

    assert "hx-target" not in form and "hx-get" not in form
    assert "The decision is changed." in officer.get(answer.url).content.decode()


def test_in_place_the_form_of_a_decision_swaps_the_list(officer, session):
    item = session.items.get()

    form = officer.get(f"/en/sessions/{session.pk}/minutes/{item.pk}/decisions/", headers=HTMX).content.decode()

    assert f'hx-target="#decisions-{item.pk}"' in form and f'id="decisions-{item.pk}"' in form


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_decision_is_changed_in_place_and_that_is_written_down(office, officer, session, decision, headers):
    addressee = session.delegations.in_order()[1]

    answer = officer.send("decision", session.pk, decision.pk, _headers=headers, **TYPED, addressee=addressee.pk)

    decision.refresh_from_db()
    entry = Entry.objects.about(decision).first()
    assert (decision.number, str(decision.text), decision.verb, decision.addressee) == (
        1,
        "To meet again",
        "requests",
        addressee,
    )
    assert (entry.act, entry.by_user, entry.before["text"]) == ("changed", office.officer, {"en": "To meet"})
    assert answer.status_code == (200 if headers else 302)
    assert not headers or "To meet again" in answer.content.decode()


def test_what_cannot_be_a_decision_comes_back_with_everything_typed(officer, session, decision):
    answer = officer.send("decision", session.pk, decision.pk, _headers=HTMX, **TYPED | {"text_en": ""})

    page = answer.content.decode()
    assert "This field is required." in page and 'value="requests" dir="auto" selected' in page
    assert str(Decision.objects.get().text) == "To meet"


def test_once_the_minutes_are_final_a_decision_stays_and_the_page_says_why(office, officer, session, decision):
    session.finish_draft(by=office.officer)
    circulate(session, at=NOW, by=office.officer)
    office.adopt(session)
    entries = Entry.objects.count()

    page = officer.send("decision", session.pk, decision.pk, _headers=HTMX, **TYPED).content.decode()

    assert "These minutes can no longer be written" in page and "To meet again" in page
    assert str(Decision.objects.get().text) == "To meet"
    assert Entry.objects.count() == entries


def test_only_the_office_changes_decisions_and_only_of_the_session_at_hand(
    office, officer, counterpart, visitor, session, decision
):
    other = office.session(at=Stage.HELD)

    assert counterpart.send("decision", session.pk, decision.pk, **TYPED).status_code == 403
    assert visitor.send("decision", session.pk, decision.pk, **TYPED).status_code == 403
    assert officer.send("decision", other.pk, decision.pk, **TYPED).status_code == 404

    assert str(Decision.objects.get().text) == "To meet"
