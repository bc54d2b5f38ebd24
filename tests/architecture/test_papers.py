"""What is written down is complete: every setting, and every text in every language."""

import ast
import re

import pytest

from tests.architecture.reading import PACKAGE, nodes, place, sources
from tests.conftest import ROOT
from tools import messages

SETTINGS = PACKAGE / "settings.py"
PAPER = (ROOT / "docs" / "settings.md").read_text()


def variables_read():
    calls = [node for node in nodes(SETTINGS, ast.Call) if ast.unparse(node.func) == "environ.get"]
    return {call.args[0].value for call in calls}


def variables_told():
    return set(re.findall(r"^\| `([A-Z_]+)` \|", PAPER, re.M))


def test_every_setting_is_written_down_and_no_other():
    assert variables_read() == variables_told()
    assert len(variables_read()) > 10


def test_the_environment_is_read_in_the_settings_only():
    readers = [
        place(path)
        for path in sources()
        if path != SETTINGS and re.search(r"environ(\.get\(|\[)[^=\n]*(?<!=)$|getenv\(", path.read_text(), re.M)
    ]
    # These lay the environment for the settings before they are read.
    assert [one for one in readers if not one.startswith("comity/cli/")] == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_text_of_ours_lacks_its_translation(language):
    assert messages.untranslated(language) == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_translation_keeps_every_name_that_the_text_fills_in(language):
    faulty = [(text.id, str(fault)) for text, faults in messages.catalogue_of(language).check() for fault in faults]

    assert faulty == []


def twice(words):
    """Whether a text is its own first half written again."""
    half = len(words) // 2
    return len(words) > 20 and words[:half].strip() == words[-half:].strip()


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_translation_says_everything_twice(language):
    told = [one.string if isinstance(one.string, tuple) else (one.string,) for one in messages.catalogue_of(language)]

    assert [words for forms in told for words in forms if twice(words)] == []
    assert twice("The minutes are final. The minutes are final.")


def test_texts_are_found_in_code_and_in_templates():
    found = {
        text.id if isinstance(text.id, str) else text.id[0]: text.locations[0][0]
        for text in messages.collected()
        if text.id
    }

    assert found["Officer"] == "comity/accounts/models.py"
    assert found["Skip to the content"] == "comity/ui/templates/ui/base.html"


def test_a_text_without_translation_would_be_found(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "file_of", lambda language: tmp_path / "none.po")

    assert any(one.endswith(": Officer") for one in messages.untranslated("fr"))


def test_the_plan_of_the_house_and_the_words_are_written_down():
    for name in ("architecture.md", "words.md"):
        assert (ROOT / "docs" / name).exists(), name
    assert list((ROOT / "docs" / "decisions").glob("[0-9][0-9][0-9][0-9]-*.md"))
