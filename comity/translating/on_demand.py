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
from comity.translating.models import Demand, Passage, Version
from comity.translating.renaming import note_renames
from comity.translating.telling import Translated


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
    """A published page as it can be read in a language in which no page of it is kept."""

    original: Page
    language: str
    version: Version | None = None
    passages: list[Passage] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The language of the original."""
        return str(self.original.locale.language_code)

    @cached_property
    def is_of_today(self) -> bool:
        """Whether the passages are those of the original as it is published now."""
        return {(one.path, one.source_hash) for one in self.passages} == set(workbench.cut(self.original))

    @cached_property
    def standing(self) -> Standing:
        """How far it is."""
        version = self.version
        if version is None or not self.is_of_today:
            return Standing.UNMADE
        if any(one.words for one in self.passages):
            return Standing.MADE
        if version.is_being_made:
            return Standing.SILENT if version.trouble else Standing.UNDER_WAY
        return Standing.GIVEN_UP

    @property
    def is_made(self) -> bool:
        """Whether it can be read."""
        return self.standing is Standing.MADE

    @property
    def is_under_way(self) -> bool:
        """Whether the worker is at it, so that looking again is worth it."""
        return self.standing is Standing.UNDER_WAY

    @property
    def can_begin(self) -> bool:
        """Whether a reader may ask for it now."""
        return self.standing in (Standing.UNMADE, Standing.GIVEN_UP)

    @property
    def translated(self) -> Translated:
        """What readers are told of it, as of every translated page."""
        return Translated(self.source, self.language, self.passages)

    def in_its_words(self) -> Page:
        """This will give the page in the words that were made; in memory alone."""
        words = {(one.path, one.source_hash): one.words for one in self.passages}
        return workbench.in_other_words(self.original, words)


def languages_for(source: str) -> list[str]:
    """This will list the languages into which a page of `source` can be read on demand: those without pages here."""
    kept = {code for code, _name in settings.LANGUAGES}
    return [code for code in engines.languages_offered(source) if code not in kept]


def reading_of(original: Page, language: str) -> Reading:
    """This will tell how far a published page is in a language; no engine is asked."""
    version = Version.objects.of_page(original.translation_key).in_language(language).on_demand().first()
    if version is None or version.source != original.locale.language_code:
        return Reading(original, language)
    return Reading(original, language, version, list(version.passages.in_order().select_related("version")))


def source_of(original: Page, language: str) -> str:
    """This will tell from which language a page is read in another one already; nothing where nobody asked yet."""
    versions = Version.objects.of_page(original.translation_key).in_language(language).on_demand()
    return str(versions.values_list("source", flat=True).first() or "")


def begin(original: Page, language: str, *, today: date) -> None:
    """This will ask the worker for a page in a language, within the budget of the day; what is known costs nothing.

    Raises NotOffered, BudgetUsedUp.
    """
    try:
        _begin(original, language, today=today, by=ledger.itself())
    except (IntegrityError, ValidationError):  # somebody asked for the same at the same moment
        _begin(original, language, today=today, by=ledger.itself())


@act
def _begin(original: Page, language: str, *, today: date, by: User) -> None:
    source = original.locale.language_code
    if language not in languages_for(source):
        raise NotOffered
    known = Version.objects.of_page(original.translation_key).in_language(language)
    version = known.select_for_update().first() or enter(original, language, by=by, is_on_demand=True)
    if version.source != source:  # its original is another one now
        version.remove(by=by)
        version = enter(original, language, by=by, is_on_demand=True)
    if version.is_being_made and reading_of(original, language).is_of_today:
        return
    retitle(version, original.title)
    note_renames(version, list(compare(version, original, by=by).values()), by=by)
    missing = sum(len(one.source_text) for one in version.passages.untried())
    if not missing:
        return
    if not Demand.take(missing, budget=settings.ON_DEMAND_BUDGET, today=today):
        raise BudgetUsedUp
    version.call(now=timezone.now())
