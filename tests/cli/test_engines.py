"""`comity engines` tells the operator what is set up, whether it answers, and what it does with a sentence."""

import re
import shutil
from contextlib import contextmanager

import pytest

from comity.cli import main
from comity.cli.readiness import faults_of_settings
from comity.engines import asking, carrying
from comity.engines.models import Spending
from tests.engines import fake as ways


@pytest.fixture(autouse=True)
def awake(settings):
    settings.ENGINES = settings.ENGINE_ROUTES = ""
    carrying.wake_all()


@contextmanager
def at_fake(settings, options="pairs=en>es"):
    with ways.serving() as server:
        settings.ENGINES = f"libretranslate+{server.address}?{options}"
        yield server


def test_without_engines_it_says_so(db, capsys):
    assert main(["engines"]) == 0

    assert "No engine is set up" in capsys.readouterr().out


def test_each_engine_is_listed_with_what_it_answers_and_its_budget(db, settings, capsys):
    with at_fake(settings, "pairs=en>es,en>fr&budget=5000&outside=yes"):
        settings.ENGINE_ROUTES = "en>fr=via:es"
        assert main(["engines"]) == 0

    said = capsys.readouterr().out
    assert "libretranslate   outside, public texts only; en>es, en>fr" in said
    assert re.search(r"answers in \d+\.\d s", said)
    assert "26 of 5,000 characters this month" in said
    assert "en>fr by via:es" in said and "names and terms" in said


def test_an_engine_that_does_not_answer_is_told_and_fails(db, settings, capsys, monkeypatch):
    monkeypatch.setattr(asking, "PAUSES", (0.01, 0.01))
    with at_fake(settings) as server:
        server.behave(ways.status(403))
        assert main(["engines"]) == 1

    assert "does not answer: the engine answered 403" in capsys.readouterr().out


def test_a_sentence_is_translated_as_a_trial(db, settings, capsys):
    with at_fake(settings):
        assert main(["engines", "The people wrote a letter.", "--to", "es"]) == 0

    said = capsys.readouterr().out
    assert said.startswith("ehT elpoep etorw a rettel.\nby libretranslate, glossary ")


def test_a_sentence_leaves_the_machine_only_where_the_operator_says_that_it_is_public(db, settings, capsys):
    with at_fake(settings, "pairs=en>es&outside=yes") as server:
        assert main(["engines", "The people wrote a letter.", "--to", "es"]) == 1
        assert server.asked == []
        assert main(["engines", "The people wrote a letter.", "--to", "es", "--public"]) == 0

    assert Spending.objects.get().characters == 26


def test_a_pair_that_nobody_offers_is_refused_in_words(db, settings, capsys):
    with at_fake(settings):
        assert main(["engines", "The people wrote.", "--to", "ar"]) == 1

    assert "no engine leads from en to ar" in capsys.readouterr().err


def test_what_is_wrong_in_the_setting_keeps_the_server_from_starting(settings, capsys, db):
    settings.ENGINES = "apy:"

    assert any("COMITY_ENGINES" in one for one in faults_of_settings())
    assert main(["engines"]) == 1
    assert "FAULT  COMITY_ENGINES, engine 1: apy needs an address" in capsys.readouterr().out


@pytest.mark.skipif(shutil.which("apertium") is None, reason="Apertium is missing; on Debian: apt install apertium")
def test_apertium_answers(db, settings, capsys):
    settings.ENGINES = "apertium:?pairs=en>es"

    assert main(["engines"]) == 0
    assert ", version " in capsys.readouterr().out
