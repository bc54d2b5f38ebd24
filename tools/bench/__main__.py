"""Measures what is chosen, prints one table, and writes it as JSON."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import Any

from tools.bench import POSTGRESQL, ROOT, SQLITE, Asked, Row
from tools.cluster import programs

RESULT = ROOT / "build" / "bench.json"
PARTS = ("serving", "articles", "translating", "adoption", "pages", "agreements", "searching", "registry")


def main() -> int:
    """This will measure, print, and keep the result; after each part, so that what ends it early leaves the others."""
    given, begun = options(), monotonic()
    asked = asked_by(given)
    rows: list[Row] = []
    given.result.parent.mkdir(exist_ok=True)
    for part, measure in parts(given.parts).items():
        print(f"{part} …", file=sys.stderr, flush=True)
        rows += measure(asked)
        minutes = (monotonic() - begun) / 60
        given.result.write_text(json.dumps(told(rows, asked, minutes), indent=2, default=str) + "\n")
    print(*table(rows, asked), sep="\n")
    print(f"\nMeasured in {minutes:.1f} minutes on {machine()}.")
    return 0


def told(rows: list[Row], asked: Asked, minutes: float) -> dict[str, Any]:
    """This will put together what the file holds."""
    when = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "minutes": round(minutes, 1)}
    where = {"machine": machine(), "load": os.getloadavg()}
    return when | where | {"asked": asdict(asked), "rows": [asdict(row) for row in rows]}


def options() -> Namespace:
    """This will read what is asked for."""
    described = ArgumentParser("python -m tools.bench", description=__doc__)
    described.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)} (all)")
    described.add_argument("--sizes", default="1000,100000,1000000", help="numbers of commitments")
    described.add_argument("--organisations", type=int, default=100_000, help="at most so many")
    described.add_argument("--rounds", type=int, default=9, help="how often each page is opened at each size")
    described.add_argument("--clients", default="1,4,16", help="numbers of clients that adopt at once")
    described.add_argument("--adoptions", type=int, default=25, help="by each client")
    described.add_argument("--result", type=Path, default=RESULT, help="the file that is written")
    described.add_argument("--databases", default=f"{SQLITE},{POSTGRESQL}")
    described.add_argument("--empty", type=Path, help="data of an empty Comity on SQLite, to spare migrating it")
    return described.parse_args()


def asked_by(given: Namespace) -> Asked:
    """This will put what was asked for into numbers; a database that this machine lacks is left out and named."""
    databases = given.databases.split(",")
    if POSTGRESQL in databases and programs() is None:
        print("There is no PostgreSQL server on this machine: SQLite only.", file=sys.stderr)
        databases.remove(POSTGRESQL)
    return Asked(
        sizes=[int(one) for one in given.sizes.split(",")],
        organisations=given.organisations,
        rounds=given.rounds,
        clients=[int(one) for one in given.clients.split(",")],
        adoptions=given.adoptions,
        databases=databases,
        empty=given.empty,
    )


def parts(chosen: list[str]) -> dict[str, Callable[[Asked], list[Row]]]:
    """This will name the parts that are measured, in their order."""
    wanted = [name for name in PARTS if not chosen or name in chosen]
    return {name: import_module(f"tools.bench.{name}").measures for name in wanted}


def table(rows: list[Row], asked: Asked) -> Iterator[str]:
    """This will set the measures in one table."""
    yield f"Pages at {', '.join(f'{one:,}' for one in asked.sizes)} commitments; × is the last by the first.\n"
    yield f"{'':<6}{'what':<34}{'database':<12}{'measured':<62}promised"
    for row in rows:
        kept = {True: "kept", False: "NOT", None: ""}[row.is_kept]
        yield f"{kept:<6}{row.what:<34}{row.database:<12}{row.measured:<62}{row.promised}"


def machine() -> str:
    """This will name what it was measured on."""
    import django  # noqa: PLC0415 - only for its version

    versions = f"Python {platform.python_version()}, Django {django.__version__}, SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} cores, {versions}"


if __name__ == "__main__":
    sys.exit(main())
