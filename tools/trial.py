"""Runs every test: all of them on SQLite, and beside them those that touch the database on PostgreSQL.

In a CI run (CI=true) nothing may be skipped. Elsewhere what the machine lacks is left out and named at the end.
A test that failed beside all others is tried once more when the machine is quiet; one that succeeds then is named as
unsteady, which is a fault to be mended but none of the change that is tried. More than a few of them fail the run, and
so does a promise that was broken once.
`coverage` on the command line runs those on SQLite alone and measures which branches they took: everything then takes
twice as long.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic

from cluster import throwaway
from machine import Need, bring, browser

ROOT = Path(__file__).resolve().parents[1]
CLOSING = re.compile(r"\d+ (?:passed|failed|error)")
SOME_FAILED = 1  # pytest's exit code, where it is not that it could not run
FEW = 3
PROMISES = "tests/promises/"  # one that was broken once is broken
# On PostgreSQL one journey is enough: the pages are the same, only the database is another.
ON_POSTGRESQL = "((not browser and not architecture) or both_databases) and not sqlite_only"


def main() -> None:
    """This will run both suites side by side, say what came out, and fail where anything failed."""
    begun, lacking = monotonic(), bring()
    missing = {need.name for need in lacking}
    unseen = "not browser" if "Chromium" in missing else ""
    measures = "coverage" in sys.argv[1:]
    with ExitStack() as until_the_end:
        # What takes long to make and is the same for both: see tests/template.py.
        shared = until_the_end.enter_context(TemporaryDirectory(prefix="comity-shared-"))
        environment = os.environ | {"CHROMIUM": browser() or "", "COMITY_SHARED": shared}
        environment.pop("DATABASE_URL", None)
        # Else every process would compile the tests anew: half of the time that it takes to gather them.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        runs = [Run("SQLite", unseen, environment, measures=measures)]
        if "PostgreSQL" not in missing and not measures:
            chosen = " and ".join(f"({part})" for part in (ON_POSTGRESQL, unseen) if part)
            address = until_the_end.enter_context(throwaway())
            runs.append(Run("PostgreSQL", chosen, environment | {"DATABASE_URL": address}))
        results = {run.name: run.told() for run in runs}
        unsteady = [(run.name, test) for run in runs for test in run.unsteady()]
        results |= {run.name: (0, results[run.name][1]) for run in runs if run.name in dict(unsteady)}
    tell(results, lacking, unsteady, minutes=(monotonic() - begun) / 60)
    sys.exit(int(is_failure(results, lacking)))


class Run:
    """Pytest on one database. It works from the moment it is made; what it says is kept until somebody listens.

    One alone would leave cores idle: at its beginning, while one process makes what all begin with, and at its end,
    while the last process works. Two side by side fill each other's gaps.
    """

    def __init__(self, name: str, chosen: str, environment: dict[str, str], *, measures: bool = False) -> None:
        self.name = name
        self.environment, self.cache = environment, ROOT / ".pytest_cache" / name.lower()
        self.command = [sys.executable, "-m", "pytest", "-m", chosen, "-o", f"cache_dir={self.cache}"]
        processes = (os.cpu_count() or 1) + 1  # more than cores: tests wait for disks, servers and browsers
        # Who is ready takes work from others: the few journeys that take minutes would else be waited for at the end.
        command = [*self.command, "-n", str(processes), "--dist", "worksteal", *(["--cov"] if measures else [])]
        self.pytest = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        self.lines: SimpleQueue[str | None] = SimpleQueue()
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.pytest.stdout or []:
            self.lines.put(line)
        self.lines.put(None)

    def told(self) -> tuple[int, str]:
        """This will print what pytest says until it ends, and return its exit code and its closing line."""
        print(f"\n== {self.name}\n", flush=True)
        closing = ""
        for line in iter(self.lines.get, None):
            print(line, end="", flush=True)
            if CLOSING.search(line):
                closing = line.strip("= \n")
        self.pytest.communicate()  # it has ended: this closes what was read from
        return self.pytest.returncode, closing

    def unsteady(self) -> list[str]:
        """This will try what failed once more, by itself, and name it where all of it succeeds then; else nothing."""
        failed = self._failed() if self.pytest.returncode == SOME_FAILED else []
        if not 0 < len(failed) <= FEW or any(one.startswith(PROMISES) for one in failed):
            return []
        print(f"\n== {self.name}, once more what failed\n", flush=True)
        again = subprocess.run([*self.command, "--last-failed"], cwd=ROOT, env=self.environment)
        return failed if again.returncode == 0 else []

    def _failed(self) -> list[str]:
        kept = self.cache / "v" / "cache" / "lastfailed"
        return sorted(json.loads(kept.read_text())) if kept.exists() else []


def tell(
    results: dict[str, tuple[int, str]], lacking: list[Need], unsteady: list[tuple[str, str]], *, minutes: float
) -> None:
    """This will say at the end what ran, and what did not and why."""
    print(f"\n== All of it, in {minutes:.1f} minutes\n")
    for name, (code, closing) in results.items():
        print(f"{name:<12}{closing}{'' if code == 0 else f'  (exit {code})'}")
    for name, test in unsteady:
        print(f"Unsteady on {name}, failed beside others and succeeded alone: {test}")
    for need in lacking:
        print(f"Left out: {need.without}. {need.name} is missing; on Debian: apt install {need.package}")
    if not lacking and not skipped(results):
        print("Nothing was left out.")


def skipped(results: dict[str, tuple[int, str]]) -> bool:
    """This will tell whether a test skipped itself."""
    return any("skipped" in closing for _code, closing in results.values())


def is_failure(results: dict[str, tuple[int, str]], lacking: list[Need]) -> bool:
    """This will tell whether the run failed; in a CI run whatever was left out is a failure."""
    left_out = bool(lacking) or skipped(results)
    return any(code for code, _closing in results.values()) or (left_out and os.environ.get("CI") == "true")


if __name__ == "__main__":
    main()
