"""What failed beside all other tests is tried once more alone: named if it succeeds then, a failure if it does not."""

import os
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"
pytestmark = pytest.mark.sqlite_only
AT_FIRST = """
from pathlib import Path
import pytest

@pytest.mark.parametrize("number", range({tests}))
def test_it(number):
    met = Path(__file__).with_name(f"met-{{number}}")
    was_met, _ = met.exists(), met.touch()
    assert was_met and not {always}

def test_another():
    pass
"""


@pytest.fixture
def tried(monkeypatch, tmp_path):
    """Run some tests that fail at first, or always, as `make test` runs ours; what was unsteady of them."""
    monkeypatch.syspath_prepend(str(TOOLS))
    import trial  # noqa: PLC0415 - a script, which finds its neighbours beside it

    monkeypatch.setattr(trial, "ROOT", tmp_path)

    def run(*, tests, always=False, folder="."):
        place = tmp_path / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / "test_some.py").write_text(AT_FIRST.format(tests=tests, always=always))
        (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:django -p no:randomly\n")
        one = trial.Run("SQLite", "", dict(os.environ))
        code, closing = one.told()
        return code, closing, one.unsteady()

    return run


def test_what_fails_beside_others_and_succeeds_alone_is_named(tried):
    code, closing, unsteady = tried(tests=2)

    assert (code, closing.partition(" in ")[0]) == (1, "2 failed, 1 passed")
    assert unsteady == ["test_some.py::test_it[0]", "test_some.py::test_it[1]"]


def test_what_fails_again_is_a_failure(tried):
    assert tried(tests=1, always=True)[2] == []


def test_where_more_than_a_few_fail_nothing_is_tried_again(tried):
    assert tried(tests=4)[2] == []


def test_a_promise_that_was_broken_once_is_a_failure(tried):
    assert tried(tests=1, folder="tests/promises")[2] == []
