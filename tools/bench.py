"""Compares in one run how long the main pages take, and how often they ask the database, at 100 and 10,000 promises.

Times differ from machine to machine; what counts is the ratio between the two sizes. Writes build/bench.json.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "build" / "bench.json"
SIZES = (100, 10_000)
TIMES = 15  # how often each page is opened; the median counts
OF_THE_SESSION = 20  # promises under the items of the session that is looked at, whatever the size
BATCH = 1_000


def prepare(folder: str) -> None:
    """This will lay an empty database into `folder`."""
    os.environ |= {
        "COMITY_DATA": folder,
        "COMITY_SECRET_KEY": "a key for measuring only, long enough to be taken for a secret one",
        "COMITY_DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "comity.settings",
    }
    os.environ.pop("DATABASE_URL", None)
    import django  # noqa: PLC0415 - the environment first

    django.setup()
    from comity.cli.preparing import migrate  # noqa: PLC0415 - the settings first

    migrate()


def fill(first: int, last: int) -> None:
    """This will add promises until there are `last` of them: copies of one that was entered by its act."""
    from comity.commitments.models import Commitment  # noqa: PLC0415 - the settings first
    from comity.translation.texts import Text  # noqa: PLC0415 - the settings first

    pattern = Commitment.objects.order_by("pk")[0]
    copies = []
    for number in range(first, last):
        one = copy(pattern)
        one.pk, one.deliverable = None, Text(en=f"Send draft number {number}")
        one.said_under = pattern.said_under if number < OF_THE_SESSION else None
        copies.append(one)
    Commitment.objects.bulk_create(copies, batch_size=BATCH)


def measure(client: Any, address: str) -> dict[str, float]:
    """This will open a page several times, after once to warm up, and count its queries."""
    from django.db import connection  # noqa: PLC0415 - the settings first
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - the settings first

    client.get(address)
    spent = []
    for _time in range(TIMES):
        begun = perf_counter()
        answer = client.get(address)
        spent.append((perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            sys.exit(f"{address}: {answer.status_code}")
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return {"ms": round(median(spent), 1), "queries": len(asked)}


def compared() -> dict[str, dict[int, dict[str, float]]]:
    """This will measure every page at every size."""
    from django.test import Client  # noqa: PLC0415 - the settings first
    from django.urls import reverse  # noqa: PLC0415 - the settings first

    from tests.make import Office, Stage  # noqa: PLC0415 - the settings first

    office = Office()
    session = office.session(at=Stage.HELD, items=8)
    office.commitment(item=session.items.in_order()[0])
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(office.officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = {
        "session": reverse("session", args=[session.pk]),
        "register": reverse("commitments"),
        "partner": reverse("partner", args=[office.partner.pk]),
        "desk": reverse("desk"),
        "home": reverse("home"),
    }
    found: dict[str, dict[int, dict[str, float]]] = {name: {} for name in pages}
    present = 1
    for size in SIZES:
        fill(present, size)
        present = size
        for name, address in pages.items():
            found[name][size] = measure(client, address)
    return found


def table(found: dict[str, dict[int, dict[str, float]]]) -> Iterator[str]:
    """This will set the measures in a table, with the ratio that counts."""
    few, many = SIZES
    yield f"{'page':<10}{f'{few:,}':>12}{f'{many:,}':>12}{'ratio':>8}   queries"
    for name, sizes in found.items():
        ratio = sizes[many]["ms"] / sizes[few]["ms"]
        asked = f"{sizes[few]['queries']} → {sizes[many]['queries']}"
        yield f"{name:<10}{sizes[few]['ms']:>9} ms{sizes[many]['ms']:>9} ms{ratio:>8.2f}   {asked}"


def main() -> None:
    """This will measure, print, and keep the result."""
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        prepare(folder)
        found = compared()
    print(*table(found), sep="\n")
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
