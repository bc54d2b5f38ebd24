"""A record moves from stage to stage by one guarded act; the second of two is refused."""

import pytest

from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.models import Session, Stage


def test_a_move_is_stored_and_written_down_with_the_stage_before(office):
    session = office.session()

    session.convene(by=office.officer)

    entry = Entry.objects.about(session).first()
    assert Session.objects.get(pk=session.pk).stage == session.stage == Stage.CONVENED
    assert (entry.before["stage"], entry.after["stage"]) == ("proposed", "convened")


def test_the_second_of_two_simultaneous_moves_is_refused_and_changes_nothing(office):
    session = office.session()
    other = Session.objects.get(pk=session.pk)
    session.convene(by=office.officer)
    before = Entry.objects.count()

    with pytest.raises(NotNow, match="quicker"):
        other._move_to(Stage.CANCELLED, by=office.head, act="cancelled", why="Too late")

    assert Session.objects.get(pk=session.pk).stage == Stage.CONVENED
    assert Entry.objects.count() == before


def test_a_move_that_the_table_does_not_allow_is_refused_in_words(office):
    session = office.session()

    with pytest.raises(NotNow) as refusal:
        session._move_to(Stage.ADOPTED, by=office.officer, act="adopted")

    assert session.stage_in_words() in str(refusal.value)
    assert Session.objects.get(pk=session.pk).stage == Stage.PROPOSED


def test_a_refused_move_leaves_the_object_as_it_was(office):
    session = office.session()
    other = Session.objects.get(pk=session.pk)
    session.convene(by=office.officer)

    with pytest.raises(NotNow):
        other._move_to(Stage.CONVENED, by=office.head, act="convened")

    assert other.stage == Stage.PROPOSED
