"""security/asvs.csv: each requirement of OWASP ASVS 5.0 at level 2 says how it is met, and what it names exists."""

import ast
import csv
import re
from collections import Counter

import pytest

from tests.conftest import ROOT

HOW = {"automated test", "configuration check", "review", "open", "not applicable"}
# How many requirements of levels 1 and 2 each chapter of ASVS 5.0.0 has, and how many of them apply to Comity.
CHAPTERS = {
    1: (27, 24), 2: (11, 11), 3: (19, 19), 4: (10, 4), 5: (9, 9), 6: (35, 35), 7: (18, 18), 8: (7, 7), 9: (7, 7),
    10: (29, 9), 11: (14, 14), 12: (9, 9), 13: (13, 13), 14: (9, 9), 15: (13, 13), 16: (16, 16), 17: (7, 0),
}  # fmt: skip
FILE = re.compile(r"(?<![\w.])(?:[\w-]+/)*[\w-]+\.(?:py|mjs|js|html|md)\b")
NODE = re.compile(r"(tests/[\w/]+\.py)(?:::(\w+))?")


def rows():
    with (ROOT / "security" / "asvs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def asked():
    """The requirements of levels 1 and 2; those of level 3 were adopted beside them."""
    return [row for row in rows() if row["level"] in ("1", "2")]


def missing(named):
    """Which of the tests that a row names do not exist."""
    found = []
    for path, function in NODE.findall(named):
        file = ROOT / path
        tree = ast.parse(file.read_text()) if file.exists() else ast.Module([], [])
        names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        if not file.exists() or (function and function not in names):
            found.append(f"{path}::{function}")
    return found


def stale(named):
    """Which of the files that a row names are not where it says; pages and scripts are named from `ui` on."""
    roots = [ROOT, ROOT / "comity", ROOT / "comity/ui/templates", ROOT / "comity/ui/static"]
    return [one for one in FILE.findall(named) if not any((root / one).exists() for root in roots)]


def chapter(row):
    return int(row["id"][1:].split(".")[0])


def test_every_requirement_of_level_two_is_there_once():
    ids = [row["id"] for row in rows()]
    counts = Counter(chapter(row) for row in asked())

    assert len(ids) == len(set(ids))
    assert dict(counts) == {number: all_of_it for number, (all_of_it, _applies) in CHAPTERS.items()}
    assert sum(counts.values()) == 253
    assert ids == sorted(ids, key=lambda one: [int(part) for part in one[1:].split(".")])


def test_what_does_not_apply_is_what_does_not_exist_here():
    applies = Counter(chapter(row) for row in asked() if row["how"] != "not applicable")

    assert {number: applies[number] for number in CHAPTERS} == {number: one for number, (_all, one) in CHAPTERS.items()}
    assert sum(applies.values()) == 217


def test_every_row_says_how_and_where():
    assert {row["how"] for row in rows()} <= HOW
    assert [row["id"] for row in rows() if not row["where"].strip() or not row["requirement area"].strip()] == []


def test_every_test_that_is_named_exists():
    faulty = {row["id"]: found for row in rows() if (found := missing(row["where"]))}
    untested = [row["id"] for row in rows() if row["how"] == "automated test" and "::test_" not in row["where"]]

    assert faulty == {}
    assert untested == []


def test_every_file_that_is_named_exists():
    assert {row["id"]: found for row in rows() if (found := stale(row["where"]))} == {}
    assert stale("reviewed in journal/models.py and settings.py") == ["journal/models.py"]


def test_nothing_is_met_by_what_is_still_being_built():
    assert [row["id"] for row in rows() if row["how"] != "open" and "being built" in row["where"]] == []


@pytest.mark.parametrize("named", ["tests/no_such.py::test_nothing", "tests/test_asvs.py::test_no_such"])
def test_a_test_that_does_not_exist_would_be_found(named):
    assert missing(named) == [named]


def test_level_three_is_adopted_only_where_a_test_holds_it():
    adopted = [row for row in rows() if row["level"] == "3"]

    assert adopted
    assert {row["how"] for row in adopted} == {"automated test"}


def test_the_sum_is_told_as_it_is(capsys):
    """Printed for whoever runs it with -s: how many requirements are met in which way."""
    counts = Counter(row["how"] for row in asked())
    told = ", ".join(f"{counts[how]} {how}" for how in sorted(HOW))
    with capsys.disabled():
        print(f"\nASVS 5.0.0, level 2: {len(asked())} requirements: {told}")

    assert sum(counts.values()) == 253
