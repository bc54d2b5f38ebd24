"""A backup made while people work is whole: every row, every file, and all that was acknowledged before."""

import hashlib
import os
import random
import shutil
import subprocess
import sys
import tarfile
import time
from contextlib import contextmanager
from itertools import cycle, islice

import pytest

from comity.safekeeping.archive import DATABASES, examine
from comity.safekeeping.refusals import CannotKeep
from tests.promises.forked import Forks
from tests.promises.ground import ROOT, copy_of, new_ground
from tests.promises.tracing import broken, calls_in, needs_strace, spread, traced

WRITERS = 3
SAYS_AFTERWARDS = "safekeeping_pulse"  # that a backup was made; not in the backup itself
LASTING = "fsync,fdatasync,rename,unlink,rmdir,mkdir,pwrite64"
TABLES = {
    True: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    False: "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
EVIDENCE = "SELECT file, sha256 FROM commitments_evidence WHERE file <> ''"


@contextmanager
def people_at_work(ground):
    """Processes that write all the while; gives what each has been told is done, so far."""
    command = [sys.executable, "-m", "tests.promises.writer"]
    told = [ground.folder.parent / f"writer{number}" for number in range(WRITERS)]
    writers = []
    for path in told:
        with path.open("w") as out:
            facts = {"cwd": ROOT, "env": ground.environment(), "stdin": subprocess.PIPE, "stdout": out}
            writers.append(subprocess.Popen(command, **facts))
    try:
        wait_until(lambda: all(path.read_text().count("\n") >= 2 for path in told))
        yield lambda: [int(pk) for path in told for pk in path.read_text().split("\n")[:-1]]
    finally:
        for writer in writers:
            writer.stdin.close()
            writer.wait(60)


def wait_until(asked, seconds=120):
    deadline = time.monotonic() + seconds
    while not asked():
        assert time.monotonic() < deadline, "nobody writes"
        time.sleep(0.05)


def rows_of(ground):
    """Every row of every table, by another way than the one by which the backup counts."""
    found = {}
    for (table,) in ground.ask(TABLES[ground.is_sqlite]):
        if table == SAYS_AFTERWARDS:
            continue
        found[table] = sorted(map(repr, ground.ask(f'SELECT * FROM "{table}"')))
    return found


def file_of(ground, name):
    path = ground.folder / "files" / name
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def restored(archive, folder):
    other = new_ground(folder, name="restored")
    done = other.comity("restore", archive)
    assert done.returncode == 0, done.stderr
    return other


def weigh_under_load(trial, ground, archive, folder):
    """Back up while people write, restore elsewhere: what was acknowledged is there, and each row finds its file."""
    with people_at_work(ground) as acknowledged:
        before, begun = acknowledged(), time.monotonic()
        done = ground.comity("backup", archive)
        seconds = round(time.monotonic() - begun, 1)
        during = len(acknowledged()) - len(before)
    assert done.returncode == 0, done.stderr
    begun = time.monotonic()
    other = restored(archive, folder)
    trial.tell(backup_s=seconds, restore_s=round(time.monotonic() - begun, 1), written_meanwhile=during)
    there = {pk for (pk,) in other.ask("SELECT id FROM commitments_commitment")}
    for pk in before:
        trial.count(pk in there, what=("acknowledged before the backup began", pk))
    for name, sha256 in other.ask(EVIDENCE):
        trial.count(file_of(other, name) == sha256, what=("a row without its file", name))


def weigh_at_rest(trial, ground, archive, folder):
    """Nobody writes: the restored Comity is equal to the living one, table by table and file by file."""
    done = ground.comity("backup", archive)
    assert done.returncode == 0, done.stderr
    other = restored(archive, folder)
    living, found = rows_of(ground), rows_of(other)
    for table in living.keys() | found.keys():
        trial.count(living.get(table) == found.get(table), what=("table", table))
    trial.tell(rows=sum(map(len, living.values())), bytes=archive.stat().st_size)


def grow(ground, megabytes):
    """Half of it rows, half of it files, none of which can be compressed."""
    place = ground.folder / "files" / "evidence"
    place.mkdir(parents=True, exist_ok=True)
    for number in range(megabytes // 8):
        (place / f"large{number}").write_bytes(os.urandom(4 * 1024 * 1024))
        body = os.urandom(2 * 1024 * 1024).hex()
        ground.change(
            "INSERT INTO journal_letter (key, to_name, to_email, language, subject, body, written_at, not_before,"
            " attempts, trouble, sent_at) SELECT ?, to_name, to_email, language, subject, ?, written_at, not_before,"
            " 0, '', written_at FROM journal_letter LIMIT 1",
            f"large{number}",
            body,
        )


def flipped(archive, into, place):
    """The same archive with one bit of one byte changed."""
    shutil.copyfile(archive, into)
    with into.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ (1 << place % 8)]))
    return into


