"""Apertium as it is installed: it really translates, and the names of the registry come out as they should."""

import re
import shutil
import time

import pytest

from comity.engines import translating
from comity.engines.adapters.apertium import Apertium, as_begun, joined, parted, run, unmarked
from comity.engines.engine import Nonsense, Setup, Silent
from comity.engines.naming import glossary_now
from tests.engines.article import ARTICLE

WITHOUT = "Apertium is missing; on Debian: apt install apertium apertium-eng-spa apertium-fr-es"
installed = pytest.mark.skipif(shutil.which("apertium") is None, reason=WITHOUT)
# What the article names, as the registry has it; counted by hand, apart from the glossary.
NAMED = {
    "ICESCO": 9,
    "ISESCO": 1,
    "Islamic World Educational, Scientific and Cultural Organization": 1,
    "Leibniz Association": 4,
    "Leibniz-Gemeinschaft": 1,
    "LIKAT": 3,
    "Leibniz Institute for Catalysis": 1,
    "Leibniz Institute for Astrophysics Potsdam": 1,
    "National Center for Scientific and Technical Research": 1,
    "CNRST": 1,
    "International University of Rabat": 1,
    "COMSATS University Islamabad": 1,
    "German Academic Exchange Service": 1,
    "DAAD": 2,
    "Science and Technology Sector": 1,
    "Salim M. AlMalik": 1,
    "Dr. AlMalik": 1,
    "Matthias Kleiner": 1,
    "Matthias Beller": 1,
    "Raheel Qamar": 1,
}


@pytest.fixture
def apertium(settings):
    settings.ENGINES, settings.ENGINE_ROUTES = "apertium:", "en>fr=via:es"


def said(rendered):
    return " ".join(one.text for one in rendered)


def test_the_article_names_what_is_counted_and_is_as_long_as_the_press_texts():
    whole = " ".join(ARTICLE)

    assert {name: len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", whole)) for name in NAMED} == NAMED
    assert 340 <= len(whole.split()) <= 480


@installed
def test_every_name_of_the_registry_comes_through_from_english_into_spanish(registry, apertium):
    rendered = translating.render(ARTICLE, source="en", target="es")

    assert [one.failed for one in rendered] == [()] * len(ARTICLE)
    assert {name: len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", said(rendered))) for name in NAMED} == NAMED
    assert {one.engine for one in rendered} == {"apertium"}
    assert all(re.fullmatch(r"[0-9a-f]{12}", one.glossary) for one in rendered)
    assert {one.version for one in rendered} == {run(["apertium", "-V"], "", seconds=5).split()[-1]}


@installed
def test_without_the_glossary_names_are_lost(registry, apertium, monkeypatch):
    """The control of the test above: nothing else keeps the names."""
    monkeypatch.setattr(translating, "glossary_now", lambda: type(glossary_now())([]))

    rendered = translating.render(ARTICLE, source="en", target="es")

    assert "Leibniz Association" not in said(rendered)
    assert "International University of Rabat" not in said(rendered)


@installed
def test_a_chain_of_two_says_the_names_as_french_does(registry, apertium):
    rendered = translating.render(ARTICLE, source="en", target="fr")
    whole = said(rendered)

    assert [one.failed for one in rendered] == [()] * len(ARTICLE)
    assert whole.count("Association Leibniz") == NAMED["Leibniz Association"]
    assert "Organisation du monde islamique pour l’éducation, les sciences et la culture" in whole
    assert "Directeur général" in whole and "agriculture intelligente" in whole
    assert whole.count("Leibniz-Gemeinschaft") == 1
    assert "Leibniz Association" not in whole


@installed
def test_a_possessive_does_not_become_a_verb(registry, apertium):
    (told,) = translating.render(["ICESCO's Member States wrote."], source="en", target="es")

    assert "ICESCO" in told.text
    assert not re.search(r"ICESCO('s| es)\b", told.text)


@installed
def test_links_mails_tags_and_numbers_come_through(registry, apertium):
    text = (
        '<b>Over 10,000</b> wrote to <a href="https://a.example/x?y=1&amp;z=2">a@b.example</a>, see #icesco & @icesco.'
    )

    (told,) = translating.render([text], source="en", target="es")

    assert told.failed == ()
    assert 'href="https://a.example/x?y=1&amp;z=2"' in told.text
    assert "a@b.example" in told.text and "#icesco" in told.text and "@icesco" in told.text
    assert "10,000" in told.text


@installed
def test_words_that_it_does_not_know_carry_no_marks(db, apertium):
    (told,) = translating.render(["The president praised the zorbly Kindred house."], source="en", target="es")

    assert "zorbly" in told.text
    assert "*" not in told.text


@installed
def test_a_text_of_which_it_knows_little_is_not_passed_off_as_translated(db, apertium):
    (told,) = translating.render(["Zorbly fendle morks the tribbling wumpet glaxily."], source="en", target="es")

    assert (told.text, told.failed) == ("", ("engine",))


def test_what_is_not_installed_offers_nothing():
    none = Apertium(Setup(kind="apertium", name="apertium", options={"path": "/nowhere/apertium"}))

    assert none.pairs() == frozenset()
    assert none.version() == ""


def test_a_program_that_is_too_slow_ends_with_all_that_it_started(tmp_path):
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nsleep 60 | cat\n")
    slow.chmod(0o700)
    begun = time.monotonic()

    with pytest.raises(Silent):
        run([str(slow)], "text", seconds=0.3)
    assert time.monotonic() - begun < 50  # it would sleep for sixty


def test_a_program_that_fails_or_is_not_there_is_trouble(tmp_path):
    with pytest.raises(Nonsense):
        run(["/bin/false"], "text", seconds=5)
    with pytest.raises(Silent):
        run([str(tmp_path / "none")], "text", seconds=5)


def test_texts_that_are_missing_from_the_answer_are_noticed():
    answer = joined(["one", "two"])

    assert parted(answer, 2) == ["one", "two"]
    for broken in (answer.replace("s1", "s0"), '<p id="q0s0">one', "", answer + '<p id="q0s1">again</p>'):
        with pytest.raises(Nonsense):
            parted(broken, 2)


def test_marks_are_taken_away_but_not_from_within_words():
    assert unmarked("La *Kindred casa #grupo @casa a*b") == "La Kindred casa grupo casa a*b"
    assert unmarked("22 enero 2021 *· 23 enero 2021 *– 2 * 3") == "22 enero 2021 · 23 enero 2021 – 2 * 3"


@pytest.mark.parametrize(
    ("text", "words", "meant"),
    [
        ("XQA0 and XQA1 meet", "XQA0 Y XQA1 se encuentran", "XQA0 y XQA1 se encuentran"),
        ("<b>XQA0</b> and more", "<b>XQA0</b> Y más", "<b>XQA0</b> y más"),
        ("XQA0 Members meet", "XQA0 Miembros se encuentran", "XQA0 Miembros se encuentran"),
        ("And XQA0", "Y XQA0", "Y XQA0"),
        ("XQA0", "XQA0", "XQA0"),
    ],
)
def test_the_word_behind_a_name_that_begins_a_text_is_as_small_as_it_was(text, words, meant):
    assert as_begun(text, words) == meant
