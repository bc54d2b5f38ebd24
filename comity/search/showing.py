"""How what was found is shown: its title, where in its text the words stand, and in which language both are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Viewer
from comity.search.access import access_found
from comity.search.finding import Answer
from comity.search.kinds import KINDS, Said
from comity.search.models import Pointer
from comity.search.stems import ARABIC, WORD, bare, parts_of, plain, stems_of
from comity.translation.templatetags.said import day
from comity.translation.texts import Text, current_language, direction
from comity.website.listing import in_their_languages
from comity.website.models import Article

NAMED = 3  # names that are told instead of what was typed
AROUND, LENGTH = 80, 260  # signs before the first word that was found, and of the whole excerpt
Pieces = list[tuple[str, bool]]
ONE_OF = {
    "article": _("news"),
    "session": _("session"),
    "item": _("agenda item"),
    "minutes": _("agenda item"),
    "decision": _("decision"),
    "commitment": _("commitment"),
    "agreement": _("agreement"),
    "text": _("agreement"),
    "event": _("event"),
    "partner": _("organisation"),
    "person": _("person"),
}


@dataclass
class Excerpt:
    """A stretch of text in pieces, each with whether it was looked for; and the language in which it is."""

    pieces: Pieces
    language: str

    @property
    def direction(self) -> str:
        """How it runs on the page."""
        return direction(self.language)

    @property
    def is_foreign(self) -> bool:
        """Whether it is in another language than the page."""
        return self.language != current_language()


@dataclass
class Hit:
    """One record that was found."""

    kind: Any
    title: Excerpt
    excerpt: Excerpt | None
    address: str
    about: list[str] = field(default_factory=list)


def shown(answer: Answer, pointers: Iterable[Pointer], *, viewer: Viewer) -> list[Hit]:
    """This will make ready what a page shows of these records; asks the database once for each kind, and its parts."""
    wanted: dict[str, set[int]] = {}
    listed = list(pointers)
    for one in listed:
        wanted.setdefault(one.kind, set()).add(one.number)
    records = {
        (kind, record.pk): record for kind, numbers in wanted.items() for record in _fetch(viewer, kind, numbers)
    }
    found = [(one, records[one.kind, one.number]) for one in listed if (one.kind, one.number) in records]
    return [_hit(one, record, answer.stems) for one, record in found]


def names_in(hits: Iterable[Hit], names: frozenset[str]) -> list[str]:
    """This will give the names that stand for misspelt words, as they are written in what was found, at most three."""
    pieces = [piece for hit in hits for one in (hit.title, hit.excerpt) if one for piece in one.pieces]
    told = (words for words, is_found in pieces if is_found and bare(words) in names)
    return list({bare(words): words for words in told}.values())[:NAMED]


def _fetch(viewer: Viewer, kind: str, numbers: set[int]) -> list[Any]:
    found: list[Any] = list(KINDS[kind].dress(access_found(viewer, kind, numbers)))
    for code in {one.locale.language_code for one in found if isinstance(one, Article)}:
        in_their_languages([one for one in found if one.locale.language_code == code], code)
    return found


def _hit(pointer: Pointer, record: Any, stems: frozenset[str]) -> Hit:
    said = KINDS[pointer.kind].said(record)
    title = record.head_of("title") if isinstance(record, Article) else said.title
    title = title if isinstance(title, Text) else said.title
    language = title.shown_in(pointer.language or current_language())
    return Hit(
        kind=record.kind_in_words if pointer.kind == "commitment" else ONE_OF[pointer.kind],
        title=Excerpt(marked(title.told_in(language), language, stems), language),
        excerpt=_excerpt(said, pointer.language, stems),
        address=record.address if isinstance(record, Article) else record.get_absolute_url(),
        about=[day(record.date)] if isinstance(record, Article) else list(getattr(record, "dates_in_words", [])),
    )


def _excerpt(said: Said, language: str, stems: frozenset[str]) -> Excerpt | None:
    """Where the words stand in the text; its beginning, where they only stand in the title."""
    told = [
        (text.told_in(code), code) for text in said.texts if (code := text.shown_in(language or current_language()))
    ]
    told = [(words, code) for words, code in told if words and (not language or code == language)]
    if not told:
        return None
    words, code = next((one for one in told if next(_places(*one, stems), None)), told[0])
    first = next(_places(words, code, stems), (0, 0))[0]
    return Excerpt(marked(cut(words, first), code, stems), code)


def cut(words: str, place: int) -> str:
    """This will cut a stretch out of a text around a place in it, between words."""
    begin, end = max(0, place - AROUND), min(len(words), place - min(place, AROUND) + LENGTH)
    if begin:
        begin = words.find(" ", begin, place) + 1 or place
    if end < len(words):
        last = words.rfind(" ", begin + 1, end)
        end = last if last > place else end
    stretch = " ".join(words[begin:end].split())
    return f"{'… ' if begin else ''}{stretch}{' …' if end < len(words) else ''}"


def marked(words: str, language: str, stems: frozenset[str]) -> Pieces:
    """This will part a text into pieces, each with whether it is a word that was looked for."""
    pieces, last = [], 0
    for begin, end in _places(words, language, stems):
        pieces += [(words[last:begin], False), (words[begin:end], True)]
        last = end
    return [piece for piece in [*pieces, (words[last:], False)] if piece[0]]


def _places(words: str, language: str, stems: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where words with one of the stems stand; only what may have one is reduced to its own."""
    beginnings, letters = {stem[:2] for stem in stems}, {stem[:1] for stem in stems}
    for found in WORD.finditer(words):
        known = plain(found[0])
        may_be = any(one in known for one in letters) if ARABIC.search(known) else known[:2] in beginnings
        may_be = may_be or bool(parts_of(found[0]))
        if may_be and (stems_of(found[0], language) & stems or known in stems):
            yield found.start(), found.end()
