"""What stands in each table of a database at one moment: how many rows, and one figure that answers for all of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

Figures = dict[str, dict[str, Any]]
ROOM = 2**256

# Rows as text look alike on every server and in every session once these are set.
PLAIN = """
SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; SET LOCAL intervalstyle = 'postgres';
SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL search_path = public
"""
# Ordinary tables of ours, not those that belong to an extension.
OURS = """
SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1
"""


def figures_of(rows: Iterable[bytes]) -> dict[str, Any]:
    """This will count rows and add up their SHA-256, so that their order says nothing and each of them counts."""
    count = total = 0
    for row in rows:
        count += 1
        total += int.from_bytes(sha256(row).digest(), "big")
    return {"rows": count, "sha256": f"{total % ROOM:064x}"}


def of_sqlite(database: sqlite3.Connection) -> Figures:
    """This will take the figures of every table of a SQLite database."""
    database.text_factory = bytes
    ours = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1"
    names = [name.decode() for (name,) in database.execute(ours)]
    return {name: figures_of(map(_as_bytes, database.execute(f'SELECT * FROM "{name}"'))) for name in names}


def _as_bytes(row: tuple[Any, ...]) -> bytes:
    return repr(row).encode()


def of_postgresql(cursor: Any) -> Figures:
    """This will take the figures of every table of a PostgreSQL database, in the transaction of `cursor`."""
    cursor.execute(PLAIN)
    cursor.execute(OURS)
    found = {}
    for (name,) in cursor.fetchall():
        with cursor.copy(f"COPY (SELECT * FROM ONLY {name}) TO STDOUT") as rows:
            found[name] = figures_of(_lines(rows))
    return found


def _lines(pieces: Iterable[Any]) -> Iterable[bytes]:
    """A row is a line: COPY writes a line break within a value as two other characters."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + bytes(piece)).split(b"\n")
        yield from lines


def differences(expected: Figures, found: Figures) -> list[str]:
    """This will name the tables that are not what they should be."""
    return [
        f"{name}: {found.get(name, {}).get('rows', 'no')} rows, expected {expected.get(name, {}).get('rows', 'none')}"
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name) != found.get(name)
    ]
