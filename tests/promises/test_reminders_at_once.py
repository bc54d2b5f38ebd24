"""Two `comity remind` that start at the same moment, each a process of its own, write one digest to each person."""

import re
import subprocess
import sys

import pytest

from tests import template
from tests.promises.ground import ROOT, new_ground

EXPERTS = 8  # at the partner, without an account: each gets a signed link with the digest
KEEPERS = 1  # whoever keeps these promises is reminded of all of them
ENTERED = f"""
import django
django.setup()
from django.utils import timezone
from tests import make
office, today = make.Office(), timezone.localdate()
for number in range({EXPERTS}):
    email = f"expert{{number}}@example.net"
    expert = make.person(f"Expert {{number}}", by=office.officer, at=office.partner, email=email, language="ar")
    office.commitment(by_host=False, person=expert, due_on=today)
"""
# It does what the command does, once it has loaded everything and hears from us.
WHEN_TOLD = """
import sys
from comity import cli
import django
django.setup()
from comity.cli import reminders
remind = reminders.remind
def when_told(asked):
    print("ready", flush=True)
    sys.stdin.readline()
    return remind(asked)
reminders.remind = when_told
sys.exit(cli.main(["remind"]))
"""


@pytest.fixture
def owed(tmp_path, worker_id):
    """A Comity in which promises of several people are due today."""
    ground = new_ground(tmp_path, name=f"owed_{worker_id}_")
    template.empty(ground.folder, address=ground.address)
    for done in (ground.comity("migrate"), ground.run("-c", ENTERED)):
        assert done.returncode == 0, done.stderr
    return ground


def at_once(ground, *, processes):
    """What each process says that begins when all are ready."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WHEN_TOLD],
            cwd=ROOT,
            env=ground.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _number in range(processes)
    ]
    assert [one.stdout.readline() for one in running] == ["ready\n"] * processes
    for one in running:
        one.stdin.write("now\n")
        one.stdin.flush()
    told = [one.communicate(timeout=60) for one in running]
    assert [one.returncode for one in running] == [0] * processes, told
    return [out for out, _err in told]


def written(said):
    return int(re.search(r"Digests written for .+: (\d+)", said)[1])


def letters(ground):
    return ground.ask("SELECT to_email FROM journal_letter WHERE key LIKE ?", "digest:%")


def test_two_that_remind_at_once_write_one_digest_to_each_person(owed):
    told = at_once(owed, processes=2)

    assert len(letters(owed)) == len(set(letters(owed))) == EXPERTS + KEEPERS
    assert sum(map(written, told)) == EXPERTS + KEEPERS


def test_no_link_is_left_of_the_letter_that_came_second(owed):
    at_once(owed, processes=3)

    assert owed.ask("SELECT COUNT(*) FROM accounts_signedlink") == [(EXPERTS,)]
    assert owed.ask("SELECT is_whole FROM commitments_round") in ([(1,)], [(True,)])


def test_whoever_reminds_again_the_same_day_writes_nothing(owed):
    at_once(owed, processes=1)

    assert written(owed.comity("remind").stdout) == 0
    assert len(letters(owed)) == EXPERTS + KEEPERS
