"""A promise is tried n times and a line of evidence says what came of it; without a failing control it proves nothing.

In `make test` a promise is tried a few times; `make evidence` sets COMITY_EVIDENCE to a folder and tries it at full
size, one JSON line for each promise and database; COMITY_EVIDENCE_SHARE asks for so many percent of it.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest
from django.db import connection

FOLDER = os.environ.get("COMITY_EVIDENCE", "")
SHARE = int(os.environ.get("COMITY_EVIDENCE_SHARE") or 100)


@dataclass
class Trial:
    """What was tried of one promise: how often, what failed, and whether it fails without its protection."""

    promise: str
    title: str
    size: int  # how much to try: what `small` or `full` said
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    control: int | None = None  # how often it failed with the protection taken away
    figures: dict = field(default_factory=dict)
    begun: float = field(default_factory=monotonic)

    def count(self, kept, what=""):
        """One try: whether the promise was kept, and what was tried where it was not."""
        self.tried += 1
        if not kept:
            self.failures.append(str(what))

    def failed_without(self, failures):
        """How often the promise was broken with its protection taken away; none at all would prove nothing."""
        self.control = failures

    def tell(self, **figures):
        """Figures that belong to the promise, such as megabytes or states replayed."""
        self.figures |= figures

    def line(self):
        return {
            "promise": self.promise,
            "title": self.title,
            "n": self.tried,
            "failures": len(self.failures),
            # What n tries without a failure leave possible, with 95 % confidence; with failures nothing is bound.
            "upper95": None if self.failures or not self.tried else round(1 - 0.05 ** (1 / self.tried), 8),
            "seconds": round(monotonic() - self.begun, 1),
            "database": connection.vendor,
            "negative_control": bool(self.control),
            **self.figures,
        }


def size_of(*, small, full, folder=FOLDER, share=SHARE):
    """How much is tried: a little beside the other tests, else a share of the full size, but never less."""
    return max(small, full * share // 100) if folder else small


def write(line):
    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "evidence.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")


@pytest.fixture
def promised():
    """Begin a trial of one promise: `trial = promised("P9", "no text becomes markup", small=50, full=5_000)`.

    At the end of the test the promise must have been kept each time, and its control must have failed.
    """
    trials = []

    def begin(promise, title, *, small, full):
        trials.append(Trial(promise, title, size_of(small=small, full=full)))
        return trials[-1]

    yield begin
    for trial in trials:
        if FOLDER:
            write(trial.line())
        assert trial.failures[:5] == [], trial.failures[:5]
        assert trial.tried, "nothing was tried"
        assert trial.control, "the control did not fail: the test proves nothing"
