"""The history of a session tells what was done to its numbered corrections too, to those who read histories."""

import pytest

from comity.journal.models import Entry
from comity.meetings.amending import (
    adopt_corrigendum,
    decline_corrigendum,
    propose_corrigendum,
    withdraw_corrigendum,
)
from comity.meetings.models import Stage
from comity.translation.texts import Text
from tests.make import NOW


@pytest.fixture
def session(office):
    return office.session(at=Stage.ADOPTED)


def propose(session, reading, *, by):
    return propose_corrigendum(session.items.get(), reading=Text(en=reading), why="A slip.", at=NOW, by=by)


def acts(browser, session):
    entries = browser.open("history", "meetings.session", session.pk).context["entries"]
    return [entry.act for entry in entries if entry.subject_type.model == "corrigendum"]


def test_the_history_of_a_session_tells_what_was_done_to_its_corrections(office, session, officer):
    first = propose(session, "first", by=office.counterpart)
    adopt_corrigendum(first, sha256=first.sha256, at=NOW, by=office.officer)
    second = propose(session, "second", by=office.counterpart)
    decline_corrigendum(second, answer="We said it so.", at=NOW, by=office.officer)
    withdraw_corrigendum(propose(session, "third", by=office.officer), at=NOW, by=office.officer)

    assert acts(officer, session) == [
        "withdrawn",
        *["side_adopted", "entered"],
        "declined",
        *["side_adopted", "entered"],
        *["adopted", "side_adopted"],
        *["side_adopted", "entered"],
    ]
    page = officer.open("history", "meetings.session", session.pk).content.decode()
    for words in ("proposed the correction", "became final", "declined the correction", "withdrew the correction"):
        assert words in page
    assert "We said it so." in page and "A slip." in page


def test_the_history_is_headed_by_the_session_whatever_was_done_last(office, session, officer):
    propose(session, "first", by=office.counterpart)

    assert str(officer.open("history", "meetings.session", session.pk).context["name"]) == "First session"


def test_the_corrections_of_another_session_stand_in_its_own_history(office, session, officer):
    other = office.session(at=Stage.ADOPTED)
    propose(other, "elsewhere", by=office.counterpart)

    assert acts(officer, session) == []
    assert acts(officer, other) == ["side_adopted", "entered"]


def test_who_may_not_read_histories_reads_none_of_it(office, session, counterpart, reader, stranger):
    propose(session, "first", by=office.counterpart)

    for browser in (counterpart, reader, stranger):
        assert browser.open("history", "meetings.session", session.pk).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_a_history_asks_as_often_for_one_correction_as_for_many(office, officer, django_assert_max_num_queries, count):
    session = office.session(at=Stage.ADOPTED)
    for number in range(count):
        proposed = propose(session, f"reading {number}", by=office.counterpart)
        decline_corrigendum(proposed, answer="No.", at=NOW, by=office.officer)
    officer.open("history", "meetings.session", session.pk)
    assert Entry.objects.about(session).exists()

    with django_assert_max_num_queries(14):
        officer.open("history", "meetings.session", session.pk)
