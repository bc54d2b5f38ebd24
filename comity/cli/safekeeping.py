"""Backups, and bringing them back."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from django.utils import timezone

from comity.cli.refusal import Refusal
from comity.personal import remembering
from comity.safekeeping.backup import make
from comity.safekeeping.models import BACKUP, Pulse
from comity.safekeeping.refusals import CannotKeep
from comity.safekeeping.restore import restore as bring_back


def backup(asked: Namespace) -> int:
    """This will write a backup and say what is in it; 1 where files that rows name were not found."""
    target = Path(asked.file).absolute()
    try:
        made = make(target, at=timezone.now(), tell=_tell)
        Pulse.beat(BACKUP, at=timezone.now())
    except CannotKeep as refusal:
        raise Refusal(str(refusal)) from None
    _tell("")
    print(f"{target}: {made.rows:,} rows of {made.tables} tables, {made.files:,} files, {made.size:,} bytes")
    print(f"Seal {made.seal}")
    for name in made.missing:
        print(f"MISSING  a record names the file {name}, which is not where files lie", file=sys.stderr)
    return 1 if made.missing else 0


def restore(asked: Namespace) -> int:
    """This will bring a backup into an empty place and say what was verified."""
    marks = _marks(asked.erased)
    try:
        verified = bring_back(Path(asked.file).absolute(), tell=_tell)
    except CannotKeep as refusal:
        raise Refusal(str(refusal)) from None
    _tell("")
    print(f"Restored what was kept on {verified.made_at}. Compared, and equal:")
    print(f"  {verified.rows:,} rows of {verified.tables} tables, row by row")
    print(f"  {verified.files:,} files ({verified.size:,} bytes), byte by byte")
    if verified.checkpoint:
        print("  the journal's newest checkpoint lies in the archive: comity verify journal")
    if marks is not None:
        remembering.write(marks)
        print(f"  {len(marks):,} keys of people who were erased are remembered: `comity migrate` erases them again")
    else:
        print("Whoever was erased since is back. Name the newest list of who was erased: --erased, or lay it into")
        print(f"  {remembering.path()}, before you go on.")
    print("Run `comity migrate`, then `comity check`, before serving.")
    return 0


def _marks(path: str | None) -> set[str] | None:
    """The list that was brought, read before anything is touched."""
    if path is None:
        return None
    try:
        return set(Path(path).read_text().split())
    except OSError as trouble:
        raise Refusal(f"{path} cannot be read ({trouble.strerror}).") from None


def _tell(words: str) -> None:
    """Say how far it is, over the same line, to somebody who looks."""
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)
