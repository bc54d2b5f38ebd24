"""Bringing the files that registries publish: institutions of ROR, vocabularies in SKOS."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone

from comity.accounts.models import User
from comity.cli.refusal import Refusal
from comity.registry.importing import import_ror
from comity.registry.models import Run
from comity.registry.skos import import_skos
from comity.registry.streams import NotADump

STEP = 5_000  # records between two lines, where the output is kept in a file
SHOWN = 20  # faults that are named; the journal and the import itself keep more
WORDS = {"new": "new", "changed": "changed", "unchanged": "unchanged", "withdrawn": "withdrawn", "faulty": "left out"}


def bring_registry(asked: Namespace, by: User) -> int:
    """This will read the file to its end, going on where an earlier try was stopped, and say what it did."""
    path = Path(asked.file)
    heard: list[Run] = []
    try:
        run = _read(asked.what, path, by, heard)
    except OSError as trouble:
        raise Refusal(f"{path} cannot be read ({trouble.strerror}).") from trouble
    except NotADump as refusal:
        raise Refusal(f"{path}: {refusal} {_kept(heard)}") from refusal
    except KeyboardInterrupt:
        print(f"\nStopped. {_kept(heard)} Say the same again to go on.", flush=True)
        return 130
    for number, words in run.faults[:SHOWN]:
        print(f"  record {number:,}: {words}")
    if len(run.faults) > SHOWN:
        print(f"  … and {len(run.faults) - SHOWN:,} more such notes, kept with the import")
    print(f"Records: {told(run.counts)}")
    return 1 if run.counts.get("faulty") else 0


def _read(what: str, path: Path, by: User, heard: list[Run]) -> Run:
    now = timezone.now()
    return import_skos(path, by=by, at=now) if what == "skos" else import_ror(path, by=by, at=now, tell=_teller(heard))


def told(counts: dict[str, int]) -> str:
    """This will say how many records did what."""
    return ", ".join(f"{counts.get(name, 0):,} {word}" for name, word in WORDS.items())


def _kept(heard: list[Run]) -> str:
    if not heard:
        return "Nothing of it was entered."
    return f"Kept are {heard[-1].position:,} records: {told(heard[-1].counts)}."


def _teller(heard: list[Run]) -> Callable[[Run, float], None]:
    is_watched = sys.stdout.isatty()

    def tell(run: Run, share: float) -> None:
        heard.append(run)
        del heard[:-1]
        line = f"{run.position:>9,} records  {share:4.0%}  {told(run.counts)}"
        if is_watched:
            print(f"\r{line}", end="\n" if share >= 1 else "", flush=True)
        elif run.position % STEP == 0:
            print(line, flush=True)

    return tell
