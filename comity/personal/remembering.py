"""Who was erased is remembered beside the database, without telling who it was: a backup from before knows them still.

Each line of the file is the mark of a destroyed key: random letters that say nothing to anybody without that backup.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from comity.journal.models import PersonalKey

NAME = "erased"


def path() -> Path:
    """This will tell where the list lies."""
    return Path(settings.DATA) / NAME


def marks() -> set[str]:
    """This will read the list."""
    try:
        return set(path().read_text().split())
    except FileNotFoundError:
        return set()


def write(also: set[str] | None = None) -> None:
    """This will add to the list what the database knows to be destroyed, or `also`; nothing is ever taken from it."""
    known = marks()
    if (found := known | (_destroyed() if also is None else also)) == known:
        return
    half = path().with_suffix(".half")
    with half.open("w") as file:
        file.write("".join(f"{mark}\n" for mark in sorted(found)))
        file.flush()
        os.fsync(file.fileno())
    half.rename(path())


def _destroyed() -> set[str]:
    return set(PersonalKey.objects.destroyed().exclude(kind=None).values_list("mark", flat=True))


def still_here() -> list[PersonalKey]:
    """This will find the keys that were destroyed once and are here again, brought back by a restore."""
    known = sorted(marks())
    found: list[PersonalKey] = []
    for at in range(0, len(known), 500):
        found += PersonalKey.objects.filter(mark__in=known[at : at + 500], destroyed_at=None)
    return found
