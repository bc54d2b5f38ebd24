"""Whether this Comity can do its work at this moment: one sentence for each thing that it needs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache as kept

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.connection import ConnectionDoesNotExist

from comity.safekeeping.models import WORKER, Pulse, is_silent
from comity.search.catalogue import is_missing

LEAST_FREE = 200 * 1024 * 1024  # bytes of disk


@dataclass(frozen=True)
class Finding:
    """What one look found."""

    name: str
    is_well: bool
    words: str


def findings() -> list[Finding]:
    """This will look at everything; where the database cannot be reached, what needs it is not well either."""
    return [_found(name, look) for name, look in LOOKS.items()]


def _found(name: str, look: Callable[[], str]) -> Finding:
    """A look returns what is wrong, in a sentence, or nothing; what the database says itself is told to nobody."""
    try:
        wrong = look()
    except (DatabaseError, ConnectionDoesNotExist):
        wrong = "The database does not answer."
    except OSError:
        wrong = "The folder of the data cannot be read."
    return Finding(name, not wrong, wrong or "Well.")


def _reach() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _write() -> str:
    """Change no row of the table that counts attempts: a database that may not be written refuses even that."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET expires = expires WHERE 1 = 0")  # the name is a setting of ours
    except DatabaseError:
        return "The database cannot be written."
    return ""


def _migrations() -> str:
    lacking = on_disk() - set(MigrationRecorder(connection).applied_migrations())
    return f"The database lacks {len(lacking)} migrations. Run: comity migrate" if lacking else ""


@kept
def on_disk() -> frozenset[tuple[str, str]]:
    """This will name the migrations of this version; they do not change while it runs."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _letters() -> str:
    last, now = Pulse.last(), timezone.now()
    if not is_silent(WORKER, last, now=now):
        return ""
    if WORKER not in last:
        return "No letter worker has been heard of. Run: comity worker"
    return f"The letter worker was last heard of {int((now - last[WORKER]).total_seconds())} seconds ago."


def _search() -> str:
    if _migrations():
        return ""  # its tables may be among what is lacking, which is told already
    return "Nothing can be found by the search: its catalogue is missing. Run: comity catalogue" if is_missing() else ""


def _disk() -> str:
    free = shutil.disk_usage(settings.DATA).free
    return f"Only {free // 2**20} MB are free where the data lies." if free < LEAST_FREE else ""


LOOKS: dict[str, Callable[[], str]] = {
    "database": _reach,
    "writing": _write,
    "migrations": _migrations,
    "letters": _letters,
    "disk": _disk,
    "search": _search,
}
