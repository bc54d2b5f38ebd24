"""How quickly institutions are entered and found, and how surely: rows of what tools/bench_registry.py measures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tools import bench_registry
from tools.bench import Asked, Row

PACE = 2_000  # records a second
MEMORY = 300  # MB at the most
PRECISION, RECALL = 0.92, 0.80
SOON = 50  # milliseconds in which 95 of 100 answers are there


def measures(asked: Asked) -> list[Row]:
    """This will import and ask on each database; without the dump of ROR beside the project there is nothing to say."""
    return [row for kind, told in bench_registry.measures(asked.databases).items() for row in rows(kind, told)]


def rows(kind: str, told: dict[str, Any]) -> Iterator[Row]:
    """This will say of what was measured on one database what was promised of it."""
    first, again, lines = told["import"]["first"], told["import"]["again"], told["lines"]["all"]
    peak, typing, matching = told["import"]["peak_mb"], told["typing"], told["matching"]
    many = f"of {told['institutions']:,}"

    def row(what: str, measured: str, promised: str = "", is_kept: bool | None = None) -> Row:
        return Row("registry", what, kind, measured, promised, is_kept, facts=told)

    pace = first["records_per_second"]
    yield row(f"import of {first['records']:,} records", f"{pace:,} a second", f"{PACE:,} a second", pace >= PACE)
    yield row("the same import again", f"{again['records_per_second']:,} a second")
    yield row("memory of the import", f"{peak} MB", f"{MEMORY} MB", peak < MEMORY)
    yield row(
        "lines of affiliation",
        f"precision {lines['precision']:.3f}, recall {lines['recall']:.3f}",
        f"{PRECISION:.2f} and {RECALL:.2f}",
        lines["precision"] >= PRECISION and lines["recall"] >= RECALL,
    )
    yield row(f"{many}: letters", _in_ms(typing), f"{SOON} ms", typing["p95_ms"] < SOON)
    yield row(f"{many}: a whole line", _in_ms(matching))


def _in_ms(spread: dict[str, float]) -> str:
    return f"{spread['median_ms']} ms, 95 % within {spread['p95_ms']} ms"
