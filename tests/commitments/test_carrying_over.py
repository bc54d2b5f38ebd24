"""Open promises come onto the agenda of the next session with the same partner, by themselves and once."""

from datetime import timedelta

import pytest

from comity.commitments.fulfilment import accept
from comity.commitments.models import Stage
from comity.journal.thread import origins_of
from comity.meetings.models import Delegation, Session, Visibility
from comity.translation.texts import Text
from tests.commitments.conftest import claim
from tests.make import NOW

LATER = NOW + timedelta(days=20)


def plan(office, *, begins=LATER, between=None, title="Next session"):
    sides = between or [office.host, office.partner]
    ends = begins + timedelta(hours=2)
    return Session.plan(between=sides, title=Text(en=title), starts_at=begins, ends_at=ends, by=office.officer)


def agenda(session):
    return [str(item.title) for item in session.items.in_order()]


def test_an_open_promise_comes_onto_the_agenda_of_a_new_session(office):
    promised = office.commitment()

    session = plan(office)

    item = session.items.get()
    assert item.title == promised.deliverable
    assert item.visibility == Visibility.SHARED
    assert item.side.organisation == office.host
    assert origins_of(item, viewer=office.officer) == [promised]


def test_a_promise_made_after_the_planning_comes_onto_it_too(office):
    session = plan(office)

    office.commitment()

    assert agenda(session) == ["Send the draft"]


def test_a_proposal_comes_onto_it_when_it_becomes_a_promise(office):
    session = plan(office)
    proposed = office.commitment(stage=Stage.PROPOSED)
    assert agenda(session) == []

    proposed.promise(at=NOW, by=office.officer)

    assert agenda(session) == ["Send the draft"]


def test_it_comes_onto_an_agenda_once_whatever_happens_to_the_session(office):
    office.commitment()
    session = plan(office)

    session.convene(by=office.officer)
    session.postpone(why="Illness.", by=office.officer)
    session.convene_anew(
        now=LATER - timedelta(days=1), starts_at=LATER, ends_at=LATER + timedelta(hours=1), by=office.officer
    )

    assert agenda(session) == ["Send the draft"]


def test_only_the_next_of_several_sessions_takes_it(office):
    first = plan(office)
    second = plan(office, begins=LATER + timedelta(days=30), title="The one after")

    office.commitment()

    assert (agenda(first), agenda(second)) == (["Send the draft"], [])


def test_a_session_planned_behind_another_waits_its_turn(office):
    office.commitment()
    first = plan(office)
    second = plan(office, begins=LATER + timedelta(days=30), title="The one after")
    assert (agenda(first), agenda(second)) == (["Send the draft"], [])

    first.cancel(why="No travel.", by=office.officer)

    assert agenda(second) == ["Send the draft"]


def test_what_is_still_open_after_a_session_comes_onto_the_next(office):
    office.commitment()
    first = plan(office, begins=NOW - timedelta(hours=5))
    second = plan(office, title="The one after")
    first.convene(by=office.officer)
    first.adopt_agenda(by=office.officer)

    first.hold(now=NOW, by=office.officer)

    assert agenda(second) == ["Send the draft"]


def test_a_postponed_session_without_a_day_is_not_the_next(office):
    first = plan(office)
    second = plan(office, begins=LATER + timedelta(days=30), title="The one after")
    first.postpone(why="Illness.", by=office.officer)

    office.commitment()

    assert (agenda(first), agenda(second)) == ([], ["Send the draft"])


def test_what_is_said_in_a_session_does_not_come_onto_its_own_agenda(office):
    session = office.session(at="agenda_adopted")

    office.commitment(item=session.items.get(), said_on=session.day.date())

    assert agenda(session) == ["Item 1"]


def test_a_session_before_the_day_on_which_it_was_said_does_not_take_it(office):
    office.commitment(said_on=NOW.date())

    session = plan(office, begins=NOW - timedelta(days=60))

    assert agenda(session) == []


def test_a_session_with_somebody_else_does_not_take_it(office):
    office.commitment()

    assert agenda(plan(office, between=[office.host, office.other])) == []


def test_what_is_done_stays_off_the_agenda(office):
    promised = office.commitment()
    claim(promised, by=office.officer)
    accept(promised, words="", at=NOW, by=office.counterpart)

    assert agenda(plan(office)) == []


def test_a_delegation_that_joins_later_brings_its_promises(office):
    office.commitment(beneficiary=office.other)
    session = plan(office)

    Delegation.enter(session=session, organisation=office.other, precedence=3, by=office.officer)

    assert agenda(session) == ["Send the draft"]


@pytest.mark.parametrize("between", ["partner", "other"])
def test_what_two_sides_said_to_each_other_is_not_shown_to_a_third(office, between):
    office.commitment(beneficiary=getattr(office, between))

    session = plan(office, between=[office.host, office.partner, office.other])

    assert session.items.get().visibility == Visibility.INTERNAL


def test_what_was_said_in_confidence_stays_so_on_the_next_agenda(office):
    earlier = office.session(at="held")
    item = earlier.items.get()
    item.change(visibility=Visibility.INTERNAL, by=office.officer)
    office.commitment(item=item, said_on=earlier.day.date())

    assert plan(office).items.get().visibility == Visibility.INTERNAL
