"""An archive is believed only when every byte of it is right; a restore goes into an empty place or nowhere."""

import io
import json
import stat
import tarfile
from datetime import UTC, datetime

import pytest
from django.db import connection

from comity.safekeeping import backup, restore
from comity.safekeeping.archive import DATABASES, MANIFEST, Writer, examine, is_harmless, whole_or_not_at_all
from comity.safekeeping.refusals import CannotKeep

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def quiet(words):
    pass


@pytest.fixture
def sealed(tmp_path):
    """Write an archive of ours with the right seal, whatever is in it."""

    def write(*members, **told):
        path = tmp_path / "made.tar"
        with path.open("wb") as file:
            writer = Writer(file)
            writer.add_words(DATABASES[connection.vendor], "a database")
            for name in members:
                writer.add_words(name, "a file")
            writer.seal({"format": 1, "database": connection.vendor, "migrations": [], "tables": {}, **told})
        return path

    return write


@pytest.fixture
def place(settings, tmp_path):
    """An empty place for a restore."""
    settings.DATA = tmp_path / "place"
    settings.MEDIA_ROOT = settings.DATA / "files"
    return settings.DATA


@pytest.fixture
def elsewhere(place, monkeypatch):
    """The database of that place, which is not the one of the tests."""
    monkeypatch.setitem(connection.settings_dict, "NAME", str(place / "comity.sqlite3"))
    monkeypatch.setattr("comity.safekeeping.databases.has_tables", lambda: False)


def test_an_archive_of_ours_is_believed(sealed):
    assert examine(sealed("files/evidence/a")).files == ["evidence/a"]


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "files/../../up", "files//a", "files/./a", "files/", "other", "files/a\\b", "../files/a", ""],
)
def test_a_name_that_leads_elsewhere_is_refused(sealed, name):
    assert not is_harmless(name)
    with pytest.raises(CannotKeep):
        examine(sealed(name))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_what_is_no_plain_file_is_refused(tmp_path, kind):
    path = tmp_path / "tricky.tar"
    with tarfile.open(path, "w") as tar:
        member = tarfile.TarInfo("files/a")
        member.type, member.linkname = kind, "/etc/passwd"
        tar.addfile(member)

    with pytest.raises(CannotKeep, match="no plain file"):
        examine(path)


def test_a_name_that_comes_twice_is_refused(sealed):
    with pytest.raises(CannotKeep):
        examine(sealed("files/a", "files/a"))


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"\0" * 10240])
def test_what_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "foreign.tar"
    path.write_bytes(content)

    with pytest.raises(CannotKeep, match="not a whole backup of Comity"):
        examine(path)


def test_another_tar_is_foreign(tmp_path):
    path = tmp_path / "other.tar"
    with tarfile.open(path, "w") as tar:
        member = tarfile.TarInfo("files/a")
        member.size = 3
        tar.addfile(member, io.BytesIO(b"abc"))

    with pytest.raises(CannotKeep, match="not a whole backup of Comity"):
        examine(path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CannotKeep, match="cannot be read"):
        examine(tmp_path / "none.tar")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"format": 2}, "made by another version"),
        ({"migrations": ["journal.9999_of_tomorrow"], "version": "9"}, "comes from a newer Comity"),
    ],
)
def test_what_a_newer_comity_wrote_is_refused(sealed, place, told, words):
    with pytest.raises(CannotKeep, match=words):
        restore.restore(sealed(**told), tell=quiet)

    assert not place.exists()


@pytest.mark.parametrize("name", ["journal.0001_entries_changes_and_tree", "journal.0001_initial", "elsewhere.9999"])
def test_what_this_comity_knows_under_an_earlier_name_and_what_is_not_installed_comes_from_no_newer_one(sealed, name):
    restore.refuse_if_not_for_here(examine(sealed(migrations=[name])))


def test_another_kind_of_database_is_refused(sealed, place, monkeypatch):
    path = sealed()
    monkeypatch.setattr(connection, "vendor", "oracle")

    with pytest.raises(CannotKeep, match="DATABASE_URL names a oracle one"):
        restore.restore(path, tell=quiet)


def test_nothing_is_restored_over_a_folder_that_holds_something(sealed, place, elsewhere):
    (place / "letters").mkdir(parents=True)

    with pytest.raises(CannotKeep, match="is not empty: it holds letters"):
        restore.restore(sealed(), tell=quiet)

    assert [one.name for one in place.iterdir()] == ["letters"]


def test_nothing_is_restored_over_a_living_database(sealed, place, db):
    with pytest.raises(CannotKeep, match=r"living database|not empty"):
        restore.restore(sealed(), tell=quiet)


def test_a_place_in_which_another_restore_began_is_refused(sealed, place, elsewhere):
    place.mkdir()
    (place / restore.MARK).write_text(json.dumps({"seal": "of another"}))

    with pytest.raises(CannotKeep, match="Another archive began"):
        restore.restore(sealed(), tell=quiet)


def test_a_place_that_is_not_whole_is_recognised(place):
    assert not restore.is_unfinished()

    place.mkdir()
    (place / restore.MARK).touch()

    assert restore.is_unfinished()


def test_a_backup_is_for_its_owner_alone_and_replaces_nothing(tmp_path):
    target = tmp_path / "backup.tar"
    with whole_or_not_at_all(target) as file:
        file.write(b"whole")

    with pytest.raises(CannotKeep, match="replaces nothing"), whole_or_not_at_all(target) as file:
        file.write(b"other")

    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert (target.read_bytes(), [one.name for one in tmp_path.iterdir()]) == (b"whole", ["backup.tar"])


def test_a_backup_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(RuntimeError), whole_or_not_at_all(tmp_path / "backup.tar") as file:
        file.write(b"half")
        raise RuntimeError

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["taken.tar", "no/such/folder.tar"])
def test_where_a_backup_cannot_be_is_said(tmp_path, target):
    (tmp_path / "taken.tar").touch()

    with pytest.raises(CannotKeep, match=r"exists already|There is no folder"):
        backup.make(tmp_path / target, at=NOW, tell=quiet)


def test_the_manifest_comes_last_but_for_the_seal(sealed):
    with tarfile.open(sealed("files/a")) as tar:
        assert [one.name for one in tar] == [DATABASES[connection.vendor], "files/a", MANIFEST, "seal"]
