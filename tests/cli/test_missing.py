"""A command that cannot do its work for what is lacking says what that is; our own faults keep their trace."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from comity.cli import main, missing, reminders

SOMETHING = Path(__file__)  # the database of the tests lies in memory, or on a server


@pytest.fixture
def broken(monkeypatch):
    """`comity remind` ends with a fault."""

    def breaks(fault):
        def remind(asked):
            raise fault

        monkeypatch.setattr(reminders, "remind", remind)

    return breaks


def told(capsys):
    assert main(["remind"]) == 1
    return capsys.readouterr().err


@pytest.mark.sqlite_only
def test_where_there_is_no_database_it_is_said_how_to_make_one(db, broken, capsys, monkeypatch, tmp_path):
    broken(OperationalError("unable to open database file"))
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "nothing.sqlite3"))

    assert f"there is no database at {tmp_path / 'nothing.sqlite3'} yet. Run: comity migrate" in told(capsys)


def test_where_tables_are_lacking_it_is_said_how_to_make_them(db, broken, capsys, monkeypatch):
    broken(OperationalError("no such table: commitments_commitment"))
    monkeypatch.setattr(missing, "unapplied", lambda: ["commitments.0001_initial"])
    monkeypatch.setattr(missing, "Path", lambda name: SOMETHING)

    assert "the database lacks tables of this version. Run: comity migrate" in told(capsys)


def test_a_database_that_does_not_answer_is_told_in_its_own_words_on_one_line(db, broken, capsys, monkeypatch):
    def fails():
        raise OperationalError("connection refused\n\tIs it running?")

    broken(OperationalError("the connection is lost"))
    monkeypatch.setattr(missing, "unapplied", fails)
    monkeypatch.setattr(missing, "Path", lambda name: SOMETHING)

    assert "does not answer (connection refused Is it running?). What was saved before is kept" in told(capsys)


def test_without_a_key_it_is_said_how_to_make_one(db, broken, capsys, monkeypatch):
    broken(ImproperlyConfigured("The SECRET_KEY setting must not be empty."))
    monkeypatch.setattr(missing, "has_key", lambda: False)

    assert "COMITY_SECRET_KEY is missing. Make one: python3 -c" in told(capsys)


@pytest.mark.parametrize(
    "fault", [OperationalError("a question of ours"), ImproperlyConfigured("ours"), KeyError("ours")]
)
def test_where_nothing_lacks_the_fault_is_ours_and_keeps_its_trace(db, broken, fault, monkeypatch):
    broken(fault)
    monkeypatch.setattr(missing, "Path", lambda name: SOMETHING)

    with pytest.raises(type(fault)):
        main(["remind"])
