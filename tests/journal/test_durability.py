"""A database that can lose or corrupt what it acknowledged is refused in words, whichever setting makes it so."""

import pytest
from django.db.utils import ConnectionHandler

from comity.journal import durability
from comity.journal.durability import EXTRA, postgresql_faults, sqlite_faults, sqlite_options, wal_is_safe

SAFE, AFFECTED = (3, 51, 3), (3, 40, 1)
OURS = sqlite_options(AFFECTED)


@pytest.fixture
def faults_of(db, tmp_path):
    """What is found wrong with a file of its own that is opened with these options."""
    opened = []

    def look(**options):
        path = tmp_path / f"{len(opened)}.sqlite3"
        one = {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": OURS | options}
        opened.append(ConnectionHandler({"default": one})["default"])
        return sqlite_faults(opened[-1])

    yield look
    for connection in opened:
        connection.close()


def pragmas(mode, synchronous):
    return f"PRAGMA journal_mode={mode}; PRAGMA synchronous={synchronous};"


@pytest.mark.parametrize("version", [SAFE, AFFECTED])
def test_what_we_choose_is_refused_on_no_sqlite(faults_of, monkeypatch, version):
    """The negative control: it is not every database that is refused."""
    monkeypatch.setattr(durability, "wal_is_safe", lambda _version: wal_is_safe(version))

    assert faults_of(**sqlite_options(version)) == []


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 7, 0), False),
        (AFFECTED, False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        (SAFE, True),
        ((3, 53, 4), True),
    ],
)
def test_the_versions_with_the_bug_in_the_log_are_known(version, is_safe):
    assert wal_is_safe(version) == is_safe
    assert ("WAL" in sqlite_options(version)["init_command"]) == is_safe


def test_a_log_that_this_sqlite_can_corrupt_is_refused(faults_of, monkeypatch):
    monkeypatch.setattr(durability, "wal_is_safe", lambda version: False)

    (fault,) = faults_of(init_command=pragmas("WAL", "FULL"))

    assert "can corrupt a database in WAL mode. Use 3.51.3 or later" in fault


@pytest.mark.parametrize(
    ("mode", "synchronous"), [("WAL", "NORMAL"), ("WAL", "OFF"), ("DELETE", "FULL"), ("DELETE", "NORMAL")]
)
def test_a_sqlite_that_does_not_wait_for_the_disk_is_refused(faults_of, monkeypatch, mode, synchronous):
    monkeypatch.setattr(durability, "wal_is_safe", lambda version: True)

    (fault,) = faults_of(init_command=pragmas(mode, synchronous))

    assert "rows that were acknowledged can be lost in a power cut" in fault


def test_a_journal_mode_that_was_not_tried_is_refused(faults_of):
    (fault,) = faults_of(init_command=pragmas("TRUNCATE", EXTRA))

    assert "The journal mode TRUNCATE of SQLite was not shown to survive a power cut" in fault


@pytest.mark.parametrize("begins", ["DEFERRED", None])
def test_transactions_in_which_writers_refuse_each_other_are_refused(faults_of, begins):
    (fault,) = faults_of(transaction_mode=begins)

    assert 'SQLite needs OPTIONS["transaction_mode"] = "IMMEDIATE"' in fault


@pytest.mark.parametrize("setting", ["synchronous_commit", "fsync", "full_page_writes"])
def test_a_postgresql_that_does_not_wait_for_the_disk_is_refused(monkeypatch, setting):
    monkeypatch.setattr(durability, "_one", lambda _connection, asked: "off" if asked == f"SHOW {setting}" else "on")

    (fault,) = postgresql_faults(None)

    assert f"PostgreSQL's {setting} must be on" in fault


def test_a_commit_that_does_not_wait_for_the_standby_is_refused(monkeypatch):
    monkeypatch.setattr(durability, "_one", lambda _connection, asked: "local" if "commit" in asked else "on")

    assert len(postgresql_faults(None)) == 1
