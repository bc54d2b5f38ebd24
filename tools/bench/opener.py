"""A process that holds one database of one size and opens pages of Comity as it is told, line by line: see `pages`."""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

OFFICE, SIDE, NOBODY = "office", "side", ""
ROWS = (b"<tr", b'class="row"')  # how the rows of a list begin, in tables and outside of them


def settle(data: str, database: str) -> None:
    """This will make `data` the place of Comity in this process."""
    os.environ |= {
        "COMITY_DATA": data,
        "COMITY_SECRET_KEY": "a key for measuring only, long enough to be taken for a secret one",
        "COMITY_DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "comity.settings",
    }
    os.environ.pop("DATABASE_URL", None)
    if database:
        os.environ["DATABASE_URL"] = database
    import django  # noqa: PLC0415 - the environment first

    django.setup()


def begun() -> tuple[Any, Any]:
    """This will enter, by its acts, the office and the session that are looked at, alike at every size."""
    from tests.make import Office, Stage  # noqa: PLC0415 - the settings first

    office = Office()
    session = office.session(at=Stage.HELD, items=8)
    items = list(session.items.in_order())
    for number in range(20):
        office.commitment(item=items[number % len(items)])
    return office, session


def addresses(office: Any, session: Any) -> dict[str, tuple[str, str]]:
    """This will name every page that is measured, who opens it, and its address."""
    from django.urls import reverse  # noqa: PLC0415 - the settings first

    register, partners = reverse("commitments"), reverse("partners")
    found = {
        "session page": (OFFICE, reverse("session", args=[session.pk])),
        "session page, side": (SIDE, reverse("session", args=[session.pk])),
        "partner page": (OFFICE, reverse("partner", args=[office.partner.pk])),
        "partner page, side": (SIDE, reverse("partner", args=[office.partner.pk])),
        "desk": (OFFICE, reverse("desk")),
        "desk, side": (SIDE, reverse("desk")),
        "home": (NOBODY, reverse("home")),
        "partners": (NOBODY, partners),
        "partners, deep": (NOBODY, f"{partners}?deep"),
        "partners, country": (NOBODY, f"{partners}?country=DE"),
        "register": (OFFICE, register),
        "register, deep": (OFFICE, f"{register}?deep"),
        "register, side": (SIDE, register),
        "register, visitor": (NOBODY, register),
    }
    asked = {
        "latest due": "sort=latest-due",
        "newest": "sort=said",
        "longest at stage": "sort=stage",
        "partner": f"partner={office.partner.pk}",
        "partner, newest": f"partner={office.partner.pk}&sort=said",
        "person": "person=10003",
        "keeper": "keeper=10003",
        "our turn": "turn=ours",
        "turn of another side": "turn=theirs",
        "promised by another side": "promised=theirs",
        "overdue": "state=overdue",
        "nothing heard": "state=unheard_of",
        "open": "state=open",
        "claimed, longest": "state=claimed&sort=stage",
        "promises": "kind=promise",
        "proposals": "kind=proposal",
        "area": "area=science",
        "due from to": "due_from=2024-01-01&due_until=2024-12-31",
        "said from to": "said_from=2023-01-01&said_until=2025-12-31",
        "a frequent word": "words=draft",
        "two words": "words=translate+ethics",
        "a word of one in 900": "words=777",
        "a rare word": "words=1000",
        "words, overdue": "words=draft&state=overdue",
    }
    return found | {f"register: {name}": (OFFICE, f"{register}?{query}") for name, query in asked.items()}


