"""The evidence can be trusted: a promise that was broken, not tried, or that has no control is no promise kept."""

import pytest

from tests.evidence import Trial, size_of


def of(trial):
    line = trial.line()
    return line["n"], line["failures"], line["upper95"], line["negative_control"]


def test_no_failure_in_n_tries_leaves_about_three_in_n_and_never_more_than_all():
    trial = Trial("P0", "nothing", 300)
    for _time in range(300):
        trial.count(kept=True)
    trial.failed_without(7)

    assert of(trial) == (300, 0, 0.00993608, True)


def test_a_broken_promise_has_no_upper_bound():
    trial = Trial("P0", "nothing", 2)
    trial.count(kept=True)
    trial.count(kept=False, what="the second")

    assert of(trial) == (2, 1, None, False)
    assert trial.failures == ["the second"]


def test_a_control_that_did_not_fail_is_none():
    trial = Trial("P0", "nothing", 1)
    trial.failed_without(0)

    assert not trial.line()["negative_control"]


@pytest.mark.parametrize("figure", ["promise", "title", "seconds", "database", "states"])
def test_a_line_says_what_was_tried_on_what(figure):
    trial = Trial("P0", "nothing", 1)
    trial.tell(states=3)

    assert figure in trial.line()


def test_a_share_of_the_full_size_is_never_less_than_is_tried_each_time():
    assert size_of(small=6, full=400, folder="", share=100) == 6
    assert size_of(small=6, full=400, folder="somewhere", share=100) == 400
    assert size_of(small=6, full=400, folder="somewhere", share=10) == 40
    assert size_of(small=6, full=400, folder="somewhere", share=1) == 6
