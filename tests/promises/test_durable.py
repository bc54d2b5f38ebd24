"""An acknowledged act survives whatever happens to the process, the disk, or the database."""

from collections import Counter
from itertools import count, cycle, islice

import pytest

from tests.promises.forked import Forks
from tests.promises.ground import acceptance, adoption, copy_of
from tests.promises.tracing import broken, calls_in, needs_strace, spread, traced

FAULTS = {"SIGKILL": None, "EIO": None, "ENOSPC": {"pwrite64", "write", "openat", "fdatasync", "fsync", "ftruncate"}}
SECONDS_TO_ANSWER = 10  # a connection whose answer never came is waited for in vain; who was told nothing sends again
ENTRIES = """
SELECT count(*) FROM journal_entry JOIN django_content_type kind ON kind.id = subject_type_id
WHERE kind.model = ? AND subject_id = ? AND act IN ('side_adopted', 'adopted', 'accepted')
"""


def adoption_state(ground, number):
    """All that an adoption leaves behind, as a foreign program sees it."""
    pk = ground.subjects["adoptions"][number]["pk"]
    [row] = ground.ask(
        """SELECT (SELECT count(*) FROM meetings_adoption WHERE session_id = s.id),
        (SELECT count(*) FROM meetings_finalminutes WHERE session_id = s.id), s.stage
        FROM meetings_session s WHERE s.id = ?""",
        pk,
    )
    return (*row, ground.ask(ENTRIES, "session", pk)[0][0])


def acceptance_state(ground, number):
    pk = ground.subjects["acceptances"][number]["pk"]
    [row] = ground.ask(
        """SELECT (SELECT count(*) FROM commitments_verdict v JOIN commitments_claim c ON v.claim_id = c.id
        WHERE c.commitment_id = p.id), p.stage FROM commitments_commitment p WHERE p.id = ?""",
        pk,
    )
    return (*row, ground.ask(ENTRIES, "commitment", pk)[0][0])


class Act:
    """An act that is tried on one subject after the other: how it is sent, and what is there before and after."""

    def __init__(self, name, send, state, before, after):
        self.name, self.send, self.state, self.before, self.after = name, send, state, before, after
        self.numbers = count()


def acts():
    return [
        Act("adoption", adoption, adoption_state, (0, 0, "circulated", 0), (1, 0, "circulated", 1)),
        Act("acceptance", acceptance, acceptance_state, (0, "claimed", 0), (1, "accepted", 1)),
    ]


def points_of(act, forks, ground, tmp_path):
    """Every system call of one request, as it was counted in a request that went well."""
    number, server, trace = next(act.numbers), forks.new(), tmp_path / f"{act.name}.trace"
    with traced(server, trace):
        server.send(act.send(ground, number))
    server.kill()
    found = calls_in(trace)
    return [
        (act, fault, call, k)
        for fault, of in FAULTS.items()
        for call in sorted(found)
        if of is None or call in of
        for k in range(1, found[call] + 1)
    ]


def struck(point, forks, ground, tmp_path):
    """One request that meets a fault: what the reader was told, and what is there afterwards."""
    act, fault, call, k = point
    number, server = next(act.numbers), forks.new()
    with broken(server, tmp_path / "trace", fault, call, k):
        reply = server.send(act.send(ground, number), timeout=SECONDS_TO_ANSWER)
    server.kill()
    return number, reply, act.state(ground, number)


@needs_strace
@pytest.mark.promise
@pytest.mark.parametrize("which", [0, 1], ids=["adoption", "acceptance"])
def test_p2_an_acknowledged_act_survives_a_fault_at_any_system_call(which, prepared, promised, tmp_path):
    ground, act, told = copy_of(prepared, tmp_path), acts()[which], Counter()
    trial = promised("P2", f"killed, EIO and ENOSPC at each system call of an {act.name}", small=12, full=900)
    with Forks(ground) as forks:
        points, clean = points_of(act, forks, ground, tmp_path), forks.new()
        for point in chosen(points, trial.size):
            number, reply, found = struck(point, forks, ground, tmp_path)
            kept = found == act.after if reply.is_done else found in (act.before, act.after)
            told["acknowledged" if reply.is_done else "kept_unacknowledged" if found == act.after else "refused"] += 1
            clean.send(act.send(ground, number))  # the reader, who heard nothing, sends it again
            trial.count(kept and act.state(ground, number) == act.after, what=(act.name, *point[1:], reply, found))
    trial.tell(system_calls=len(points), **told)
    trial.failed_without(halves_without_transaction(prepared, tmp_path, size=6 * (1 + trial.size // 450)))


def chosen(points, size):
    """So many points, spread over all; where there are fewer, each comes as often as it takes."""
    return spread(points, size) if size <= len(points) else list(islice(cycle(points), size))


def halves_without_transaction(prepared, tmp_path, *, size):
    """The control: each statement commits by itself, and the process is killed between them."""
    ground, act = copy_of(prepared, tmp_path), acts()[1]
    call = "fdatasync" if ground.is_sqlite else "sendto"
    with Forks(ground, TRIED_WITHOUT_TRANSACTION="1") as forks:
        points = [one for one in points_of(act, forks, ground, tmp_path) if one[1:3] == ("SIGKILL", call)]
        found = [struck(point, forks, ground, tmp_path)[2] for point in spread(points, size)]
    return sum(state not in (act.before, act.after) for state in found)
