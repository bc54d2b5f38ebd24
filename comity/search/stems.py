"""The words of a text as finding compares them, the same on every database.

A word is folded (no case, no accents, one way to write what Arabic writes in several) and reduced to its stem: English
and French by the algorithms of Snowball, Arabic by `arabic`. Another language is folded only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from threading import Lock

import snowballstemmer

from comity.search import arabic
from comity.translation.spelling import folded

ALGORITHMS = {"en": "english", "fr": "french"}
# A letter or a numeral, each with the accents and vowels that may stand on it.
WORD = re.compile(r"(?:[^\W_][\u0300-\u036f\u064b-\u065f\u0670]*)+")
ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
LONGEST = 40  # letters of a word that tell it from others
SHORTEST = 2  # letters of a word that tells anything, but for a numeral
WRITTEN_TOGETHER = re.compile("(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")  # where "AlMalik" is two words
# What begins a name, and is written with the next word, apart from it, or with a hyphen.
BEGIN_NAMES = frozenset(
    "al el as ash ad ar abu abou abd abdul bin ben ibn bou van von mac عبد ابو بو ابن بن ال".split()  # noqa: SIM905
)
# ٠ to ٩ as Arabic and as Persian write them.
NUMERALS = str.maketrans({first + digit: str(digit) for first in (0x0660, 0x06F0) for digit in range(10)})
# Words that stand in every text and tell nothing.
COMMON = frozenset(
    """
    the of and an in to for on with by at from as is are was be it this that or
    le la les de des du et en un une dans pour par sur avec au aux ce cette est qui que se ou
    في من على الى عن مع هذا هذه التي الذي ان او
    """.split()  # noqa: SIM905 - a list of words reads better than a list of strings
)

_stemmers = {code: snowballstemmer.stemmer(name) for code, name in ALGORITHMS.items()}
_one_at_a_time = Lock()  # a stemmer keeps the word it works on


def words_in(text: str) -> Iterator[str]:
    """This will give the words of a text as they stand there, without those that tell nothing."""
    for word in WORD.findall(text):
        if tells(word):
            yield word


def tells(word: str) -> bool:
    """This will tell whether a word tells one text from others."""
    return (len(word) >= SHORTEST or word.isnumeric()) and plain(word) not in COMMON


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """This will fold one word, numerals included; nothing is left of what has no letters."""
    return folded(word[:LONGEST]).translate(NUMERALS).replace(" ", "")


@lru_cache(maxsize=100_000)
def bare(word: str) -> str:
    """This will fold one word and take the Arabic article off: how words of names are compared."""
    return arabic.without_article(plain(word))


def parts_of(word: str) -> list[str]:
    """This will give the words that are written as one with a capital inside; nothing where it is one word."""
    parts = [] if word.islower() or word.isupper() else WRITTEN_TOGETHER.split(word)
    return [part for part in parts if tells(part)] if len(parts) > 1 else []


def joined_in(words: list[str]) -> list[str]:
    """This will join what begins a name with the word after it, as others write it."""
    told = list(map(plain, words))
    return [one + other for one, other in pairwise(told) if one in BEGIN_NAMES]


@lru_cache(maxsize=100_000)
def stems_of(word: str, language: str) -> frozenset[str]:
    """This will give the stems of one word of a text in `language`, by its script where that tells more.

    A word with a capital inside, such as "AlMalik", is found by its parts too.
    """
    return _stems_of(word, language).union(*(_stems_of(part, language) for part in parts_of(word)))


def _stems_of(word: str, language: str) -> frozenset[str]:
    known = plain(word)
    if ARABIC.search(known):
        found = arabic.stems_of(known)
    elif language in _stemmers:
        # With its accents too: they tell "signée" from "signe", and not everybody types them.
        found = {plain(_snowball(word.casefold()[:LONGEST], language)), _snowball(known, language)}
    else:
        found = {known}
    return frozenset(found - {""})


def _snowball(word: str, language: str) -> str:
    with _one_at_a_time:
        return str(_stemmers[language].stemWord(word))


def stems_in(text: str, language: str) -> set[str]:
    """This will give the stems of all words of a text in `language`."""
    return {stem for word in words_in(text) for stem in stems_of(word, language)}


def meant_by(word: str) -> frozenset[str]:
    """This will give every stem under which a word that somebody looks for may stand, whatever the language."""
    return frozenset({plain(word)} - {""}).union(*(stems_of(word, language) for language in ALGORITHMS))
