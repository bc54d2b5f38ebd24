"""What readers are told of a translated page: how much of it a machine translated that no person has reviewed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from comity.translating.models import BY_PEOPLE, Passage, State, Version

Key = tuple[UUID, str]
HEAD = ("title", "introduction")  # what lists show of a page


@dataclass(frozen=True)
class Made:
    """By which machine words of a page were made, and on which day the last of them."""

    engine: str
    on: date


@dataclass
class Translated:
    """A page in a language in which it was not written, passage by passage; everything told of it follows from these.

    Pages, feeds and what machines are told ask the same questions here, so that none of them says otherwise.
    """

    source: str
    language: str
    passages: list[Passage] = field(default_factory=list)

    @cached_property
    def parts(self) -> dict[str, list[Passage]]:
        """What a reader sees as one piece of the page, without the title: a paragraph, a table, a picture with words.

        The passages of each, by its place; the paragraphs of running text lie in one place, and are told apart.
        """
        found: dict[str, list[Passage]] = {}
        for one in self.passages:
            if not one.is_title:
                found.setdefault(one.block if one.is_within_block else f"{one.path} {one.source_hash}", []).append(one)
        return found

    @cached_property
    def unreviewed(self) -> list[Passage]:
        """Those whose words are a machine's that no person has reviewed."""
        return [one for one in self.passages if one.is_unreviewed]

    @property
    def unreviewed_count(self) -> int:
        """How many parts hold some of these; the title is told apart."""
        return len([part for part in self.parts.values() if any(one.is_unreviewed for one in part)])

    @property
    def is_of_paragraphs(self) -> bool:
        """Whether all its parts are paragraphs, and none a table or a picture."""
        return not any(one.is_within_block for one in self.passages)

    @property
    def distinct(self) -> list[Passage]:
        """The passages as both languages are read side by side: what a table says in many cells stands there once."""
        found: dict[tuple[str, ...], Passage] = {}
        for one in self.passages:
            found.setdefault((one.block, one.source_hash, one.words, one.state), one)
        return list(found.values())

    @property
    def is_title_unreviewed(self) -> bool:
        """Whether the title is one of them."""
        return any(one.is_title for one in self.unreviewed)

    @property
    def is_unreviewed(self) -> bool:
        """Whether readers must be told, and machines should not index the page."""
        return bool(self.unreviewed)

    @property
    def is_wholly_unreviewed(self) -> bool:
        """Whether no passage was looked at by a person."""
        return len(self.unreviewed) == len(self.passages)

    @property
    def is_of_people(self) -> bool:
        """Whether people translated every passage, without a machine."""
        return all(one.state == State.HUMAN for one in self.passages)

    @property
    def in_original(self) -> list[Passage]:
        """Those that are read in the language of the original."""
        return [one for one in self.passages if one.wording is None]

    @property
    def is_answered_for(self) -> bool:
        """Whether people answer for every passage, so that a translator can be named."""
        return bool(self.passages) and all(one.state in BY_PEOPLE for one in self.passages)

    @property
    def made(self) -> list[Made]:
        """Which machines made what nobody has reviewed, and when."""
        latest: dict[str, datetime] = {}
        for one in self.unreviewed:
            if one.wording is not None:
                engine, at = one.wording.engine, one.wording.at
                latest[engine] = max(at, latest.get(engine, at))
        return [Made(engine, timezone.localdate(at)) for engine, at in sorted(latest.items())]

    def at(self, path: str) -> Passage | None:
        """This will find the passage at a place that holds only one."""
        return next((one for one in self.passages if one.path == path), None)

    def within(self, path: str) -> list[Passage]:
        """This will find the passages in a block."""
        return [one for one in self.passages if one.path == path or one.path.startswith(f"{path}.")]


def translated_page(key: UUID, language: str) -> Translated | None:
    """This will tell what is known of a page in a language; nothing where it was written in that language."""
    found = Passage.objects.filter(version__page_key=key, version__language=language, version__is_on_demand=False)
    passages = list(found.in_order().select_related("version"))
    if not passages:
        return None
    return Translated(passages[0].version.source, language, passages)


def languages_translated(key: UUID) -> set[str]:
    """This will tell in which languages the page was not written, but translated here."""
    return set(Version.objects.of_page(key).kept_as_pages().values_list("language", flat=True))


def passage_read(number: int) -> Passage | None:
    """This will find a passage of a page; whether anybody may read that page is for whoever shows it to ask."""
    return Passage.objects.in_order().select_related("version").filter(pk=number).first()


def unreviewed_pages(keys: Iterable[UUID]) -> set[Key]:
    """This will tell which of these pages are read in which language with a machine's words that nobody reviewed."""
    found = Version.objects.of_pages(list(keys)).unreviewed()
    return set(found.values_list("page_key", "language"))


def in_original(keys: Iterable[UUID]) -> dict[tuple[UUID, str, str], str]:
    """This will tell what of the heads of these pages is read in another language than they are, and in which one.

    By page, language of the page, and place: its title or its introduction.
    """
    waiting = Passage.objects.filter(wording=None, path__in=HEAD, version__page_key__in=list(keys))
    found = waiting.values_list("version__page_key", "version__language", "path", "version__source")
    return {(key, language, path): source for key, language, path, source in found}
