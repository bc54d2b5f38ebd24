"""Measures Comity at growing numbers of records: `make bench` prints one table and writes build/bench.json.

Each part is a module with `measures(asked)`, which gives rows of the table; `make bench BENCH="pages adoption"`
chooses some of them, and `python -m tools.bench --help` names the sizes that can be chosen.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
KEY = "a key for measuring only, long enough to be taken for a secret one"
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@dataclass
class Asked:
    """What is measured: sizes by the number of commitments, and how often each is tried."""

    sizes: list[int]
    organisations: int
    rounds: int
    clients: list[int]
    adoptions: int
    databases: list[str] = field(default_factory=lambda: [SQLITE, POSTGRESQL])
    empty: Path | None = None  # the data of an empty Comity on SQLite, copied where each would else migrate its own


@dataclass
class Row:
    """One line of the table: what was measured, where, what came out, what was promised, and whether it was kept."""

    part: str
    what: str
    database: str
    measured: str
    promised: str = ""
    is_kept: bool | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def environment(data: str | Path, address: str) -> dict[str, str]:
    """This will make the environment of a Comity of its own in the folder `data`."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "DJANGO_"))}
    plain.pop("DATABASE_URL", None)
    own = {"COMITY_DATA": str(data), "COMITY_SECRET_KEY": KEY, "PYTHONPATH": str(ROOT)}
    own |= {"COMITY_MAIL": "django.core.mail.backends.dummy.EmailBackend"}
    return plain | own | ({"DATABASE_URL": address} if address else {})


class Databases:
    """Empty databases by name: a folder for SQLite, a server that is thrown away for PostgreSQL."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack, self.server = stack, ""

    def address(self, kind: str, name: str) -> str:
        """This will make an empty database and give its address; SQLite needs none."""
        if kind == SQLITE:
            return ""
        import psycopg  # noqa: PLC0415 - only where there is PostgreSQL

        from tools.cluster import throwaway  # noqa: PLC0415 - only where there is PostgreSQL

        self.server = self.server or self.stack.enter_context(throwaway())
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return f"{self.server.rpartition('/')[0]}/{name}"


@contextmanager
def databases() -> Iterator[Databases]:
    """This will make databases while the measuring lasts."""
    with ExitStack() as stack:
        yield Databases(stack)
