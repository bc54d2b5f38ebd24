"""Making the catalogue of the search, from the command line."""

from __future__ import annotations

import sys
from argparse import Namespace

from comity.search.catalogue import make
from comity.search.kinds import Kind


def catalogue(asked: Namespace) -> int:
    """This will make every card what it should be, telling how far it is, and say how many had to be written."""
    written = make(_tell)
    if sys.stdout.isatty():
        print()
    print(f"Cards written: {written:,}. " + ("What they stand for can be found." if written else "All was right."))
    return 0


def _tell(kind: Kind, done: int, written: int) -> None:
    line = f"{kind.code:<11} {done:>9,} looked at, {written:>9,} cards written"
    print(f"\r{line}" if sys.stdout.isatty() else line, end="" if sys.stdout.isatty() else "\n", flush=True)
