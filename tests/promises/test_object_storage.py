"""Servers that share a bucket keep every file; a backup takes them from there, and a restore brings them there."""

import hashlib
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from tests.promises.forked import Forks
from tests.promises.ground import ROOT, copy_of, new_ground, page, upload
from tests.promises.test_backup import EVIDENCE, is_begun, rows_of

TWELVE = 12
# What happens between Comity and the store, before or after the rows; those are tried on both by test_backup.
IN_THE_BUCKET = pytest.mark.sqlite_only
MANY = 60  # files, so that a restore is still sending when it is killed


def digest(content):
    return hashlib.sha256(content).hexdigest()


def in_folder(ground):
    """Every file below the folder of a Comity."""
    files = ground.folder / "files"
    return {one.relative_to(files).as_posix(): one.read_bytes() for one in files.rglob("*") if one.is_file()}


def comity(ground, *words, files=""):
    return ground.comity(*words, **({"COMITY_FILES": files} if files else {}))


def done(ground, *words, files=""):
    told = comity(ground, *words, files=files)
    assert told.returncode == 0, told.stderr
    return told.stdout


@pytest.fixture
def shared(prepared, tmp_path, bucket):
    """A Comity with a bucket, to which servers have sent a file each."""
    ground = copy_of(prepared, tmp_path)

    def send(number, servers=2):
        with Forks(ground, COMITY_FILES=bucket.address) as forks, ThreadPoolExecutor(number) as people:
            doors = [forks.new() for _each in range(servers)]
            return list(people.map(lambda one: doors[one % servers].send(upload(ground, one)), range(number)))

    return SimpleNamespace(ground=ground, bucket=bucket, send=send, folder=tmp_path)


@pytest.fixture
def archive(shared):
    """A backup of two files that rows name and of one that lies there."""
    assert all(told.is_done for told in shared.send(2, servers=1))
    shared.bucket.put("office/evidence/lying", b"named by no row")
    path = shared.folder / "kept.tar"
    done(shared.ground, "backup", path, files=shared.bucket.address)
    return path


def test_twelve_claims_at_once_on_three_servers_keep_twelve_files(shared):
    told = shared.send(TWELVE, servers=3)

    assert [one.is_done for one in told] == [True] * TWELVE
    named = dict(shared.ground.ask(EVIDENCE))
    assert len(named) == TWELVE
    assert {name: digest(content) for name, content in shared.bucket.files().items()} == named
    assert in_folder(shared.ground) == {}


@IN_THE_BUCKET
def test_a_file_that_one_server_kept_is_handed_out_by_another(shared):
    shared.send(1, servers=1)

    [(number,)] = shared.ground.ask("SELECT id FROM commitments_evidence WHERE file <> ''")
    with Forks(shared.ground, COMITY_FILES=shared.bucket.address) as forks:
        got = forks.new().open(page(shared.ground, f"/en/evidence/{number}/", "counterpart"))

    assert got.status == 200
    assert got.page == "A report. " * 500


def test_an_archive_from_object_storage_goes_into_a_folder_and_back_byte_by_byte(shared, archive):
    kept = shared.bucket.files()
    folder, again = new_ground(shared.folder, name="folder"), new_ground(shared.folder, name="again")
    other = f"s3://{shared.bucket.name}/other"

    done(folder, "restore", archive)
    done(folder, "backup", shared.folder / "folder.tar")
    done(again, "restore", shared.folder / "folder.tar", files=other)

    assert len(kept) == 3
    assert in_folder(folder) == kept
    assert {name.removeprefix("other/"): it for name, it in everything(shared.bucket, "other/").items()} == kept
    assert in_folder(again) == {}
    assert rows_of(again) == rows_of(folder) == rows_of(shared.ground)


def is_untouched(place):
    """Whether nothing lies there but the folder that the settings of these tests make."""
    return [one.name for one in place.folder.iterdir()] == ["static"]


def everything(bucket, prefix):
    found = bucket.client.list_objects_v2(Bucket=bucket.name, Prefix=prefix)["Contents"]
    return {one["Key"]: bucket.client.get_object(Bucket=bucket.name, Key=one["Key"])["Body"].read() for one in found}


@IN_THE_BUCKET
def test_nothing_is_restored_into_a_bucket_that_holds_something(shared, archive):
    place, kept = new_ground(shared.folder, name="place"), shared.bucket.files()

    told = comity(place, "restore", archive, files=shared.bucket.address)

    assert told.returncode == 1
    assert "is not empty: it holds evidence/" in told.stderr
    assert shared.bucket.files() == kept
    assert is_untouched(place)


@IN_THE_BUCKET
def test_a_bucket_that_is_gone_is_told_by_backup_and_restore_and_nothing_is_left(shared, archive):
    place, target = new_ground(shared.folder, name="place"), shared.folder / "second.tar"
    shared.bucket.vanish()

    backup = comity(shared.ground, "backup", target, files=shared.bucket.address)
    restore = comity(place, "restore", archive, files=shared.bucket.address)

    assert (backup.returncode, restore.returncode) == (1, 1)
    assert "there is no such bucket" in backup.stderr
    assert "Nothing was touched" in restore.stderr
    assert not target.exists()
    assert is_untouched(place)


@IN_THE_BUCKET
def test_a_restore_that_is_killed_while_it_sends_says_so_and_can_be_repeated(shared, archive):
    for number in range(MANY):
        shared.bucket.put(f"office/evidence/lying{number}", b"more" * number)
    path, place = shared.folder / "many.tar", new_ground(shared.folder, name="place")
    done(shared.ground, "backup", path, files=shared.bucket.address)
    kept, files = shared.bucket.files(), f"s3://{shared.bucket.name}/place"

    killed(
        place,
        path,
        files,
        when=lambda: shared.bucket.client.list_objects_v2(Bucket=shared.bucket.name, Prefix="place/").get("Contents"),
    )
    half = everything(shared.bucket, "place/")
    served = comity(place, "check", files=files)
    done(place, "restore", path, files=files)

    assert 0 < len(half) < len(kept)
    assert served.returncode == 1 and "did not end" in served.stderr
    assert {name.removeprefix("place/"): it for name, it in everything(shared.bucket, "place/").items()} == kept
    assert not is_begun(place)


def killed(ground, archive, files, *, when):
    """Begin a restore and kill it at a moment."""
    command = [sys.executable, "-m", "comity", "restore", str(archive)]
    begun = subprocess.Popen(command, cwd=ROOT, env=ground.environment(COMITY_FILES=files), stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not when() and time.monotonic() < deadline:
        time.sleep(0.01)
    begun.kill()
    begun.wait()
