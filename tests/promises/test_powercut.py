"""An acknowledged act survives a power cut at any moment, on SQLite (PostgreSQL: test_restart.py)."""

import random
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.promises.forked import Forks
from tests.promises.ground import Ground, copy_of
from tests.promises.powercut import CALLS, WAYS, Disk, calls_of, is_answer
from tests.promises.test_durable import acts
from tests.promises.tracing import needs_strace, traced

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


def recorded(ground, trace, *, times, **given):
    """The disk before some acts, and the trace of what a server wrote while it did and acknowledged them."""
    disk, both = Disk(ground.folder), acts()
    with Forks(ground, **given) as forks:
        server = forks.new()
        with traced(server, trace, "-y", "-xx", "-s", "1000000", calls=CALLS):
            for number in range(times):
                assert all(server.send(act.send(ground, number)).is_done for act in both)
    return disk


def moments(disk, trace):
    """Follow the trace; after each call that changed what a power cut leaves, the number of acts acknowledged."""
    acknowledged = 0
    for call, words in calls_of(trace):
        if is_answer(call, words):
            acknowledged += 1
        elif disk.step(call, words):
            yield acknowledged


def states(disk, trace, *, size, dice, folder):
    """About `size` of the states that a power cut can leave, spread over all moments, each way of leaving alike."""
    every = sum(1 for _moment in moments(Disk(disk.folder), trace)) * len(WAYS)
    number = 0
    for acknowledged in moments(disk, trace):
        for way in WAYS:
            number += 1
            for _again in range(number * size // every - (number - 1) * size // every):
                place = Path(tempfile.mkdtemp(dir=folder))
                disk.leave(place, way, dice)
                yield place, way, acknowledged
                shutil.rmtree(place)


def is_whole(place, ground, acknowledged, times):
    """Whether the database is sound, every acknowledged act is there, and no act is there by half."""
    left, both = Ground(place), acts()
    left.subjects = ground.subjects
    try:
        with closing(sqlite3.connect(left.file)) as database:
            if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return False
        found = [(act, act.state(left, number)) for number in range(times) for act in both]
    except sqlite3.Error:
        return False
    is_sure = all(state == act.after for act, state in found[:acknowledged])
    return is_sure and all(state in (act.before, act.after) for act, state in found[acknowledged:])


@needs_strace
@pytest.mark.promise
def test_p2_an_acknowledged_act_survives_a_power_cut_at_any_moment(prepared, promised, tmp_path):
    title = "power cut after each write: what was not synced dropped, kept, mixed, torn"
    trial, dice = promised("P2", title, small=60, full=12_000), random.Random(2026)
    times = 2 if trial.size < 1_000 else 8

    def tried(size, trace, **given):
        ground = copy_of(prepared, tmp_path)
        disk = recorded(ground, trace, times=times, **given)
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            for place, way, acknowledged in states(disk, trace, size=size, dice=dice, folder=folder):
                yield is_whole(place, ground, acknowledged, times), (way, acknowledged)

    for kept, what in tried(trial.size, tmp_path / "kept.trace"):
        trial.count(kept, what=what)
    calls = list(calls_of(tmp_path / "kept.trace"))
    acknowledged = sum(is_answer(*one) for one in calls)
    assert acknowledged == 2 * times, "the trace does not show when the reader was told"
    trial.tell(system_calls=len(calls), acts_acknowledged=acknowledged)
    without = tried(trial.size // 4, tmp_path / "control.trace", TRIED_WITHOUT_SYNC="OFF")
    trial.failed_without(sum(not kept for kept, _what in without))
