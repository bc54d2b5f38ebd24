"""What a translation must keep, whoever wrote it: names, numbers, dates, links, tags, script, length, other words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from comity.engines.counting import months_in, numbers_in
from comity.engines.glossary import Glossary, alike
from comity.engines.markup import Read, read

# In the order in which they are told.
NAMES_OF_CHECKS = ("names", "numbers", "dates", "links", "tags", "script", "length", "untranslated", "engine")
SCRIPTS = {
    "ar fa ps sd ug ur": {"ARABIC"},
    "ru uk bg be mk kk ky tg mn": {"CYRILLIC"},
    "sr uz bs": {"CYRILLIC", "LATIN"},
    "hi mr ne": {"DEVANAGARI"},
    "el": {"GREEK"},
    "he": {"HEBREW"},
    "zh": {"CJK"},
    "ja": {"CJK", "HIRAGANA", "KATAKANA"},
    "ko": {"HANGUL", "CJK"},
    "bn": {"BENGALI"},
    "th": {"THAI"},
    "ta": {"TAMIL"},
    "te": {"TELUGU"},
    "ka": {"GEORGIAN"},
    "hy": {"ARMENIAN"},
    "am": {"ETHIOPIC"},
}
SCRIPTS_OF = {language: scripts for languages, scripts in SCRIPTS.items() for language in languages.split()}
LATIN = {"LATIN"}
DENSE = {"zh", "ja", "ko"}  # a sign says what elsewhere takes three
LEAST_SHARE = 0.6  # of letters in the script of the language
LENGTHS, LENGTHS_OF_DENSE = (0.4, 2.5), (0.12, 8.0)
SHORT = 24  # letters, below which a length tells nothing
FEWEST_WORDS = 3  # as many are never the same in two languages, where they are not a name
LONGEST_RUN = 6  # words that stand in both texts one after the other


@dataclass(frozen=True)
class Compared:
    """A text and its translation, and both without the names of the glossary."""

    source: Read
    text: Read
    source_language: str
    language: str
    mentioned: Counter[str]  # by subject, in the source
    also_mentioned: Counter[str]
    source_words: str
    words: str


def compared(source_text: str, text: str, glossary: Glossary, *, source: str, target: str) -> Compared:
    """This will read both texts for the checks."""
    one, other = read(source_text), read(text)
    mentioned, source_words = _without_names(one.words, glossary, source)
    also, words = _without_names(other.words, glossary, target)
    return Compared(one, other, source, target, mentioned, also, source_words, words)


def _without_names(words: str, glossary: Glossary, language: str) -> tuple[Counter[str], str]:
    found, pieces, at = Counter[str](), list[str](), 0
    for one in glossary.mentions(words, language):
        if one.form.is_term:
            continue
        found[one.form.subject] += 1
        pieces += [words[at : one.start], " "]
        at = one.end
    return found, "".join([*pieces, words[at:]])


def failed_checks(both: Compared) -> tuple[str, ...]:
    """This will name the checks that a translation fails, in the order in which they are told."""
    return tuple(name for name in NAMES_OF_CHECKS if name in CHECKS and not CHECKS[name](both))


def keeps_names(both: Compared) -> bool:
    """Each subject that the source names is named; how often is free, for a person may write "it"."""
    return set(both.mentioned) <= set(both.also_mentioned)


def keeps_numbers(both: Compared) -> bool:
    """The same numbers stand in both, each as often."""
    source, words = (months_in(*one)[1] for one in _worded(both))
    return numbers_in(source) == numbers_in(words)


def keeps_dates(both: Compared) -> bool:
    """The same months stand beside a day or a year, each as often."""
    source, words = (months_in(*one)[0] for one in _worded(both))
    return source == words


def _worded(both: Compared) -> tuple[tuple[str, str], tuple[str, str]]:
    return (both.source_words, both.source_language), (both.words, both.language)


def keeps_links(both: Compared) -> bool:
    """The same addresses are led to, and written, each as often."""
    return both.source.links == both.text.links


def keeps_tags(both: Compared) -> bool:
    """The same tags with the same facts in them, and every one closed."""
    return both.source.tags == both.text.tags and both.text.is_paired


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """This will name the script of a letter as Unicode does: "LATIN", "ARABIC"."""
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]


def is_in_script(both: Compared) -> bool:
    """Most letters, names apart, are of a script in which the language is written."""
    letters = [one for one in both.words if one.isalpha()]
    meant = SCRIPTS_OF.get(both.language.partition("-")[0], LATIN)
    return not letters or sum(script_of(one) in meant for one in letters) >= LEAST_SHARE * len(letters)


def is_of_fair_length(both: Compared) -> bool:
    """A translation is not empty, nor much shorter or longer than what it translates."""
    before, after = (sum(map(str.isalpha, one)) for one in (both.source_words, both.words))
    if not before:
        return True
    is_dense = DENSE & {both.source_language, both.language}
    least, most = LENGTHS_OF_DENSE if is_dense else LENGTHS
    return bool(after) and (max(before, after) < SHORT or least <= after / before <= most)


def is_translated(both: Compared) -> bool:
    """The words are not those of the source, nor a long part of them."""
    before, after = (re.findall(r"[^\W\d_]+", alike(one).lower()) for one in (both.source_words, both.words))
    if before == after:
        return len(after) < FEWEST_WORDS
    return not (_runs(before) & _runs(after)) or _left_share(before, after) < 0.5


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + LONGEST_RUN]) for at in range(len(words) - LONGEST_RUN + 1)}


def _left_share(before: list[str], after: list[str]) -> float:
    """How much of the translation stands in runs of words that stand in the source too."""
    runs, left = _runs(before), set[int]()
    for at in range(len(after) - LONGEST_RUN + 1):
        if tuple(after[at : at + LONGEST_RUN]) in runs:
            left.update(range(at, at + LONGEST_RUN))
    return len(left) / len(after)


CHECKS: dict[str, Callable[[Compared], bool]] = {
    "names": keeps_names,
    "numbers": keeps_numbers,
    "dates": keeps_dates,
    "links": keeps_links,
    "tags": keeps_tags,
    "script": is_in_script,
    "length": is_of_fair_length,
    "untranslated": is_translated,
}
