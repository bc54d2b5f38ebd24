"""A reader asks for a page in a language in which no page of it is kept (decision 26).

A request never waits for an engine: it asks the worker, who does for it what is done for every translation. Two who
ask at once ask for the same thing, and it is made once. What was made is read by everybody, until the original says
something else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from comity.accounts.models import User
from comity.engines import translating as engines
from comity.journal.acting import act
from comity.journal.refusals import NotNow
from comity.translating import ledger, workbench
from comity.translating.comparing import compare, enter, retitle
from comity.translating.cutting import Lead, Show
from comity.translating.models import Demand, Passage, State, Version
from comity.translating.originals import Original, language_of, pieces_of
from comity.translating.public_page import PublicPage
from comity.translating.renaming import note_renames
from comity.translating.telling import Translated
from comity.translating.workbench import hash_of


class BudgetUsedUp(NotNow):
    """What may be translated for readers on one day is used up."""

    def __init__(self) -> None:
        super().__init__(
            _("So much was translated for readers today that no more is begun before tomorrow. Here is the original.")
        )


class NotOffered(NotNow):
    """No engine leads from the original into that language."""

    def __init__(self) -> None:
        super().__init__(_("At the moment, no translation into this language can be made here."))


class Standing(Enum):
    """How far a page is in a language that was asked for."""

    UNMADE = "unmade"
    UNDER_WAY = "under_way"
    MADE = "made"
    SILENT = "silent"  # the engine gave nothing; it is tried again by itself
    GIVEN_UP = "given_up"  # it gave nothing several times, or nothing that the checks let through


@dataclass(frozen=True)
class Reading:
    """A page as it can be read in a language in which no page of it is kept.

    What it says now and somebody asked for is read in that language, and nothing that it says no more. What is new
    stays in the original until somebody asks for it, too: `passages` has one for each piece of the page as it is now,
    and those that nobody asked for were never saved.
    """

    original: Original
    language: str
    version: Version | None = None
    passages: list[Passage] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The language of the original."""
        return language_of(self.original)

    @property
    def is_of_today(self) -> bool:
        """Whether somebody asked for every piece of it."""
        return all(one.pk for one in self.passages)

    @cached_property
    def standing(self) -> Standing:
        """How far it is; it is read as soon as an engine gave a word of it, beside names."""
        if any(one.wording is not None and one.wording.engine != engines.GLOSSARY for one in self.passages):
            return Standing.MADE
        return self._asked_for

    @cached_property
    def rest(self) -> Standing | None:
        """How far that is which is still in the original while the rest is read; nothing where there is none."""
        is_lacking = self.is_made and any(one.is_untried for one in self.passages)
        found = self._asked_for if is_lacking else None
        return Standing.UNMADE if found is Standing.GIVEN_UP else found

    @property
    def _asked_for(self) -> Standing:
        """How far that is of which nothing came yet."""
        version = self.version
        if version is None or not self.is_of_today:
            return Standing.UNMADE
        if version.is_being_made:
            return Standing.SILENT if version.trouble else Standing.UNDER_WAY
        return Standing.GIVEN_UP

    @property
    def is_made(self) -> bool:
        """Whether it can be read."""
        return self.standing is Standing.MADE

    @property
    def is_under_way(self) -> bool:
        """Whether the worker is at it, or at the rest of it, so that looking again is worth it."""
        return Standing.UNDER_WAY in (self.standing, self.rest)

    @property
    def can_begin(self) -> bool:
        """Whether a reader may ask for it now, or for the rest of it."""
        return self.standing in (Standing.UNMADE, Standing.GIVEN_UP) or self.rest is Standing.UNMADE

    @property
    def translated(self) -> Translated:
        """What readers are told of it, as of every translated page."""
        return Translated(self.source, self.language, self.passages)


@dataclass(frozen=True)
class ReadingOfArticle(Reading):
    """An article in such a language."""

    original: Page

    def in_its_words(self) -> Page:
        """This will give the page in the words that were made; in memory alone."""
        words = {(one.path, one.source_hash): one.words for one in self.passages}
        return workbench.in_other_words(self.original, words)


