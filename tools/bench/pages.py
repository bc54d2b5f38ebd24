"""How long the main pages take, and how often they ask the database, at growing numbers of commitments.

A process for each database and size holds its own records; they are opened in turn, page by page and size by size,
so that whatever else the machine does meets them all alike. The median counts.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from tools.bench import ROOT, Asked, Databases, Row, databases, environment

LONGER = 1.3  # the largest size may take so many times what the smallest takes
QUERIES = 15
# Pages that put together more than a list does.
MORE_QUERIES = {"desk": 25, "agreement page": 30, "text of": 30}
COMMITMENTS, AGREEMENTS = "commitments", "agreements"
PART = {COMMITMENTS: "pages", AGREEMENTS: "agreements"}
GREW = 50  # megabytes that an export may add to a process


class Held:
    """A process that holds one database of one size, of commitments or of agreements."""

    def __init__(self, folder: Path, kind: str, size: int, asked: Asked, made: Databases, what: str) -> None:
        self.size, self.what, data = size, what, folder / f"{kind}-{size}"
        address, organisations = made.address(kind, f"{what}_{size}"), min(size, asked.organisations)
        if asked.empty and not address:
            shutil.copytree(asked.empty, data)
        words = [sys.executable, "-m", "tools.bench.opener", str(data), address, str(size), str(organisations), what]
        self.process = subprocess.Popen(
            words,
            cwd=ROOT,
            env=environment(data, address),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def told(self) -> Any:
        """This will wait for the next thing that the process says."""
        assert self.process.stdout is not None
        if not (line := self.process.stdout.readline()):
            raise RuntimeError(f"the process of {self.size:,} {self.what} ended with {self.process.wait()}")
        return json.loads(line)

    def ask(self, act: str, page: str = "") -> Any:
        """This will let the process do something and give what it says."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{act} {page}\n")
        self.process.stdin.flush()
        return self.told()

    def end(self) -> None:
        """This will end the process."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def measures(asked: Asked) -> list[Row]:
    """This will measure every page at every size on each database."""
    return opened(asked, COMMITMENTS, asked.sizes)


def opened(asked: Asked, what: str, sizes: list[int]) -> list[Row]:
    """This will open the pages of so many commitments, or agreements, at every size on each database."""
    rows = []
    for kind in asked.databases:
        with ExitStack() as stack:
            made = stack.enter_context(databases())
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comity-bench-")))
            held = []
            for size in sizes:
                print(f"  {kind}: filling {size:,} {what}", file=sys.stderr, flush=True)
                held.append(Held(folder, kind, size, asked, made, what))
                stack.callback(held[-1].end)
                pages = held[-1].told()
            rows += [of_page(kind, page, held, asked.rounds) for page in pages]
            rows.append(of_export(kind, held))
    return rows


def of_page(kind: str, page: str, held: list[Held], rounds: int) -> Row:
    """This will open one page at every size in turn, after once to warm up.

    What is too rare to fill the page at the smallest size is measured and told, but its ratio promises nothing: a
    page of one row is written sooner than one of fifty.
    """
    print(f"  {kind}: {page}", file=sys.stderr, flush=True)
    spent: dict[int, list[float]] = {one.size: [] for one in held}
    rows: dict[int, int] = {}
    for number in range(rounds + 1):
        for one in held:
            opened = one.ask("open", page)
            rows[one.size] = opened["rows"]
            if number:
                spent[one.size].append(opened["ms"])
    counted = {one.size: one.ask("count", page)["queries"] for one in held}
    times = {size: round(median(some), 1) for size, some in spent.items()}
    ratio = times[held[-1].size] / times[held[0].size]
    most = next((many for name, many in MORE_QUERIES.items() if page.startswith(name)), QUERIES)
    told = " ".join(f"{times[one.size]:>7.1f}" for one in held)
    fewest, many = rows[held[0].size], rows[held[-1].size]
    is_alike = fewest >= many * 0.9
    told_rows = "" if is_alike else f", {fewest} to {many} rows"
    return Row(
        part=PART[held[0].what],
        what=page,
        database=kind,
        measured=f"{told} ms  ×{ratio:.2f}  {max(counted.values())} queries{told_rows}",
        promised=f"×{LONGER}, {most} queries" if is_alike else f"{most} queries",
        is_kept=(ratio <= LONGER or not is_alike) and max(counted.values()) <= most,
        facts={"ms": times, "ratio": round(ratio, 2), "queries": counted, "rows": rows},
    )


def of_export(kind: str, held: list[Held]) -> Row:
    """This will read the whole register as CSV, at the size next to the largest, for its length is its time."""
    print(f"  {kind}: the whole register as CSV", file=sys.stderr, flush=True)
    found = held[-2 if len(held) > 1 else -1].ask("export")
    pace = found["rows"] / found["seconds"]
    return Row(
        part=PART[held[0].what],
        what=f"register of {held[0].what} as CSV, {found['rows']:,} rows",
        database=kind,
        measured=f"{pace:,.0f} rows a second, {found['grew']:.0f} MB more memory",
        promised=f"{GREW} MB",
        is_kept=found["grew"] <= GREW,
        facts=found,
    )
