"""The table of docs/personal-data.md is the one by which things are thrown away."""

from comity.personal.retention import RULES
from tests.conftest import ROOT


def test_the_papers_say_how_long_what_is_kept():
    told = (ROOT / "docs" / "personal-data.md").read_text()

    assert [rule for rule in RULES if f"| {rule.what} | {rule.days} | {rule.after} |" not in told] == []