@dataclass(frozen=True)
class ReadingOfRecords(Reading):
    """A page that is drawn from records, and changes with them and with the day, in such a language."""

    original: PublicPage

    @property
    def translated(self) -> Translated:
        """What readers are told of it; a label that is a name is nobody's translation."""
        told = [one for one in self.passages if one.wording is None or one.wording.engine != engines.GLOSSARY]
        return Translated(self.source, self.language, told)

    @property
    def title(self) -> str:
        """What it is called, in its language where that was made."""
        passage = next((one for one in self.passages if one.is_title), None)
        return workbench.plain(passage.words) if passage and passage.words else self.original.heading

    def written(self, *, show: Show, lead: Lead) -> str:
        """This will write what stands on it, in the words that were made."""
        words = {one.source_text: one.words for one in self.passages if one.words}
        return self.original.in_other_words(words, show=show, lead=lead)


def languages_for(source: str) -> list[str]:
    """This will list the languages into which a page of `source` can be read on demand: those without pages here."""
    kept = {code for code, _name in settings.LANGUAGES}
    return [code for code in engines.languages_offered(source) if code not in kept]


def reading_of(original: Page, language: str) -> ReadingOfArticle:
    """This will tell how far a published article is in a language; no engine is asked."""
    return ReadingOfArticle(original, language, *_known_of(original, language))


def reading_of_records(original: PublicPage, language: str) -> ReadingOfRecords:
    """This will tell how far a page of records is in a language; no engine is asked."""
    return ReadingOfRecords(original, language, *_known_of(original, language))


def _known_of(original: Original, language: str) -> tuple[Version | None, list[Passage]]:
    version = _version_of(original, language)
    passages = version.passages.in_order().select_related("version") if version else []
    known = {(one.path, one.source_hash): one for one in passages}
    pieces = enumerate(pieces_of(original))
    return version, [
        known.get((path, hash_of(text))) or _new(version, path, text, place) for place, (path, text) in pieces
    ]


def _new(version: Version | None, path: str, text: str, place: int) -> Passage:
    told = {"path": path, "place": place, "source_hash": hash_of(text), "source_text": text}
    return Passage(version=version, state=State.WAITING, **told)


def _version_of(original: Original, language: str) -> Version | None:
    found = Version.objects.of_page(original.translation_key).in_language(language).on_demand().first()
    return found if found is not None and found.source == language_of(original) else None


def source_of(key: UUID, language: str) -> str:
    """This will tell from which language a page is read in another one already; nothing where nobody asked yet."""
    versions = Version.objects.of_page(key).in_language(language).on_demand()
    return str(versions.values_list("source", flat=True).first() or "")


def begin(original: Original, language: str, *, today: date) -> None:
    """This will ask the worker for a page in a language, within the budget of the day; what is known costs nothing.

    Raises NotOffered, BudgetUsedUp.
    """
    try:
        _begin(original, language, today=today, by=ledger.itself())
    except (IntegrityError, ValidationError):  # somebody asked for the same at the same moment
        _begin(original, language, today=today, by=ledger.itself())


@act
def _begin(original: Original, language: str, *, today: date, by: User) -> None:
    source = language_of(original)
    if language not in languages_for(source):
        raise NotOffered
    known = Version.objects.of_page(original.translation_key).in_language(language)
    version = known.select_for_update().first() or enter(original, language, by=by, is_on_demand=True)
    if version.source != source:  # its original is another one now
        version.remove(by=by)
        version = enter(original, language, by=by, is_on_demand=True)
    if version.is_being_made and _is_asked_for(version, original):
        return
    asked_for = set(version.passages.untried().values_list("pk", flat=True)) if version.is_being_made else set()
    retitle(version, original.title)
    note_renames(version, list(compare(version, original, by=by).values()), by=by)
    missing = sum(len(one.source_text) for one in version.passages.untried() if one.pk not in asked_for)
    if not missing:
        return
    if not Demand.take(missing, budget=settings.ON_DEMAND_BUDGET, today=today):
        raise BudgetUsedUp
    version.call(now=timezone.now())


def _is_asked_for(version: Version, original: Original) -> bool:
    """Whether what the worker was asked for is all that stands there now."""
    now = {(path, hash_of(text)) for path, text in pieces_of(original)}
    return now == set(version.passages.values_list("path", "source_hash"))
