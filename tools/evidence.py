"""Tries every promise at full size, on SQLite and on PostgreSQL, and prints and keeps a line of evidence for each.

Writes build/evidence/evidence.jsonl; a promise that was broken, or whose control did not fail, fails the run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from cluster import throwaway
from machine import bring, browser

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "evidence"


def main() -> None:
    """This will try the promises named on the command line (P2 P9), or all of them."""
    if lacking := bring():
        sys.exit(f"evidence: {', '.join(need.name for need in lacking)} is missing")
    shutil.rmtree(FOLDER, ignore_errors=True)
    environment = os.environ | {"CHROMIUM": browser() or "", "COMITY_EVIDENCE": str(FOLDER)}
    environment.pop("DATABASE_URL", None)
    failed = run(environment)
    with throwaway() as address:
        failed |= run(environment | {"DATABASE_URL": address})
    tell()
    sys.exit(int(failed))


def run(environment: dict[str, str]) -> bool:
    """This will try the promises on one database and tell whether any of them failed."""
    chosen = ["-k", " or ".join(one.lower() + "_" for one in sys.argv[1:])] if sys.argv[1:] else []
    command = [sys.executable, "-m", "pytest", "-m", "promise", "-p", "no:randomly", *chosen]
    return bool(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)


def tell() -> None:
    """This will set the lines of evidence in a table."""
    lines = [json.loads(line) for line in (FOLDER / "evidence.jsonl").read_text().splitlines()]
    print(f"\n{'promise':<9}{'database':<12}{'n':>9}{'failed':>8}{'upper 95 %':>12}{'s':>9}  control  what")
    for one in sorted(lines, key=lambda line: (int(line["promise"][1:]), line["title"], line["database"])):
        bound = "" if one["upper95"] is None else f"{one['upper95']:.6f}"
        control = "failed" if one["negative_control"] else "NONE"
        print(
            f"{one['promise']:<9}{one['database']:<12}{one['n']:>9,}{one['failures']:>8}{bound:>12}"
            f"{one['seconds']:>9.1f}  {control:<9}{one['title']}"
        )


if __name__ == "__main__":
    main()
