"""The history of a session tells what was done to all that belongs to it, to those who read histories."""

import pytest

from comity.meetings.agenda import remove_item
from comity.meetings.amending import (
    adopt_corrigendum,
    decline_corrigendum,
    propose_corrigendum,
    withdraw_corrigendum,
)
from comity.meetings.correcting import ask_for_correction, decline
from comity.meetings.delegating import (
    add_group,
    add_new_person,
    attend,
    lead,
    send_delegation,
    take_off,
    withdraw_delegation,
)
from comity.meetings.minuting import decide, redecide, write
from comity.meetings.models import Stage
from comity.translation.texts import Text
from tests.make import NOW


@pytest.fixture
def session(office):
    return office.session(at=Stage.ADOPTED)


def propose(session, reading, *, by):
    return propose_corrigendum(session.items.in_order()[0], reading=Text(en=reading), why="A slip.", at=NOW, by=by)


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


def told(browser, session, kind):
    """What the history says was done to parts of one kind, oldest first: the act, and how the part is called."""
    answer = browser.open("history", "meetings.session", session.pk)
    found = [one for one in answer.context["entries"] if one.subject_type.model == kind]
    titles = answer.context["titles"]
    return [(one.act, bare(titles.get((one.subject_type_id, one.subject_id)) or one.subject_name)) for one in found][
        ::-1
    ]


def bare(title):
    return str(title).replace("\u2068", "").replace("\u2069", "")


def test_the_history_of_a_session_tells_who_was_sent_and_who_came(office, officer):
    session = office.session()
    side = session.delegations.in_order()[1]
    member = add_new_person(side, name="Nora Minister", office=Text(en="Minister"), by=office.officer)
    add_group(side, group=Text(en="heads of sectors"), by=office.officer)
    lead(member, by=office.officer)
    attend(member, attendance="present", by=office.officer)
    sent = ("entered", "Host Organisation"), ("entered", "Partner Association")

    assert told(officer, session, "delegation") == list(sent)
    assert told(officer, session, "member") == [
        ("entered", "Nora Minister"),
        ("entered", "heads of sectors"),
        ("changed", "Nora Minister"),
        ("changed", "Nora Minister"),
    ]


def test_the_history_of_a_session_tells_what_was_on_the_agenda_and_minuted(office, officer):
    session = office.session(at=Stage.HELD)
    item = session.items.get()
    write(item, language="en", words="We agreed.", read_version=0, was="", by=office.officer)
    decision = decide(item, verb="agrees", text=Text(en="to meet in May"), by=office.officer)
    redecide(decision, text=Text(en="to meet in June"), by=office.officer)
    office.take(session, to=Stage.CIRCULATED)
    asked = ask_for_correction(item, language="en", words="We all agreed.", at=NOW, by=office.counterpart)
    decline(asked, answer="Not all.", by=office.officer)

    assert told(officer, session, "agendaitem") == [("entered", "Item 1: Item 1"), ("written", "Item 1: Item 1")]
    called = "Decision 1: to meet in June"
    assert told(officer, session, "decision") == [("entered", called), ("changed", called)]
    called = "Item 1 as Partner Association would word it: Item 1"
    assert told(officer, session, "correction") == [("entered", called), ("changed", called)]


def test_the_history_of_a_session_tells_what_was_taken_off_it(office, officer):
    session = office.session(items=2)
    gone = session.items.in_order()[0]
    remove_item(gone, by=office.officer)
    third = send_delegation(session, organisation=office.other, by=office.officer)
    member = add_group(third, group=Text(en="experts"), by=office.officer)
    take_off(member, by=office.officer)
    withdraw_delegation(third, by=office.officer)

    assert [act for act, _name in told(officer, session, "agendaitem")] == ["entered", "entered", "removed"]
    assert [act for act, _name in told(officer, session, "delegation")] == ["entered"] * 3 + ["removed"]
    assert told(officer, session, "member") == [("entered", "experts"), ("removed", "experts")]


def test_a_correction_is_called_by_its_number_and_its_item_in_each_language(office, session, officer):
    propose(session, "first", by=office.counterpart)

    called = told(officer, session, "corrigendum")[0][1]
    arabic = officer.get(f"/ar/history/meetings.session/{session.pk}/").content.decode()

    assert called == "Correction 1 of item 1: Item 1"
    assert "1: 1." not in arabic and "البند" in arabic


def test_what_belongs_to_another_session_stands_in_its_own_history(office, officer):
    session, other = office.session(), office.session(items=3)
    add_group(other.delegations.in_order()[1], group=Text(en="experts"), by=office.officer)
    remove_item(other.items.in_order()[2], by=office.officer)

    assert [len(told(officer, session, kind)) for kind in ("agendaitem", "member", "delegation")] == [1, 0, 2]
    assert [len(told(officer, other, kind)) for kind in ("agendaitem", "member", "delegation")] == [4, 1, 2]


@pytest.mark.parametrize("count", [1, 4])
def test_a_history_asks_as_often_for_few_parts_as_for_many(office, officer, django_assert_max_num_queries, count):
    session = office.session(at=Stage.AGENDA_ADOPTED, items=count)
    for number in range(count):
        add_group(session.delegations.in_order()[1], group=Text(en=f"group {number}"), by=office.officer)
    office.take(session, to=Stage.HELD)
    for item in session.items.all():
        write(item, language="en", words="We agreed.", read_version=0, was="", by=office.officer)
        decide(item, verb="agrees", text=Text(en="to meet"), by=office.officer)
    office.take(session, to=Stage.ADOPTED)
    for number in range(count):
        proposed = propose(session, f"reading {number}", by=office.counterpart)
        decline_corrigendum(proposed, answer="No.", at=NOW, by=office.officer)
    officer.open("history", "meetings.session", session.pk)

    with django_assert_max_num_queries(30):
        officer.open("history", "meetings.session", session.pk)
