"""A hundred pages by the worker, from comparing to writing them, beside the engine alone on the same texts.

The engine alone is asked page by page, as pages are asked for, and once with all texts in as few questions as it takes.
Apertium works on this machine, on all processors beside the worker or on one of its own; a stand-in takes the time of
slower engines, and no processor.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from tools.bench import ROOT, SQLITE, Asked, Row, environment
from tools.bench.renderer import PAGES, SHARING
from tools.bench.serving import migrate

AT_LEAST = 0.9  # of the engine's own speed
MOST_ROUNDS = 2
# Alone it has the processors that it shares with the worker otherwise, so that no worker could keep its whole pace.
NOT_PROMISED = (SHARING, "at once")


def measures(asked: Asked) -> list[Row]:
    """This will translate in turns; without Apertium and its English-Spanish nothing is measured, and that is said."""
    if not is_installed():
        print("  translating needs apertium (apt install apertium apertium-eng-spa): left out", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        data = Path(folder) / "data"
        if asked.empty is None:
            data.mkdir()
            migrate(data, "")
        else:
            shutil.copytree(asked.empty, data)
        words = [sys.executable, "-m", "tools.bench.renderer", str(data), str(min(asked.rounds, MOST_ROUNDS))]
        around = environment(data, "")
        done = subprocess.run(words, cwd=ROOT, env=around, check=True, stdout=subprocess.PIPE, text=True)
    return [one for way, told in json.loads(done.stdout.splitlines()[-1]).items() for one in rows(way, told)]


def is_installed() -> bool:
    """This will tell whether Apertium is here, with the pair that is measured."""
    if shutil.which("apertium") is None:
        return False
    return "eng-spa" in subprocess.run(["apertium", "-l"], stdout=subprocess.PIPE, text=True).stdout.split()


def rows(way: str, told: dict[str, list[float]]) -> list[Row]:
    """This will set our speed beside the engine's own, asked in both ways. A text that failed keeps no promise."""
    ours, failed = median(told["ours"]), max(told["failed"])
    found = []
    for asked in ("by page", "at once"):
        own = median(told[asked])
        measured = f"{ours:.1f} s, the engine alone {own:.1f} s: × {own / ours:.2f}, {failed:.0f} failed"
        is_kept = own / ours >= AT_LEAST and not failed
        promised = "" if (way, asked) == NOT_PROMISED else f"× {AT_LEAST}"
        what = f"{PAGES} pages, {way}, beside it asked {asked}"
        found.append(Row("translating", what, SQLITE, measured, promised, is_kept if promised else None, dict(told)))
    return found
