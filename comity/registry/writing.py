"""Writing institutions and their keys by the thousand, on SQLite and on PostgreSQL.

A record has about twelve keys, so they are written past the ORM: by COPY, or by one prepared INSERT.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models

from comity.registry.models import Institution, Key, Status, Word
from comity.registry.ror import Described
from comity.registry.words import keys_of

KEYS, WORDS = Key._meta.db_table, Word._meta.db_table
COLUMNS = "(word, count, beginning, ending, length)"
INSTITUTIONS = Institution._meta.db_table
EVERY = ""  # the word that stands for all of them: its count is that of the institutions
MEMORY = 64 * 1024  # kilobytes of pages that SQLite keeps at hand during an import

Pair = tuple[str, str]  # a key, and the ROR id of the institution that has it


def hold_more_in_memory() -> None:
    """This will let SQLite keep enough of its tables in memory for many writes in no order."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{MEMORY}")


def write(described: list[Described], *, at: datetime) -> dict[str, int]:
    """This will write what is new or different; it returns how many are new, changed, unchanged and withdrawn."""
    present = _present([one.ror for one in described])
    different = [one for one in described if one.ror not in present or present[one.ror].digest != one.digest]
    _put(different, at)
    added: list[Pair] = []
    dropped: list[Pair] = []
    for one in different:
        before, after = _keys_before(present.get(one.ror)), one.keys
        added += [(key, one.ror) for key in after - before]
        dropped += [(key, one.ror) for key in before - after]
    _drop(dropped)
    _add(added)
    return _counted(described, different, present)


def _put(described: list[Described], at: datetime) -> None:
    """Insert the institutions, or overwrite those that are there."""
    if not described:
        return
    names = [*described[0].facts, "digest", "changed_at", "ror"]
    is_json = {one.name for one in Institution._meta.concrete_fields if isinstance(one, models.JSONField)}
    cast = "::jsonb" if connection.vendor == "postgresql" else ""
    places = ", ".join(f"%s{cast}" if name in is_json else "%s" for name in names)
    overwritten = ", ".join(f"{name} = excluded.{name}" for name in names[:-1])
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {INSTITUTIONS} ({', '.join(names)}) VALUES ({places}) "
            f"ON CONFLICT (ror) DO UPDATE SET {overwritten}",
            [(*one.row, one.digest, moment, one.ror) for one in described],
        )


def _present(rors: list[str]) -> dict[str, Institution]:
    found = Institution.objects.numbered(rors).only("ror", "digest", "spoken", "status")
    return {one.ror: one for one in found}


def _keys_before(present: Institution | None) -> set[str]:
    return set() if present is None or present.is_withdrawn else keys_of(present.spoken)


def _counted(described: list[Described], different: list[Described], present: dict[str, Any]) -> dict[str, int]:
    counts = {"new": 0, "changed": 0, "unchanged": len(described) - len(different), "withdrawn": 0}
    for one in different:
        was = present.get(one.ror)
        if one.facts["status"] == Status.WITHDRAWN and not (was and was.is_withdrawn):
            counts["withdrawn"] += 1
        else:
            counts["changed" if was else "new"] += 1
    return counts


def _add(pairs: list[Pair]) -> None:
    if not pairs:
        return
    pairs.sort()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {KEYS} (word, institution_id) FROM STDIN") as copy:
                for pair in pairs:
                    copy.write_row(pair)
        else:
            cursor.executemany(f"INSERT INTO {KEYS} (word, institution_id) VALUES (%s, %s)", pairs)


def _drop(pairs: list[Pair]) -> None:
    if pairs:
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {KEYS} WHERE word = %s AND institution_id = %s", pairs)


def count_words() -> None:
    """This will count anew in how many institutions' names each word stands."""
    ending = "RIGHT(word, 3)" if connection.vendor == "postgresql" else "SUBSTR(word, -3)"
    count = (
        f"INSERT INTO {WORDS} {COLUMNS} "
        f"SELECT word, COUNT(*), SUBSTR(word, 1, 2), {ending}, LENGTH(word) "
        f"FROM {KEYS} WHERE word NOT LIKE '=%%' GROUP BY word"
    )
    every = f"SELECT '{EVERY}', COUNT(*), '', '', 0 FROM {INSTITUTIONS} WHERE status <> 'withdrawn'"
    run(
        [
            f"DELETE FROM {WORDS}",
            count,
            f"INSERT INTO {WORDS} {COLUMNS} {every}",
            *(f"ANALYZE {table}" for table in (KEYS, WORDS)),
        ]
    )


def run(statements: Iterable[str]) -> None:
    """This will run statements of ours that take no values from outside."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, [])
