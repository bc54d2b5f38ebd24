"""Importing a dump of ROR: a thousand records at a time, each thousand with the note of how far it came.

So it can be stopped at any moment, by whatever means, and goes on where it was; a file read again changes nothing.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from comity.accounts.models import User
from comity.registry import ror
from comity.registry.models import Run
from comity.registry.ror import BadRecord, Described
from comity.registry.streams import NotADump, Stream, fingerprint, opened
from comity.registry.writing import count_words, hold_more_in_memory, write

THOUSAND = 1_000
Told = Callable[[Run, float], None]


def import_ror(path: Path, *, by: User, at: datetime, tell: Told) -> Run:
    """This will read a dump of ROR to its end, going on where an earlier try with the same file was stopped.

    Raises NotADump where the file is none, is damaged or ends too early; what was read until then is kept.
    """
    with _alone(), opened(path) as stream:
        run = begun(path, kind="ror", by=by, at=at)
        hold_more_in_memory()
        try:
            for number, records in _thousands(stream, after=run.position):
                _take(run, number, records, at=at)
                tell(run, stream.share)
        finally:
            if run.position:
                count_words()
            else:
                run.delete()  # nothing was read: no import
        run.finish(at=at)
    return run


def begun(path: Path, *, kind: str, by: User, at: datetime) -> Run:
    """This will find the import of this file that was stopped, or begin one."""
    sha256 = fingerprint(path)
    facts = {"kind": kind, "name": path.name[:200], "sha256": sha256, "begun_at": at, "brought_by": by}
    return Run.objects.unfinished(sha256) or Run.objects.create(**facts)


@contextmanager
def _alone() -> Iterator[None]:
    """One import at a time on this machine; two would count each other's records."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with (settings.DATA / "registry.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotADump("another import of a registry is running. Wait for its end.") from None
        yield


def _thousands(stream: Stream, *, after: int) -> Iterator[tuple[int, list[Any]]]:
    """The records in portions, each with the number of its first; those up to `after` are passed over.

    What was read before the damage of a file is given out before the refusal.
    """
    first, portion, number = 1, [], 0
    try:
        for number, record in enumerate(stream.records(), start=1):
            portion.append(record)
            if len(portion) == THOUSAND:
                yield from _portion(first, portion, after)
                first, portion = number + 1, []
    except NotADump:
        if portion:
            yield from _portion(first, portion, after)
        raise
    if portion:
        yield from _portion(first, portion, after)
    if not number:
        raise NotADump("there is no record in this file.")


def _portion(first: int, records: list[Any], after: int) -> Iterator[tuple[int, list[Any]]]:
    if first == 1:
        refuse_foreign(records)
    skipped = max(after - first + 1, 0)
    if skipped < len(records):
        yield first + skipped, records[skipped:]


def refuse_foreign(records: list[Any]) -> None:
    """This will raise NotADump where not one of the first records is of ROR in schema 2."""
    if any(ror.looks_like_ror(one) for one in records):
        return
    if any(isinstance(one, dict) and "ror.org/" in str(one.get("id", "")) for one in records):
        raise NotADump("this is a dump of ROR in schema 1. Take the file whose name says schema_v2.")
    raise NotADump("this is no dump of ROR: none of its records has names and a ROR id.")


@transaction.atomic
def _take(run: Run, number: int, records: list[Any], *, at: datetime) -> None:
    """Write one portion, and with it how far the import is, whole or not at all."""
    taken, faults = _read(records, number)
    counts = write(list(taken.values()), at=at)
    counts["faulty"] = len(records) - len(taken)
    run.advance(to=number + len(records) - 1, counts=counts, faults=faults)


def _read(records: list[Any], number: int) -> tuple[dict[str, Described], list[tuple[int, str]]]:
    """The institutions by ROR id, and what is wrong with which record; of two with one id the later counts."""
    taken: dict[str, Described] = {}
    faults: list[tuple[int, str]] = []
    for at, record in enumerate(records, start=number):
        try:
            described = ror.read(record)
        except BadRecord as fault:
            faults.append((at, f"{fault}: the record was left out"))
            continue
        faults += [(at, note) for note in described.notes]
        if described.ror in taken:
            faults.append(
                (at, f"it has the same id, {described.ror}, as a record shortly before: the later one counts")
            )
        taken[described.ror] = described
    return taken, faults
