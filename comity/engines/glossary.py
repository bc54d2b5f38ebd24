"""The glossary: official names and terms, how each is said in another language, and where a text mentions one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from comity.translation.texts import ARABIC_SCRIPT

WORD = re.compile(r"\w+")
# Particles that Arabic writes together with the word after them, and the article as it is written after "for".
PREFIXES = "وفبلك"
ARTICLE, FOR_THE = "ال", "لل"
# Signs that are typed one way or another, each for one other, so that places in a text stay what they are.
ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\n": " ", "\t": " ", "‑": "-", "–": "-"}
    | {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"}
)
# What stands before a family name; the Arabic ones as `alike` writes them.
HONORIFIC = re.compile(
    r"(?:\b(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mme|Mlle|M|Pr|Sr|Sra|Frau|Herr)\.?|د\.|السيد|السيده|الدكتور|الدكتوره) $"
)

# What an organisation is called by, the sort that says it best first.
OF_ORGANISATIONS = ("full", "acronym", "also", "former")


@dataclass(frozen=True)
class Form:
    """One way to name a subject: the words, the language, and what sort of name it is."""

    text: str
    language: str
    subject: str  # such as "organisation 3"
    sort: str  # of the same sort one form is said for another: "full", "acronym", …
    is_term: bool = False  # a word of the trade: said officially where there is such a word, else left to the engine
    after_title: bool = False  # a family name, which counts only after a form of address
    is_sought: bool = True  # else it only says in its language what another form names


@dataclass(frozen=True)
class Mention:
    """Where a text names a subject, and how."""

    start: int
    end: int
    form: Form
    is_compound: bool = False


def alike(text: str) -> str:
    """This will write a text as it is compared: the same length, one sign for those that are typed for each other."""
    return text.translate(ALIKE)


class Glossary:
    """Every form of every name, found in a text by the longest that fits."""

    def __init__(self, forms: Iterable[Form]) -> None:
        # In the order in which they were given: of several forms of a sort, the last is the one that is said.
        self.forms = list(dict.fromkeys(one for one in forms if WORD.search(one.text)))
        self.said: dict[tuple[str, str, str], list[str]] = {}
        # By the first word, then by length: many names begin with "University", and few of them are as long.
        self._by_word: dict[str, dict[int, dict[str, list[tuple[str, Form]]]]] = {}
        self._known_mentions = lru_cache(maxsize=1_000)(self._mentions)
        for form in self.forms:
            self.said.setdefault((form.subject, form.sort, form.language), []).append(form.text)
            for written in _as_written(form) if form.is_sought else ():
                key = alike(written)
                as_long = self._by_word.setdefault(_first_word(key), {}).setdefault(len(key), {})
                as_long.setdefault(key.lower(), []).append((key, form))

    @property
    def version(self) -> str:
        """A short hash of all that the glossary says."""
        return _hash(repr(form) for form in self.forms)

    def mentions(self, text: str, language: str) -> Sequence[Mention]:
        """This will find what a text names, from its beginning to its end, the longest form at each place.

        The same text is looked through once: its version, its protection and its checks all ask.
        """
        return self._known_mentions(text, language)

    def _mentions(self, text: str, language: str) -> Sequence[Mention]:
        found, words, free_from = list[Mention](), alike(text), 0
        for token in WORD.finditer(words):
            for start in _beginnings(token, words):
                known = self._by_word.get(words[start : token.end()].lower())
                if known and start >= free_from and (one := _longest(known, words, start, language)):
                    mention = _with_compound(one, words, found)
                    found.append(mention)
                    free_from = mention.end
                    break
        return tuple(found)

    def named_in_full(self, text: str, language: str) -> dict[str, Mention]:
        """This will find, by subject, whom a text calls by a full name of its language.

        A single word may be any word, and what two subjects are called says of neither that it is meant.
        """
        full = [
            one
            for one in self.mentions(text, language)
            if (one.form.sort, one.form.language) == ("full", language) and not one.is_compound
        ]
        return {
            one.form.subject: one
            for one in reversed(full)
            if len(WORD.findall(one.form.text)) > 1 and not self._is_ambiguous(one.form)
        }

    def names_of(self, subject: str, language: str) -> list[str]:
        """This will list all that an organisation is or was called in a language."""
        return [one for sort in OF_ORGANISATIONS for one in self.said.get((subject, sort, language), ())]

    def rendering(self, mention: Mention, text: str, source: str, target: str) -> str | None:
        """This will tell how what is mentioned is said in the target language; a name without a version stays.

        Nothing for a term without a version there: it is left to the engine.
        """
        as_it_was, form = text[mention.start : mention.end], mention.form
        if mention.is_compound or form.after_title or (form.language != source and not self._is_said(form, source)):
            return as_it_was
        others = self.said.get((form.subject, form.sort, target))
        if form.is_term:
            return _cased_like(others[-1], as_it_was) if others else None
        if not others or self._is_ambiguous(form):
            return as_it_was
        return as_it_was if form.text in others else others[-1]

    def _is_said(self, form: Form, language: str) -> bool:
        return form.text in self.said.get((form.subject, form.sort, language), [])

    def _is_ambiguous(self, form: Form) -> bool:
        """Whether the same words name two subjects: then nobody can say for which of them another name would stand."""
        key = alike(form.text)
        as_long = self._by_word.get(_first_word(key), {}).get(len(key), {})
        return len({one.subject for words, one in as_long.get(key.lower(), ()) if words == key}) > 1

    def version_for(self, text: str, source: str, target: str) -> str:
        """This will hash what the glossary says of the names in one text: another hash tells of a rename."""
        told = {
            (text[one.start : one.end], self.rendering(one, text, source, target) or "")
            for one in self.mentions(text, source)
        }
        return _hash(repr(pair) for pair in told)


def _hash(lines: Iterable[str]) -> str:
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()[:12]


def _as_written(form: Form) -> Iterator[str]:
    """The ways in which a form stands in a text: Arabic writes "for the" as one."""
    yield form.text
    if form.language in ARABIC_SCRIPT and form.text.startswith(ARTICLE):
        yield FOR_THE + form.text.removeprefix(ARTICLE)


def _first_word(words: str) -> str:
    found = WORD.search(words)
    return found[0].lower() if found else ""


def _longest(
    known: dict[int, dict[str, list[tuple[str, Form]]]], words: str, start: int, language: str
) -> Mention | None:
    """The longest of these forms that stands at a place."""
    for length in sorted(known, reverse=True):
        there = known[length].get(words[start : start + length].lower(), ())
        best = [form for key, form in there if _fits(key, form, words, start, language)]
        if best:
            # A form of the language of the text goes before the same words in another, one that holds before a former.
            form = min(best, key=lambda one: (one.language != language, one.sort == "former"))
            return Mention(start, start + length, form)
    return None


def _beginnings(token: re.Match[str], words: str) -> Iterator[int]:
    """Where a name may begin in a word: at its start, and in Arabic behind particles that are written with it."""
    yield token.start()
    at = token.start()
    while at < token.end() - 2 and words[at] in PREFIXES and at - token.start() < 2:
        at += 1
        yield at


def _fits(key: str, form: Form, words: str, start: int, language: str) -> bool:
    end = start + len(key)
    there = words[start:end]
    is_same = there == key or (form.is_term and there.lower() == key.lower())
    if not is_same or (form.is_term and form.language != language):
        return False
    if words[end : end + 1].isalnum() and key[-1:].isalnum():
        return False
    return not form.after_title or bool(HONORIFIC.search(words[max(0, start - 14) : start]))


def _with_compound(one: Mention, words: str, found: list[Mention]) -> Mention:
    """A name that is joined by hyphens to other names stays with them as they are: "ICESCO-DAAD"."""
    if one.form.is_term:
        return one
    begin, end = one.start, one.end
    free_from = found[-1].end if found else 0
    while (before := re.search(r"[A-Z][\w']*-$", words[free_from:begin])) is not None:
        begin = free_from + before.start()
    while (after := re.match(r"-[A-Z][\w']*", words[end:])) is not None:
        end += after.end()
    return Mention(begin, end, one.form, is_compound=True) if (begin, end) != (one.start, one.end) else one


def _cased_like(words: str, model: str) -> str:
    """A term begins as the words it stands for began."""
    if model[:1].islower() and not words[1:2].isupper():
        return words[:1].lower() + words[1:]
    return words
