"""A proposal that was recorded as taken up by a wrong record is open again, unless something rests on that."""

import pytest

from comity.commitments.models import Commitment, ExpectedResult, Stage
from comity.commitments.offering import BY_NAME
from comity.commitments.reopening import reopen
from comity.commitments.telling import happenings
from comity.events.models import Event
from comity.journal.models import Entry, Strand
from comity.journal.refusals import NotNow
from comity.journal.thread import origins_of, results_of, tie
from comity.meetings.closing import close_follow_up
from comity.meetings.models import Stage as SessionStage
from comity.translation.texts import Text
from tests.commitments.conftest import acts_on
from tests.make import NOW, TODAY

WHY = "That session was about something else."


@pytest.fixture
def proposed(office):
    return office.commitment(stage=Stage.PROPOSED)


def take_up(proposed, office, record=None):
    record = record or office.session()
    proposed.be_taken_up(in_record=record, at=NOW, by=office.officer)
    return record


def undo(proposed, office, reason=WHY):
    reopen(Commitment.objects.get(pk=proposed.pk), reason=reason, at=NOW, by=office.head)


def stage_of(proposed):
    return Commitment.objects.get(pk=proposed.pk).stage


def test_it_is_an_open_proposal_again_and_the_record_no_longer_comes_from_it(office, proposed):
    wrong = take_up(proposed, office)

    undo(proposed, office)

    again = Commitment.objects.get(pk=proposed.pk)
    assert (again.stage, again.taken_up_in) == (Stage.PROPOSED, None)
    assert origins_of(wrong, viewer=office.officer) == []
    assert results_of(again, viewer=office.officer) == []


def test_it_is_written_down_with_its_reason_on_both_records(office, proposed):
    wrong = take_up(proposed, office)

    undo(proposed, office, reason=f" {WHY} ")

    assert acts_on(proposed) == ["entered", "taken_up", "reopened"]
    assert acts_on(wrong)[-2:] == ["tied", "untied"]
    ours, theirs = Entry.objects.about(proposed).first(), Entry.objects.about(wrong).first()
    assert (ours.why, theirs.why) == (WHY, WHY)
    assert (ours.by_user, theirs.before) == (office.head, {"came_from": "Send the draft"})


def test_the_story_tells_both_and_why(office, proposed, counterpart):
    take_up(proposed, office)

    undo(proposed, office)

    told = [(str(one.what.words), one.words, one.by_name) for one in happenings(proposed)]
    assert told == [
        ("taken up", "", "Amina Officer"),
        ("took back that it was taken up", WHY, "Hana Head"),
    ]
    assert WHY in counterpart.get(proposed.get_absolute_url()).text


def test_it_can_then_be_taken_up_by_the_right_record(office, proposed):
    take_up(proposed, office)
    undo(proposed, office)

    right = take_up(Commitment.objects.get(pk=proposed.pk), office)

    assert stage_of(proposed) == Stage.TAKEN_UP
    assert origins_of(right, viewer=office.officer) == [proposed]


def test_what_was_tied_before_anybody_said_that_it_was_taken_up_stays_tied(office, proposed):
    session = office.session()
    tie(session, came_from=proposed, by=office.officer)
    take_up(proposed, office, session)

    undo(proposed, office)

    assert stage_of(proposed) == Stage.PROPOSED
    assert origins_of(session, viewer=office.officer) == [proposed]


def test_it_is_put_right_where_the_wrong_record_is_gone(office, proposed):
    wrong = Event.announce(
        organisers=[office.host], by=office.officer, title=Text(en="Forum"), starts_on=TODAY, ends_on=TODAY
    )
    take_up(proposed, office, wrong)
    wrong.remove(by=office.officer)

    undo(proposed, office)

    assert (stage_of(proposed), Strand.objects.count()) == (Stage.PROPOSED, 0)


@pytest.mark.parametrize("reason", ["", " \n"])
def test_nothing_is_taken_back_without_a_reason(office, proposed, reason):
    take_up(proposed, office)

    with pytest.raises(NotNow, match="Say why"):
        undo(proposed, office, reason=reason)

    assert (stage_of(proposed), Strand.objects.count()) == (Stage.TAKEN_UP, 1)


def test_the_second_of_two_who_take_it_back_is_refused(office, proposed):
    take_up(proposed, office)
    stale = Commitment.objects.get(pk=proposed.pk)
    undo(proposed, office)
    before = Entry.objects.count()

    with pytest.raises(NotNow, match="it is “proposed”"):
        reopen(stale, reason=WHY, at=NOW, by=office.officer)

    assert Entry.objects.count() == before


def test_it_stays_where_what_became_of_it_was_recorded_since_until_that_is_put_right(office, proposed):
    result = ExpectedResult.enter(commitment=proposed, what=Text(en="A joint degree"), by=office.officer)
    take_up(proposed, office)
    result.find("came_about", source="The rector's letter", by=office.officer)

    with pytest.raises(NotNow, match="Put that right first"):
        undo(proposed, office)
    assert (stage_of(proposed), Strand.objects.count()) == (Stage.TAKEN_UP, 1)
    result.find("not_known", source="", by=office.officer)
    undo(proposed, office)

    assert stage_of(proposed) == Stage.PROPOSED


def test_what_became_of_it_and_was_known_before_hinders_nothing(office, proposed):
    result = ExpectedResult.enter(commitment=proposed, what=Text(en="A joint degree"), by=office.officer)
    result.find("came_about", source="The rector's letter", by=office.officer)
    take_up(proposed, office)

    undo(proposed, office)

    assert stage_of(proposed) == Stage.PROPOSED


@pytest.mark.parametrize("is_closed_first", [True, False])
def test_it_stays_where_a_follow_up_that_was_closed_since_counted_it_as_settled(office, is_closed_first):
    session = office.session(at=SessionStage.ADOPTED)
    proposed = office.commitment(item=session.items.first(), stage=Stage.PROPOSED)
    close = [lambda: take_up(proposed, office), lambda: close_follow_up(session, why="Enough.", by=office.officer)]
    for act in reversed(close) if is_closed_first else close:
        act()

    if is_closed_first:  # it was counted as open then
        undo(proposed, office)
    else:
        with pytest.raises(NotNow, match="counted this as settled"):
            undo(proposed, office)

    assert stage_of(proposed) == (Stage.PROPOSED if is_closed_first else Stage.TAKEN_UP)


# On its page


def test_whoever_takes_up_puts_it_right_on_the_page_and_nobody_else(office, officer, counterpart, proposed):
    take_up(proposed, office)
    assert 'id="reopening"' in officer.get(proposed.get_absolute_url()).text
    assert 'id="reopening"' not in counterpart.get(proposed.get_absolute_url()).text

    assert counterpart.act(proposed, "reopening", reason=WHY).status_code == 403
    assert officer.act(proposed, "reopening", reason=" ").status_code == 422
    assert stage_of(proposed) == Stage.TAKEN_UP
    officer.act(proposed, "reopening", reason=WHY)

    assert stage_of(proposed) == Stage.PROPOSED
    assert not BY_NAME["reopening"].is_for_links


# From before
