"""French as it is printed, and one word for one thing, whoever wrote the line."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import override

from comity.translation.templatetags.said import moment
from comity.translation.texts import colon, semicolon
from tests.conftest import ROOT

CATALOGUE = Path(ROOT) / "comity/locale/fr/LC_MESSAGES/django.po"
# A sign of two parts begins no line: the space before it, and inside of quotation marks, is one that does not break.
BREAKS = re.compile(r" [:;?!»]|« ")
# The other word for something that has one (docs/words.md), and what was said for want of an article.
OTHER_WORDS = {
    "déclaré exécuté": re.compile(r"\bdéclarée? (accomplie?|tenue?)\b|engagement tenu \("),
    "adopter l’ordre du jour": re.compile(r"\barrêter l’ordre du jour\b"),
    "Destinataire :": re.compile(r"\badressée? à\b", re.IGNORECASE),
    "responsable de l’original": re.compile(r"\bDe l’original\b.* répond\b"),
    "fiche": re.compile(r"\bautre enregistrement\b|\bélément enregistré ici\b"),
    "compte clos": re.compile(r"\bcompte est fermé\b"),
    "serveur de messagerie": re.compile(r"\bserveur de courriel\b"),
}


@pytest.fixture(scope="module")
def every():
    with CATALOGUE.open("rb") as file:
        told = [one.string for one in read_po(file, locale="fr") if one.id]
    return [words for one in told for words in ([one] if isinstance(one, str) else one)]


def test_no_line_can_begin_with_a_sign_of_two_parts(every):
    assert len(every) > 1000
    assert [words for words in every if BREAKS.search(words)] == []
    assert BREAKS.search("Motif : aucun") and BREAKS.search("« Téléphone »")


@pytest.mark.parametrize("chosen", OTHER_WORDS)
def test_one_thing_has_one_word(every, chosen):
    assert [words for words in every if OTHER_WORDS[chosen].search(words)] == []


@pytest.mark.parametrize(
    "line",
    ["déclaré accompli par l’Institut", "pour arrêter l’ordre du jour", "Adressée à Organisation", "Compte est fermé"],
)
def test_the_other_word_would_be_found(line):
    assert any(other.search(line.replace("Compte", "compte")) for other in OTHER_WORDS.values())


def test_what_joins_clauses_is_held_to_the_word_before_it():
    assert (colon("fr"), semicolon("fr")) == ("\u00a0: ", "\u00a0; ")
    assert (colon("en"), semicolon("en"), colon("ar"), semicolon("ar")) == (": ", "; ", ": ", "؛ ")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "1 March 2021, 10:05 UTC"),
        ("fr", "1er mars 2021, 10:05 UTC"),
        ("ar", "1 مارس 2021، 10:05 UTC"),
    ],
)
def test_a_moment_is_told_to_the_minute_by_the_name_that_people_know(language, told):
    with override(language):
        assert moment(datetime(2021, 3, 1, 10, 5, 59, tzinfo=UTC)) == told
    assert moment(None) == ""
