"""How long the search takes to answer, and its catalogue to be made, at a thousand and at a hundred thousand cards.

A process for each database and size makes its records and their cards, and looks for words that stand in few of them,
in many, and in none, as the office and as a visitor. The median counts.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from tools.bench import ROOT, Asked, Databases, Row, databases, environment

SIZES = (1_000, 100_000)  # cards, about
SOON = 50  # milliseconds in which what was found is known
QUERIES = 25  # of a whole page
ARTICLES = 20
OFFICE, NOBODY = "office", "visitor"
LOOKED_FOR = {
    "a rare word": "1000",
    "a frequent word": "draft",
    "two frequent words": "draft water",
    "a word of every item": "item",
    "a name": "Partner Association",
    "a misspelt name": "Assocaition",
    "two misspelt words": "Partnar Asociation",
    "an Arabic word": "الاتفاقيات",
    "words that stand nowhere": "zq zqz",
}


def measures(asked: Asked) -> list[Row]:
    """This will make and ask catalogues of both sizes on each database."""
    rows = []
    for kind in asked.databases:
        with ExitStack() as stack:
            made = stack.enter_context(databases())
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comity-bench-")))
            told = {size: _of_size(folder, kind, size, asked, made) for size in SIZES}
        rows += list(_rows(kind, told))
    return rows


def _of_size(folder: Path, kind: str, size: int, asked: Asked, made: Databases) -> Any:
    print(f"  {kind}: searching among {size:,} cards", file=sys.stderr, flush=True)
    data, address = folder / f"{kind}-{size}", made.address(kind, f"search_{size}")
    words = [sys.executable, "-m", "tools.bench.searching", str(data), address, str(size), str(asked.rounds)]
    done = subprocess.run(words, cwd=ROOT, env=environment(data, address), stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _rows(kind: str, told: dict[int, Any]) -> Any:
    largest = told[SIZES[-1]]
    pace = largest["cards"] / largest["seconds"]
    yield Row("searching", f"catalogue of {largest['cards']:,} cards", kind, f"{pace:,.0f} cards a second", facts=told)
    for name in largest["found"]:
        every = [one["found"][name] for one in told.values()]
        times = " ".join(f"{one['ms']:>6.1f}" for one in every)
        pages = " ".join(f"{one['page']:>6.1f}" for one in every)
        most = max(one["queries"] for one in every)
        yield Row(
            part="searching",
            what=f"search: {name}",
            database=kind,
            measured=f"{times} ms, page {pages} ms, {most} queries, {every[-1]['count']} found",
            promised=f"{SOON} ms, {QUERIES} queries",
            is_kept=every[-1]["ms"] <= SOON and most <= QUERIES,
            facts={"found": every},
        )


# In a process of its own


def main() -> None:
    """This will fill a database, make its catalogue, look for each of the words, and tell all of it as JSON."""
    data, database, size, rounds = sys.argv[1:]
    from tools.bench.opener import begun, settle  # noqa: PLC0415 - the environment first

    settle(data, database)
    from comity.cli.preparing import migrate  # noqa: PLC0415 - the settings first
    from comity.search.catalogue import make  # noqa: PLC0415 - the settings first
    from comity.search.models import Card  # noqa: PLC0415 - the settings first

    out, sys.stdout = sys.stdout, sys.stderr
    migrate()
    office, _session = begun()
    _more(office, int(size))
    begun_at = perf_counter()
    make()
    told = {"seconds": perf_counter() - begun_at, "cards": Card.objects.count(), "found": _found(office, int(rounds))}
    print(json.dumps(told), file=out, flush=True)


def _more(office: Any, size: int) -> None:
    """Half of the cards are of commitments, the others of the sessions in which they were said, and of partners."""
    from django.db import connection  # noqa: PLC0415 - the settings first

    from comity.translation.texts import Text  # noqa: PLC0415 - the settings first
    from tests.website.conftest import write  # noqa: PLC0415 - the settings first
    from tools.bench.loading import fill  # noqa: PLC0415 - the settings first

    for number in range(ARTICLES):
        write(office, f"news-{number}", title=Text(en=f"News of agreement {number}", ar=f"خبر الاتفاقية {number}"))
    sides = {"host": office.host.pk, "partner": office.partner.pk}
    fill(connection, commitments=size * 55 // 100, organisations=size // 10, **sides)
    connection.close()  # what was set for filling ends with the connection


def _found(office: Any, rounds: int) -> dict[str, Any]:
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415 - the settings first

    readers = {OFFICE: office.officer, NOBODY: AnonymousUser()}
    found = {}
    for who, viewer in readers.items():
        for name, words in LOOKED_FOR.items():
            found[f"{name}, {who}"] = _measured(viewer, words, rounds)
    return found


def _measured(viewer: Any, words: str, rounds: int) -> dict[str, Any]:
    """How long finding takes, how long the whole page, in milliseconds; how often the database is asked for it."""
    from django.db import connection  # noqa: PLC0415 - the settings first
    from django.test import Client  # noqa: PLC0415 - the settings first
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - the settings first

    from comity.search.finding import find  # noqa: PLC0415 - the settings first

    browser = Client(SERVER_NAME="127.0.0.1")
    if viewer.pk:
        browser.force_login(viewer, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = find(words, viewer=viewer, language="en")
    times, pages = [], []
    for _round in range(rounds):
        begun_at = perf_counter()
        find(words, viewer=viewer, language="en")
        times.append((perf_counter() - begun_at) * 1000)
        begun_at = perf_counter()
        browser.get("/en/search/", {"q": words})
        pages.append((perf_counter() - begun_at) * 1000)
    with CaptureQueriesContext(connection) as asked:
        browser.get("/en/search/", {"q": words})
    told = {"ms": round(median(times), 1), "page": round(median(pages), 1), "queries": len(asked)}
    return told | {"count": len(answer.every)}


if __name__ == "__main__":
    main()
