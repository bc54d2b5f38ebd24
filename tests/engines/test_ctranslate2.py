"""Weights of the operator: the pairs that lie in the folder, sentence by sentence, and what goes wrong with them."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from comity.engines import carrying
from comity.engines.adapters import ctranslate2 as adapter
from comity.engines.configured import engines
from comity.engines.translating import can_render, languages_offered, render
from tests import make
from tests.engines.fake import turned


class Pieces:
    """Stands in for SentencePiece: a word is a piece."""

    def __init__(self, model_file):
        if "broken" in Path(model_file).read_text():
            raise OSError("no model")

    def encode(self, text, out_type):
        return text.split()

    def decode(self, pieces):
        return " ".join(pieces)


class Translator:
    """Stands in for CTranslate2, which was tried with weights of chance (docs/operations.md)."""

    asked: list[list[str]] = []

    def __init__(self, folder, **options):
        assert options["device"] == "cpu"

    def translate_batch(self, cut, max_decoding_length):
        assert all(pieces[-1] == "</s>" for pieces in cut)
        if any("fail" in pieces for pieces in cut):
            raise RuntimeError("no memory")
        Translator.asked = cut
        return [SimpleNamespace(hypotheses=[[turned(one) for one in pieces[:-1]]]) for pieces in cut]


@pytest.fixture
def models(tmp_path, settings, db, monkeypatch):
    folder = tmp_path / "en-fr"
    folder.mkdir()
    for name in ("model.bin", "source.spm", "target.spm"):
        (folder / name).write_text("model")
    (tmp_path / "notes").mkdir()
    settings.ENGINES = f"ctranslate2:{tmp_path}"
    monkeypatch.setitem(sys.modules, "ctranslate2", SimpleNamespace(Translator=Translator, __version__="4.8.5"))
    monkeypatch.setitem(sys.modules, "sentencepiece", SimpleNamespace(SentencePieceProcessor=Pieces))
    adapter._loaded.cache_clear()
    return folder


def told(text):
    return render([text], source="en", target="fr", is_public=False)[0]


def test_what_lies_in_the_folder_is_offered_and_stays_on_the_machine(models):
    assert engines().faults == []
    assert languages_offered("en") == ["fr"]
    assert not can_render("fr", "en")
    assert not engines().every[0].is_outside


def test_a_text_is_translated_sentence_by_sentence_with_its_names_and_tags(models, officer):
    make.organisation("Organization of the Tests", by=officer, acronym="ICESCO")

    done = told("The people of <b>ICESCO</b> wrote. Over 96 institutes answered! Who else?")

    assert done.failed == ()
    assert done.text == "ehT elpoep fo <b>ICESCO</b> etorw. revO 96 setutitsni derewsna! ohW esle?"
    assert (done.engine, done.version) == ("ctranslate2", "4.8.5")
    assert len(Translator.asked) == 3


def test_a_sentence_longer_than_the_model_takes_fails(models):
    assert told("word " * 600).failed == ("engine",)


@pytest.mark.parametrize("sort", ["fail", "broken", "absent"])
def test_a_model_that_fails_is_broken_or_has_no_library_fails_the_text(models, monkeypatch, sort):
    carrying.wake_all()
    if sort == "broken":
        (models / "target.spm").write_text("broken")
    if sort == "absent":
        monkeypatch.setitem(sys.modules, "sentencepiece", None)

    assert told(f"The people of the office {sort} letters.").failed == ("engine",)


def test_a_folder_that_is_gone_offers_nothing(settings):
    settings.ENGINES = "ctranslate2:/nowhere"

    assert languages_offered("en") == []
    assert engines().every[0].version() in ("", "4.8.5")
