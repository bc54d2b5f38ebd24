"""A session moves from stage to stage as the office says it does."""

import pytest

from comity.journal.refusals import NotNow
from comity.meetings.models import Session, Stage

ALLOWED = """
proposed       -> convened postponed cancelled
convened       -> agenda_adopted postponed cancelled
agenda_adopted -> held postponed cancelled
held           -> drafted
drafted        -> circulated
circulated     -> drafted adopted
adopted        -> closed
postponed      -> convened cancelled
"""


def grid(text):
    lines = [line.split("->") for line in text.strip().splitlines()]
    return {source.strip(): set(ends.split()) for source, ends in lines}


def test_a_session_moves_only_as_the_office_says():
    allowed = grid(ALLOWED)

    assert {str(s): {str(e) for e in ends} for s, ends in Session.MOVES.items() if ends} == allowed
    assert set(Session.OWNERS) == set(Stage)


def test_a_session_goes_through_all_its_stages(office):
    session = office.session(at=Stage.CLOSED)

    assert Session.objects.get(pk=session.pk).stage == Stage.CLOSED
    assert session.final_minutes.sha256


def test_a_session_cannot_be_held_before_its_agenda_is_adopted(office):
    session = office.session(at=Stage.CONVENED)

    with pytest.raises(NotNow):
        session.hold(now=session.ends_at, by=office.officer)
