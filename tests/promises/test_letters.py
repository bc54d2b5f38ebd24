"""Every letter leaves, whatever happens to the worker; one that leaves twice is recognised as one."""

from itertools import cycle, islice

import pytest

from tests.promises.forked import Forks
from tests.promises.ground import copy_of
from tests.promises.mailbox import mail_server
from tests.promises.tracing import broken, calls_in, needs_strace, spread, traced

LETTERS = 3
PAST = "2000-01-01 00:00:00+00:00"
FUTURE = "2999-01-01 00:00:00+00:00"


class Post:
    """An outbox with the same few letters in it for each try, and the workers that look into it."""

    def __init__(self, ground, forks, mailbox):
        self.ground, self.forks, self.mailbox = ground, forks, mailbox
        self.ground.change("UPDATE journal_letter SET sent_at = ?", PAST)
        rows = self.ground.ask(f"SELECT id FROM journal_letter ORDER BY id LIMIT {LETTERS}")
        self.letters = ", ".join(str(number) for (number,) in rows)

    def fill(self):
        """The letters wait, as if they had just been written; the mailbox is empty."""
        self.mailbox.came.clear()
        self.ground.change(
            f"UPDATE journal_letter SET sent_at = NULL, leased_until = NULL, attempts = 0, not_before = ?"
            f" WHERE id IN ({self.letters})",
            PAST,
        )

    def let_leases_end(self):
        """What a worker held that was killed is free after two minutes; nobody waits here."""
        self.ground.change(
            f"UPDATE journal_letter SET leased_until = ?, not_before = ?"
            f" WHERE id IN ({self.letters}) AND sent_at IS NULL",
            PAST,
            PAST,
        )

    def waiting(self):
        return self.ground.ask("SELECT count(*) FROM journal_letter WHERE sent_at IS NULL")[0][0]

    def points(self, trace):
        """Every system call of a worker that sends the letters, as counted when nothing happened."""
        self.fill()
        worker = self.forks.new("worker")
        with traced(worker, trace):
            assert worker.work()
        assert (len(self.mailbox.came), self.waiting()) == (LETTERS, 0)
        found = calls_in(trace)
        return [(call, k) for call in sorted(found) for k in range(1, found[call] + 1)]

    def struck(self, kind, point, trace):
        """A worker is killed at this call; after the lease another looks."""
        self.fill()
        worker = self.forks.new(kind)
        with broken(worker, trace, "SIGKILL", *point):
            worker.work()
        worker.kill()
        self.let_leases_end()
        assert self.forks.new(kind).work()
        return self.mailbox.came


@needs_strace
@pytest.mark.promise
def test_p4_every_letter_leaves_though_the_worker_is_killed_at_any_system_call(prepared, promised, tmp_path):
    trial = promised("P4", "worker killed at each system call, letters sent and noted", small=24, full=1_000)
    ground, twice = copy_of(prepared, tmp_path), 0
    with mail_server() as (mailbox, told), Forks(ground, **told, COMITY_DEMO="1") as forks:
        post = Post(ground, forks, mailbox)
        points = post.points(tmp_path / "points")
        for point in spread(points, trial.size) if trial.size <= len(points) else islice(cycle(points), trial.size):
            came = post.struck("worker", point, tmp_path / "trace")
            again = sum(came.values()) - len(came)
            twice += again
            trial.count(len(came) == LETTERS and again <= 1 and not post.waiting(), what=(point, came))
        trial.tell(system_calls=len(points), letters_sent_twice_under_one_number=twice)
        sending = [point for point in points if point[0] == "sendto"] or points
        lost = [LETTERS - len(post.struck("forgetful", point, tmp_path / "trace")) for point in spread(sending, 6)]
        trial.failed_without(sum(lost))
