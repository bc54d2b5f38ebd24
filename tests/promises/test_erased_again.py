"""Whoever was erased since a backup was made is erased again when it is brought back: command after command."""

import shutil
from types import SimpleNamespace

import pytest

from tests.promises.ground import copy_of, new_ground

WHO = "clara.erasable@example.org"
NAMED = "SELECT count(*) FROM accounts_user WHERE email = ?"


def done(ground, *words):
    told = ground.comity(*words)
    assert told.returncode == 0, told.stderr
    return told.stdout


def knows(ground):
    """Whether the person stands in the database by their address."""
    return ground.ask(NAMED, WHO)[0][0] == 1


@pytest.fixture
def lost(prepared, tmp_path):
    """A Comity that erased a person after its backup: the archive knows them, the list of the erased lies beside."""
    ground, archive = copy_of(prepared, tmp_path), tmp_path / "before.tar"
    made = ground.run("-m", "tests.promises.newcomer", WHO)
    assert made.returncode == 0, made.stderr
    done(ground, "backup", archive)
    assert knows(ground)
    assert "Keys destroyed: 2" in done(ground, "erase", "person", WHO, "--yes")
    assert not knows(ground)
    kept = shutil.copy(ground.folder / "erased", tmp_path / "erased")
    return SimpleNamespace(archive=archive, erased=kept, folder=tmp_path)


@pytest.mark.promise
def test_whoever_was_erased_since_is_erased_again_after_a_restore(lost):
    place = new_ground(lost.folder, name="place")

    told = done(place, "restore", lost.archive, "--erased", lost.erased)
    assert knows(place)
    migrated = done(place, "migrate")

    assert "`comity migrate` erases them again" in told
    assert "Erased again    1 after a restore" in migrated
    assert not knows(place)
    assert "Erased again" not in done(place, "migrate")


@pytest.mark.promise
def test_without_the_list_the_person_is_back_and_it_is_said(lost):
    place = new_ground(lost.folder, name="place")

    told = done(place, "restore", lost.archive)
    migrated = done(place, "migrate")

    assert "Whoever was erased since is back" in told
    assert "Erased again" not in migrated
    assert knows(place)
