"""A commitment moves from stage to stage as the office says it does, and nobody stands for more than their side."""

import pytest

from comity.commitments import fulfilment, wishing
from comity.commitments.models import Commitment, Stage
from comity.commitments.reopening import reopen
from comity.journal.refusals import NotNow
from tests.commitments.conftest import acts_on, claim
from tests.make import NOW

ALLOWED = """
proposed    -> open taken_up lapsed
open        -> in_progress claimed cancelled
in_progress -> claimed cancelled
claimed     -> accepted returned
returned    -> in_progress claimed cancelled
accepted    -> closed
taken_up    -> proposed
"""


def grid(text):
    lines = [line.split("->") for line in text.strip().splitlines()]
    return {source.strip(): set(ends.split()) for source, ends in lines}


def at(office, stage):
    """A promise of the host to the partner, brought to `stage` by the acts that lead there."""
    if stage in {Stage.PROPOSED, Stage.LAPSED, Stage.TAKEN_UP}:
        made = office.commitment(stage=Stage.PROPOSED)
        if stage == Stage.LAPSED:
            made.lapse(why="Nobody came back to it.", at=NOW, by=office.officer)
        if stage == Stage.TAKEN_UP:
            made.be_taken_up(in_record=office.session(), at=NOW, by=office.officer)
        return made
    made = office.commitment()
    steps = {
        Stage.IN_PROGRESS: lambda: made.begin(at=NOW, by=office.officer),
        Stage.CLAIMED: lambda: claim(made, by=office.officer),
        Stage.RETURNED: lambda: fulfilment.give_back(made, words="Not yet.", at=NOW, by=office.counterpart),
        Stage.ACCEPTED: lambda: fulfilment.accept(made, words="", at=NOW, by=office.counterpart),
        Stage.CLOSED: lambda: made.close(at=NOW, by=office.officer),
    }
    ways = {
        Stage.OPEN: [],
        Stage.IN_PROGRESS: [Stage.IN_PROGRESS],
        Stage.CLAIMED: [Stage.CLAIMED],
        Stage.RETURNED: [Stage.CLAIMED, Stage.RETURNED],
        Stage.ACCEPTED: [Stage.CLAIMED, Stage.ACCEPTED],
        Stage.CLOSED: [Stage.CLAIMED, Stage.ACCEPTED, Stage.CLOSED],
    }
    if stage == Stage.CANCELLED:
        wish = wishing.ask_to_cancel(made, reason="No longer needed.", at=NOW, by=office.officer)
        wishing.agree(wish, at=NOW, by=office.counterpart)
    for step in ways.get(stage, []):
        steps[step]()
    return made


ACTS = {
    "promise": ({"proposed"}, lambda one, o: one.promise(at=NOW, by=o.officer)),
    "lapse": ({"proposed"}, lambda one, o: one.lapse(why="Late.", at=NOW, by=o.officer)),
    "take up": ({"proposed"}, lambda one, o: one.be_taken_up(in_record=o.session(), at=NOW, by=o.officer)),
    "reopen": ({"taken_up"}, lambda one, o: reopen(one, reason="Not so.", at=NOW, by=o.officer)),
    "begin": ({"open", "returned"}, lambda one, o: one.begin(at=NOW, by=o.officer)),
    "claim": ({"open", "in_progress", "returned"}, lambda one, o: claim(one, by=o.officer)),
    "accept": ({"claimed"}, lambda one, o: fulfilment.accept(one, words="", at=NOW, by=o.counterpart)),
    "return": ({"claimed"}, lambda one, o: fulfilment.give_back(one, words="No.", at=NOW, by=o.counterpart)),
    "close": ({"accepted"}, lambda one, o: one.close(at=NOW, by=o.officer)),
    "cancel": (
        {"open", "in_progress", "returned"},
        lambda one, o: wishing.ask_to_cancel(one, reason="Why not.", at=NOW, by=o.officer),
    ),
}


def test_a_commitment_moves_only_as_the_office_says():
    assert {str(s): {str(e) for e in ends} for s, ends in Commitment.MOVES.items() if ends} == grid(ALLOWED)


def test_every_stage_says_whose_turn_it_is():
    assert set(Commitment.OWNERS) == set(Stage) == set(Commitment.MOVES)


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_done_at_its_stages_and_refused_in_words_at_all_others(office, stage, name):
    stages, act = ACTS[name]
    one = at(office, Stage(stage))
    before = acts_on(one)

    if stage in stages:
        act(one, office)
        assert len(acts_on(one)) > len(before)
        return
    with pytest.raises(NotNow) as refusal:
        act(one, office)
    assert str(refusal.value).endswith(".")
    assert Commitment.objects.get(pk=one.pk).stage == stage
    assert acts_on(one) == before


@pytest.mark.parametrize("name", ["begin", "claim", "promise", "lapse", "reopen", "accept", "return", "close"])
def test_the_second_of_two_simultaneous_acts_is_refused(office, name):
    stages, act = ACTS[name]
    one = at(office, Stage(sorted(stages)[0]))
    seen_by_another = Commitment.objects.get(pk=one.pk)
    act(one, office)
    after_the_first = acts_on(one)

    with pytest.raises(NotNow):
        act(seen_by_another, office)

    assert acts_on(one) == after_the_first


def test_a_proposal_is_called_one_and_a_promise_too(office):
    assert at(office, Stage.PROPOSED).kind_in_words == "proposal"
    assert at(office, Stage.OPEN).kind_in_words == "commitment"
