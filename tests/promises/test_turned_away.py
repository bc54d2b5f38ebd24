"""A flood through several processes leaves one entry of its kind; a database that fails makes no fault of a refusal.

The processes are real, and so is the database that fails.
"""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.promises.forked import Forks
from tests.promises.ground import Sent
from tests.promises.test_degrading import faults

PROCESSES, FLOOD = 4, 1_000
TOLD = "SELECT after FROM journal_entry WHERE act = 'turned_away_host'"


class UnderAnotherName(Sent):
    """A page that is asked for as if it were somebody else's."""

    @property
    def headers(self):
        return super().headers | {"Host": "evil.example"}


@pytest.fixture
def asked(ground):
    return UnderAnotherName(ground, "/en/accounts/login/", "nobody")


def told(ground):
    return [json.loads(after) if isinstance(after, str) else after for (after,) in ground.ask(TOLD)]


def test_a_flood_through_several_processes_makes_one_entry(ground, asked):
    with Forks(ground) as forks, ThreadPoolExecutor(PROCESSES) as senders:
        servers = [forks.new() for _number in range(PROCESSES)]
        flood = lambda server: {server.open(asked).status for _time in range(FLOOD // PROCESSES)}  # noqa: E731
        answers = set().union(*senders.map(flood, servers))

    assert answers == {400}
    assert told(ground) == [{"times": 1}]
    assert ground.ask("SELECT unsaid FROM journal_lastturned") == [(PROCESSES - 1,)]


def test_without_the_hour_each_would_make_its_own(ground, asked):
    """The negative control: nothing but the database's own row keeps the processes from telling the same."""
    with Forks(ground) as forks:
        for hour in range(3):
            assert forks.new().open(asked).status == 400
            ground.change("UPDATE journal_lastturned SET hour = ?", hour)

    assert [one["times"] for one in told(ground)] == [1, 1, 1]


def test_a_database_that_fails_makes_no_fault_of_a_refusal(ground, asked, tmp_path):
    with Forks(ground) as forks:
        for name, fails, _is_read in faults(ground):
            server = forks.new()
            with fails(ground, server, tmp_path):
                reply = server.open(asked)
            assert (name, reply.status) == (name, 400)
            assert "<h1>" in reply.page

    assert told(ground) == []
