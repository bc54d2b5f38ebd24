"""What is acknowledged must survive a power cut: how the database is opened, and the checks that refuse less.

The figures behind these choices: with `synchronous=NORMAL` acknowledged rows are lost on power loss; SQLite
3.7.0 to 3.51.2 can corrupt a database in WAL mode when several connections write (sqlite.org/wal.html,
"the WAL-reset bug"; mended in 3.51.3, 3.50.7 and 3.44.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

FULL, EXTRA = 2, 3


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """This will tell whether this SQLite has the mended write-ahead log."""
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version >= (3, 51, 3)


def sqlite_options(version: tuple[int, ...]) -> dict[str, Any]:
    """This will choose the journal mode in which this SQLite loses nothing that it acknowledged."""
    mode, synchronous = ("WAL", "FULL") if wal_is_safe(version) else ("DELETE", "EXTRA")
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode={mode}; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON; PRAGMA cache_spill=OFF;",  # what is erased, or refused, leaves no trace in the file
    }


def postgresql_options(given: dict[str, Any], *, is_pooled: bool) -> dict[str, Any]:
    """This will add to what the address says that PostgreSQL compiles no question: ours are short and never alike.

    It would compile whatever it reckons to be dear, for half a second, before it looks at a single row. PgBouncer
    passes nothing of the kind on; it says so itself where it connects (docs/operations/pgbouncer.ini).
    """
    if is_pooled:
        return given
    return given | {"options": f"{given.get('options', '')} -c jit=off".strip()}


@register(Tags.database)
def keeps_what_it_acknowledged(app_configs: Any, databases: Sequence[str] | None, **kwargs: Any) -> list[CheckMessage]:
    """This will refuse a database that can lose or corrupt what it acknowledged."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        weigh = sqlite_faults if connection.vendor == "sqlite" else postgresql_faults
        found += [Error(words, id="comity.durability") for words in weigh(connection)]
    return found


def sqlite_faults(connection: Any) -> list[str]:
    """This will name, in words, what makes this SQLite connection unsafe."""
    mode, synchronous = (
        _one(connection, "PRAGMA journal_mode").upper(),
        int(_one(connection, "PRAGMA synchronous")),
    )
    version = connection.Database.sqlite_version_info
    faults = []
    if mode == "WAL" and not wal_is_safe(version):
        faults.append(f"SQLite {'.'.join(map(str, version))} can corrupt a database in WAL mode. Use 3.51.3 or later.")
    if mode not in ("WAL", "DELETE", "MEMORY"):
        faults.append(f"The journal mode {mode} of SQLite was not shown to survive a power cut.")
    if synchronous < (FULL if mode == "WAL" else EXTRA) and mode != "MEMORY":
        faults.append("SQLite's `synchronous` is too low: rows that were acknowledged can be lost in a power cut.")
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        faults.append('SQLite needs OPTIONS["transaction_mode"] = "IMMEDIATE", or writers refuse each other.')
    return faults


def postgresql_faults(connection: Any) -> list[str]:
    """This will name, in words, what makes this PostgreSQL server unsafe."""
    faults = []
    if _one(connection, "SHOW synchronous_commit") not in ("on", "remote_write", "remote_apply"):
        faults.append("PostgreSQL's synchronous_commit must be on, remote_write or remote_apply.")
    faults += [
        f"PostgreSQL's {setting} must be on."
        for setting in ("fsync", "full_page_writes")
        if _one(connection, f"SHOW {setting}") != "on"
    ]
    return faults


def _one(connection: Any, question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])
