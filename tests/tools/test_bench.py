"""The measuring still measures: every part runs to its end with a handful of records."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from tests import template
from tests.conftest import ROOT
from tools.bench import Asked, Row
from tools.bench.__main__ import table
from tools.bench.loading import Numbers, chance, one_of
from tools.bench.registry import rows


def plain_environment():
    """The environment of a person at a shell, whatever the tests have laid into their own."""
    laid = ("COMITY_", "DJANGO_", "COV_", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(laid) and name != "DATABASE_URL"}


@pytest.mark.sqlite_only  # the measuring makes databases of its own
def test_every_page_is_measured_at_every_size_with_a_handful_of_records(tmp_path):
    words = ["pages", "--sizes", "40,80", "--organisations", "30", "--rounds", "1", "--databases", "SQLite"]
    result, empty = tmp_path / "bench.json", tmp_path / "empty"
    template.empty(empty)

    done = subprocess.run(
        [sys.executable, "-m", "tools.bench", *words, "--empty", str(empty), "--result", str(result)],
        cwd=ROOT,
        env=plain_environment(),
        capture_output=True,
        text=True,
        timeout=600,
        stdin=subprocess.DEVNULL,
    )

    assert done.returncode == 0, done.stderr
    rows = json.loads(result.read_text())["rows"]
    measured = {row["what"] for row in rows}
    assert {"session page", "partner page", "desk", "home", "partners", "register", "register, deep"} <= measured
    assert all(set(row["facts"]["ms"]) == {"40", "80"} for row in rows if "ms" in row["facts"])
    assert all(max(row["facts"]["queries"].values()) <= 25 for row in rows if "ms" in row["facts"])


def test_the_table_says_what_was_not_kept():
    asked = Asked(sizes=[1, 2], organisations=1, rounds=1, clients=[1], adoptions=1)
    rows = [Row("pages", "home", "SQLite", "×2.00", "×1.3", is_kept=False), Row("pages", "desk", "SQLite", "×1.00")]

    lines = list(table(rows, asked))

    assert lines[-2].startswith("NOT   home") and lines[-1].startswith("      desk")


def of_the_registry(**other):
    spread, shares = {"median_ms": 12.4, "p95_ms": 26.7}, {"precision": 0.93, "recall": 0.895}
    runs = {"first": {"records": 51_370, "records_per_second": 3_950}, "again": {"records_per_second": 1_320}}
    told = {"import": runs | {"peak_mb": 152}, "lines": {"all": shares}, "typing": spread, "matching": spread}
    return {row.what: row.is_kept for row in rows("SQLite", told | {"institutions": 100_000} | other)}


def test_what_the_registry_promised_stands_beside_what_was_measured():
    kept = [what for what, is_kept in of_the_registry().items() if is_kept]
    slow = of_the_registry(typing={"median_ms": 12.4, "p95_ms": 50.0})
    wrong = of_the_registry(lines={"all": {"precision": 0.93, "recall": 0.79}})

    promised = ["import of 51,370 records", "memory of the import", "lines of affiliation", "of 100,000: letters"]
    assert kept == promised
    assert slow["of 100,000: letters"] is False
    assert wrong["lines of affiliation"] is False


@pytest.mark.sqlite_only  # how a number is drawn is the same arithmetic on both
@pytest.mark.django_db
def test_the_same_row_is_made_every_time_and_shares_are_near_what_was_asked():
    drawn = one_of("i", 3, (2500, "'a'"), (7500, "'b'"))
    series = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)"
    with connection.cursor() as cursor:
        cursor.execute(f"{series} SELECT sum({drawn} = 'a'), min({chance('i', 3)}), max({chance('i', 3)}) FROM n")
        some, least, most = cursor.fetchone()

    assert 800 < some < 1200
    assert 0 <= least < most <= 9999


def test_a_big_partner_takes_part_in_five_hundred_sessions_at_most():
    assert "% 100 = 0" in Numbers(1_000_000, 100_000, 1, 2).guest("i")
    assert "% 10 = 0" in Numbers(1_000, 1_000, 1, 2).guest("i")
