"""A consistent copy of the database while others write to it, and its way back into an empty place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models

from comity.safekeeping import tables
from comity.safekeeping.archive import Tell
from comity.safekeeping.refusals import CannotKeep

PAGES = 4096  # of SQLite, copied between two words on the progress
PATIENCE = 60.0  # seconds to wait for others to finish writing
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY 1, 2"


@dataclass(frozen=True)
class Copied:
    """One moment of the database: where its copy lies and what stands in it."""

    path: Path
    tables: tables.Figures
    migrations: list[str]
    files: set[str]  # the files that its rows name, in the place where files lie


def copy(into: Path, tell: Tell) -> Copied:
    """This will copy the database as it is at one moment. Raises CannotKeep where that cannot be done."""
    make = copy_sqlite if connection.vendor == "sqlite" else copy_postgresql
    return make(into, tell)


# SQLite


def copy_sqlite(into: Path, tell: Tell) -> Copied:
    """This will copy page by page under one lock for reading; who writes meanwhile waits, or is not seen."""
    name = str(connection.settings_dict["NAME"])
    if not Path(name).exists():
        raise CannotKeep(f"There is no database at {name}.")
    with (
        closing(sqlite3.connect(name, timeout=PATIENCE, isolation_level=None)) as source,
        closing(sqlite3.connect(into, isolation_level=None)) as target,
    ):
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # takes the lock that is held to the end
        source.backup(target, pages=PAGES, progress=lambda status, left, total: tell(_said(total - left, total)))
        source.rollback()
    with closing(opened(into)) as copied:
        return Copied(into, *_read(copied.execute, tables.of_sqlite(copied)))


def opened(path: Path) -> sqlite3.Connection:
    """This will open a copy of a SQLite database. Raises CannotKeep where it is damaged."""
    database = sqlite3.connect(path, isolation_level=None)
    try:
        sound = database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if sound and not database.execute("PRAGMA foreign_key_check").fetchall():
            return database
    except sqlite3.DatabaseError:
        pass
    database.close()
    raise CannotKeep("The copy of the database is damaged: SQLite finds faults in it.")


def _said(done: int, total: int) -> str:
    return f"database: {100 * done // max(total, 1)} %"


# PostgreSQL


def copy_postgresql(into: Path, tell: Tell) -> Copied:
    """This will dump one snapshot, and take the figures of its tables in the same snapshot."""
    tell("database: reading")
    with snapshot() as (cursor, name):
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={name}", f"--file={into}")
        tell("database: counting")
        found = tables.of_postgresql(cursor)
        return Copied(into, *_read(cursor.execute, found))


@contextmanager
def snapshot() -> Iterator[tuple[Any, str]]:
    """One moment of a PostgreSQL database, which other programs can look at by its name."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:  # type: ignore[union-attr]
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor, str((cursor.fetchone() or [""])[0])
        finally:
            cursor.execute("ROLLBACK")


def fill_postgresql(dump: Path) -> None:
    """This will bring a dump into the empty database, whole or not at all."""
    _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "-d", "", str(dump))


def has_tables() -> bool:
    """This will tell whether the database holds anything already."""
    return bool(connection.introspection.table_names())


def figures_of_postgresql() -> tables.Figures:
    """This will take the figures of the database as it is now."""
    with snapshot() as (cursor, _name):
        return tables.of_postgresql(cursor)


def _run(program: str, *words: str) -> None:
    if shutil.which(program) is None:
        raise CannotKeep(f"{program} is not on this machine. On Debian: apt install postgresql-client")
    told = connection.settings_dict
    named = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    given = {variable: str(told[name]) for variable, name in named.items() if told.get(name)}
    # An empty name of a database is read from the environment; a password stands in no list of processes.
    command = [program, *(given["PGDATABASE"] if word == "" else word for word in words)]
    done = subprocess.run(command, env=os.environ | given, capture_output=True, text=True)
    if done.returncode:
        raise CannotKeep(f"{program} failed: {done.stderr.strip() or done.returncode}")


# What the rows name


def _read(ask: Any, found: tables.Figures) -> tuple[tables.Figures, list[str], set[str]]:
    migrations = [f"{_text(app)}.{_text(name)}" for app, name in ask(MIGRATIONS).fetchall()]
    named: set[str] = set()
    for table, column in _columns_of_files():
        if any(name.split(".")[-1].strip('"') == table for name in found):
            rows = ask(f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> \'\'').fetchall()
            named |= {_text(name) for (name,) in rows}
    return found, migrations, named


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _columns_of_files() -> Iterator[tuple[str, str]]:
    """The columns that name a file in the place where files lie."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField) and field.storage is default_storage:
                yield model._meta.db_table, str(field.column)