def is_refused(path):
    try:
        examine(path)
    except CannotKeep:
        return True
    return False


@pytest.mark.promise
def test_p12_a_backup_made_while_people_work_is_whole(prepared, promised, tmp_path):
    trial = promised("P12", "backup under load, restored elsewhere, compared row by row", small=1, full=1_000)
    ground = copy_of(prepared, tmp_path)
    if trial.size > 1:
        grow(ground, trial.size)

    weigh_under_load(trial, ground, tmp_path / "load.tar", tmp_path)
    weigh_at_rest(trial, ground, tmp_path / "rest.tar", tmp_path)

    trial.failed_without(found_in_a_faulty_restore(ground, tmp_path))


def found_in_a_faulty_restore(ground, folder):
    """The control: one row and one file of a restored Comity are changed; both must be told."""
    other = restored(folder / "rest.tar", folder)
    [(name, sha256)] = other.ask(f"{EVIDENCE} LIMIT 1")
    (other.folder / "files" / name).write_bytes(b"something else")
    with other.connected() as database:
        database.execute("UPDATE accounts_signin SET session_data = session_data || '.'")
        database.commit()
    changed = rows_of(other)
    differing = [table for table, rows in rows_of(ground).items() if changed[table] != rows]
    return (differing == ["accounts_signin"]) + (file_of(other, name) != sha256) == 2


@pytest.mark.promise
def test_p12_an_archive_with_one_changed_byte_is_refused(ground, promised, tmp_path):
    trial = promised("P12", "one bit of an archive changed, or its end cut off", small=60, full=5_000)
    dice = random.Random(1)
    archive, other = tmp_path / "whole.tar", tmp_path / "changed.tar"
    assert ground.comity("backup", archive).returncode == 0
    assert not is_refused(archive)
    size = archive.stat().st_size

    for number in range(trial.size):
        place = dice.randrange(size)
        if number % 4:
            trial.count(is_refused(flipped(archive, other, place)), what=("flipped", place))
        else:
            other.write_bytes(archive.read_bytes()[:place])
            trial.count(is_refused(other), what=("cut at", place))

    trial.failed_without(taken_without_checks(archive, other, dice))


def taken_without_checks(archive, other, dice):
    """The control: a tar program takes a changed archive as it is, and what comes out differs."""
    with tarfile.open(archive) as tar:
        member = next(one for one in tar if one.name in DATABASES.values())
    flipped(archive, other, member.offset_data + dice.randrange(member.size))
    with tarfile.open(archive) as tar, tarfile.open(other) as changed:
        return tar.extractfile(member.name).read() != changed.extractfile(member.name).read()


# A restore that is killed


def emptied(ground):
    """The place as it was before anything was brought back."""
    shutil.rmtree(ground.folder)
    ground.folder.mkdir()
    if not ground.is_sqlite:
        ground.change("DROP SCHEMA public CASCADE")
        ground.change("CREATE SCHEMA public")


def is_begun(ground):
    return (ground.folder / "restore-unfinished").exists()


def stands(ground):
    """Whether a person who looks would take the place for a Comity."""
    return ground.file.exists() if ground.is_sqlite else bool(ground.ask(TABLES[False]))


@needs_strace
@pytest.mark.promise
def test_p12_a_restore_that_is_killed_says_so_and_can_be_repeated(ground, promised, tmp_path):
    trial = promised("P12", "restore killed at each call that makes something last", small=12, full=300)
    archive, place, trace = tmp_path / "whole.tar", new_ground(tmp_path, name="place"), tmp_path / "trace"
    assert ground.comity("backup", archive).returncode == 0
    entries = ground.ask("SELECT count(*) FROM journal_entry")
    with Forks(place, TRIED_COLD="1") as forks:
        with traced(fork := forks.new("restorer"), trace, calls=LASTING):
            assert fork.work(told=archive)
        found = calls_in(trace)
        points = [(call, k) for call in sorted(found) for k in range(1, found[call] + 1)]
        for point in spread(points, trial.size) if trial.size < len(points) else islice(cycle(points), trial.size):
            emptied(place)
            with broken(fork := forks.new("restorer"), trace, "SIGKILL", *point):
                fork.work(told=archive)
            fork.kill()
            is_whole = stands(place) and not is_begun(place)
            is_repeated = is_whole or forks.new("restorer").work(told=archive)
            rows = place.ask("SELECT count(*) FROM journal_entry") if is_repeated else None
            trial.count(rows == entries and not is_begun(place), what=(point, is_whole, rows))
        trial.failed_without(copied_by_hand(archive, place))


def copied_by_hand(archive, place):
    """The control: an archive that a tar program unpacks until it is killed leaves a place that looks whole."""
    emptied(place)
    (place.folder / "comity.sqlite3").write_bytes(archive.read_bytes()[1024:200_000])
    return not is_begun(place)