class Opener:
    """The pages of one Comity, opened as different readers: who opens each, and its address, by its name."""

    def __init__(self, office: Any, pages: dict[str, tuple[str, str]]) -> None:
        from django.test import Client  # noqa: PLC0415 - the settings first

        backend = "allauth.account.auth_backends.AuthenticationBackend"
        self.readers = {
            OFFICE: Client(SERVER_NAME="127.0.0.1"),
            SIDE: Client(SERVER_NAME="127.0.0.1"),
            NOBODY: Client(SERVER_NAME="127.0.0.1"),
        }
        self.readers[OFFICE].force_login(office.officer, backend=backend)
        self.readers[SIDE].force_login(office.counterpart, backend=backend)
        self.pages = pages
        for name, (who, address) in self.pages.items():
            if address.endswith("?deep"):
                self.pages[name] = who, self._deep(address.removesuffix("?deep"))

    @staticmethod
    def _deep(address: str) -> str:
        """The page that begins in the middle of the list."""
        from django.urls import reverse  # noqa: PLC0415 - the settings first

        from comity.agreements.models import Agreement  # noqa: PLC0415 - the settings first
        from comity.commitments.models import Commitment  # noqa: PLC0415 - the settings first
        from comity.partners.models import Organisation  # noqa: PLC0415 - the settings first

        lists = {
            reverse("partners"): lambda: Organisation.objects.partners().by_name(),
            reverse("agreements"): lambda: Agreement.objects.newest_first(),
            reverse("commitments"): lambda: Commitment.objects.exclude(due_on=None).soonest_first(),
        }
        rows = lists[address]()
        return f"{address}?after={rows[rows.count() // 2].pk}"

    def open(self, page: str) -> dict[str, float]:
        """This will open a page once and say how long it took, in milliseconds, and how many rows it shows."""
        who, address = self.pages[page]
        begun_at = perf_counter()
        answer = self.readers[who].get(address)
        spent = (perf_counter() - begun_at) * 1000
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        return {"ms": spent, "rows": sum(answer.content.count(one) for one in ROWS)}

    def count(self, page: str) -> dict[str, Any]:
        """This will count the queries of a page, and name the slowest of them."""
        from django.db import connection  # noqa: PLC0415 - the settings first
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - the settings first

        with CaptureQueriesContext(connection) as asked:
            self.open(page)
        slowest = max(asked.captured_queries, key=lambda one: float(one["time"]), default={"time": 0, "sql": ""})
        return {"queries": len(asked), "slowest": float(slowest["time"]) * 1000, "sql": slowest["sql"]}

    def export(self, _page: str) -> dict[str, float]:
        """This will read the whole register as CSV and tell by how many megabytes the process grew."""
        from django.urls import reverse  # noqa: PLC0415 - the settings first

        before, begun_at, rows = _peak(), perf_counter(), 0
        of = "agreements-export" if "agreements" in self.pages else "commitments-export"
        for part in self.readers[OFFICE].get(reverse(of, args=["csv"])).streaming_content:
            rows += part.count(b"\r\n")
        return {"rows": rows, "seconds": perf_counter() - begun_at, "grew": _peak() - before}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def commitments(connection: Any, size: int, organisations: int) -> tuple[Any, dict[str, tuple[str, str]]]:
    """This will fill the database with commitments, and name the pages that are opened."""
    from tools.bench.loading import fill  # noqa: PLC0415 - the settings first

    office, session = begun()
    sides = {"host": office.host.pk, "partner": office.partner.pk}
    fill(connection, commitments=size, organisations=organisations, **sides)
    return office, addresses(office, session)


def agreements(connection: Any, size: int, organisations: int) -> tuple[Any, dict[str, tuple[str, str]]]:
    """This will fill the database with agreements, make their cards, and name the pages that are opened."""
    from django.urls import reverse  # noqa: PLC0415 - the settings first

    from comity.agreements.models.stages import Stage  # noqa: PLC0415 - the settings first
    from comity.search.catalogue import make as make_cards  # noqa: PLC0415 - the settings first
    from tests.make import Office  # noqa: PLC0415 - the settings first
    from tools.bench.loading import pour  # noqa: PLC0415 - the settings first
    from tools.bench.loading_agreements import Agreements  # noqa: PLC0415 - the settings first

    office = Office()
    one = office.agreement(at=Stage.IN_FORCE)
    pour(connection, Agreements(size, organisations, office.host.pk, office.partner.pk))
    make_cards()
    register = reverse("agreements")
    found = {
        "agreements": (OFFICE, register),
        "agreements, deep": (OFFICE, f"{register}?deep"),
        "agreements, side": (SIDE, register),
        "agreements, visitor": (NOBODY, register),
        "agreement page": (OFFICE, one.get_absolute_url()),
        "text of an agreement": (OFFICE, reverse("agreement-text", args=[one.pk])),
        "desk, agreements": (OFFICE, reverse("desk")),
    }
    asked = {
        "in force": "state=in_force",
        "term runs": "state=running",
        "to review": "state=to_review",
        "ended": "state=ended",
        "negotiated": "state=negotiating",
        "ending first": "sort=ends",
        "memoranda": "kind=memorandum",
        "area": "area=science",
        "partner": f"partner={office.partner.pk}",
        "partner, memoranda in force": f"partner={office.partner.pk}&kind=memorandum&state=in_force",
    }
    found |= {f"agreements: {name}": (OFFICE, f"{register}?{query}") for name, query in asked.items()}
    search = reverse("search")
    found |= {
        f"search for an agreement, {who or 'visitor'}": (who, f"{search}?q=manuscripts&kind=agreements")
        for who in (OFFICE, NOBODY)
    }
    return office, found


FILLED = {"commitments": commitments, "agreements": agreements}


def main() -> None:
    """This will fill the database, then answer each line on the standard input with a line."""
    data, database, size, organisations, what = sys.argv[1:]
    settle(data, database)
    from django.db import connection  # noqa: PLC0415 - the settings first

    from comity.cli.preparing import migrate  # noqa: PLC0415 - the settings first

    out, sys.stdout = sys.stdout, sys.stderr
    migrate()
    made = FILLED[what](connection, int(size), int(organisations))
    connection.close()  # what was set for filling ends with the connection
    opener = Opener(*made)
    print(json.dumps(list(opener.pages)), file=out, flush=True)
    acts: dict[str, Callable[[str], Any]] = {"open": opener.open, "count": opener.count, "export": opener.export}
    for line in sys.stdin:
        act, _space, page = line.strip().partition(" ")
        print(json.dumps(acts[act](page)), file=out, flush=True)


if __name__ == "__main__":
    main()
