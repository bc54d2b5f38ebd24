"""Where the versions of an article say different things, or something that no record of theirs tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from babel.dates import format_date
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Revision

from comity.partners.models import Organisation, OrganisationName
from comity.translation.facts import Day, Number
from comity.translation.templatetags.said import isolated, language_name, locale, number
from comity.translation.texts import comma, current_language
from comity.website.checks.links import broken_links
from comity.website.checks.naming import is_full, named_in, names_of, organisations_named_in
from comity.website.checks.recorded import told_by_records
from comity.website.checks.versions import Version, versions_of
from comity.website.models import Article
from comity.website.prose.writer import Told
from comity.website.records import reference_in, shown_to_public

UNTOLD = gettext_noop("It tells %(fact)s, which no record of this article does.")
NOT_TOLD_HERE = gettext_noop("It does not tell %(fact)s; this does: %(others)s.")

YEARS = range(1800, 2200)  # a number like these is likelier a year than a quantity, and a year has no groups of digits


class Kind(StrEnum):
    """What is said differently."""

    NAME = "name"
    DAY = "day"
    NUMBER = "number"
    SENTENCE = "sentence"
    LINK = "link"


@dataclass(frozen=True)
class Difference:
    """One thing that a version says otherwise than another version, or than the records."""

    kind: Kind
    language: str
    words: str


@dataclass(frozen=True)
class Row:
    """One fact, and which versions state it."""

    kind: Kind
    words: str
    stated_in: frozenset[str]
    is_recorded: bool
    is_own: bool = False  # the day of the article, which needs no record


class Comparison:
    """The versions of one article side by side, and beside what their records tell; told in the editor's language."""

    def __init__(self, article: Article, at: Revision | None = None) -> None:
        self.article = article
        self.versions = versions_of(article, at)
        self.told = told_by_records(article, article.concerned.all())
        self.names = names_of(self._organisations())
        self.named = {one.language: named_in(one.words, self.names) for one in self.versions}
        self.named_here = {one.language: named_in(one.own_words, self.names) for one in self.versions}
        self.called = {one.pk: one.called for one in Organisation.objects.filter(pk__in=self.names)}

    def _organisations(self) -> set[int]:
        """Those of the records, and those that any version names; our own is never missed or too much."""
        found = set(self.told.organisations)
        for one in self.versions:
            found |= organisations_named_in(one.words)
        return found - set(Organisation.objects.ours().values_list("pk", flat=True))

    @property
    def languages(self) -> list[str]:
        """The languages in which there is a version, in our order."""
        there = {one.language for one in self.versions}
        return [code for code, _name in settings.LANGUAGES if code in there]

    def differences(self) -> list[Difference]:
        """This will list them, names before days, numbers, sentences and links."""
        found: list[Difference] = []
        for some in (self._names(), self._days(), self._numbers(), self._sentences(), self._links()):
            found += [one for one in some if one not in found]
        return found

    # Names

    def _names(self) -> Iterator[Difference]:
        for organisation in self.names:
            who = isolated(self.called[organisation])
            naming = [code for code in self.languages if organisation in self.named[code]]
            for code in self.languages:
                if code in naming:
                    yield from self._named_wrongly(organisation, code, who)
                elif naming:
                    words = _("It does not name %(who)s by any of its names; this does: %(others)s.")
                    yield self._difference(Kind.NAME, code, words, who=who, others=self._in(naming))

    def _named_wrongly(self, organisation: int, code: str, who: str) -> Iterator[Difference]:
        if not self.told.is_empty and organisation not in self.told.organisations:
            yield self._difference(
                Kind.NAME, code, _("It names %(who)s, which no record of this article does."), who=who
            )
        used = self.named_here[code].get(organisation)
        if not used:
            return  # only in words that wait to be translated
        proper = [one for one in self.names[organisation] if one.language == code and is_full(one)]
        if proper and not any(_is_proper(one, code) for one in used):
            words = _("It says “%(used)s” where the name in this language is “%(proper)s”.")
            yield self._difference(Kind.NAME, code, words, used=isolated(used[0]), proper=isolated(proper[0]))

    # Days

    def _days(self) -> Iterator[Difference]:
        for day in sorted({day for one in self.versions for day in one.stated.days}):
            telling = [one.language for one in self.versions if _has_day(one, day)]
            for code in [one for one in self.languages if one not in telling]:
                words = _(NOT_TOLD_HERE)
                yield self._difference(Kind.DAY, code, words, fact=_day(day), others=self._in(telling))
            if not self._is_told_day(day) and not self._is_own(day):
                for code in telling:
                    yield self._difference(Kind.DAY, code, _(UNTOLD), fact=_day(day))

    def _is_told_day(self, day: Day) -> bool:
        return self.told.is_empty or any(day.fits(one) for one in self.told.days)

    def _is_own(self, day: Day) -> bool:
        return day.fits(Day.of(self.article.date))

    # Numbers

    def _numbers(self) -> Iterator[Difference]:
        for fact in sorted({fact for one in self.versions for fact in one.stated.numbers}):
            telling = [one.language for one in self.versions if fact in one.stated.numbers]
            for one in self.versions:
                if fact not in one.stated.numbers and not _says(one, fact):
                    words = _(NOT_TOLD_HERE)
                    yield self._difference(
                        Kind.NUMBER, one.language, words, fact=_number(fact), others=self._in(telling)
                    )
            if not self._is_told(fact):
                for code in telling:
                    yield self._difference(Kind.NUMBER, code, _(UNTOLD), fact=_number(fact))

    def _is_told(self, fact: Number) -> bool:
        if self.told.is_empty or fact in self.told.numbers or fact.value in self.told.spelt:
            return True
        if any(fact.value == one.value for one in self.told.numbers):
            return False  # the records say that it is more than that, or do not
        return fact.value in {Decimal(part) for one in self.told.days for part in (one.year, one.day)}

    # Sentences from records, and links

    def _sentences(self) -> Iterator[Difference]:
        every = {(one["record"], one["told"]): one["words"] for version in self.versions for one in version.sentences}
        titles = shown_to_public(filter(None, (reference_in(record) for record, _told in every)))
        for key in every:
            telling = [one.language for one in self.versions if key in _keys(one)]
            for code in [one for one in self.languages if one not in telling]:
                record = titles.get(key[0])
                words = _("It has no sentence from “%(record)s” (%(told)s); this has: %(others)s.")
                title, told = isolated(record.heading if record else key[0]), str(Told(key[1]).label)
                others = self._in(telling)
                yield self._difference(Kind.SENTENCE, code, words, record=title, told=told, others=others)

    def _links(self) -> Iterator[Difference]:
        for one in self.versions:
            for words in broken_links(one):
                yield Difference(Kind.LINK, one.language, words)

    # All facts, for the page that shows them side by side

    def rows(self) -> list[Row]:
        """This will list every fact with the versions that state it."""
        return [*self._name_rows(), *self._day_rows(), *self._number_rows()]

    def _name_rows(self) -> Iterator[Row]:
        for organisation in self.names:
            naming = frozenset(code for code in self.languages if organisation in self.named[code])
            if naming:
                yield Row(Kind.NAME, str(self.called[organisation]), naming, organisation in self.told.organisations)

    def _day_rows(self) -> Iterator[Row]:
        for day in sorted({day for one in self.versions for day in one.stated.days}):
            naming = frozenset(one.language for one in self.versions if _has_day(one, day))
            is_recorded = not self.told.is_empty and self._is_told_day(day)
            yield Row(Kind.DAY, _day(day), naming, is_recorded, self._is_own(day))

    def _number_rows(self) -> Iterator[Row]:
        for fact in sorted({fact for one in self.versions for fact in one.stated.numbers}):
            saying = frozenset(one.language for one in self.versions if fact in one.stated.numbers or _says(one, fact))
            yield Row(Kind.NUMBER, _number(fact), saying, not self.told.is_empty and self._is_told(fact))

    # How it is told

    def _difference(self, kind: Kind, code: str, words: str, **named: str) -> Difference:
        return Difference(kind, code, words % named)

    def _in(self, codes: Iterable[str]) -> str:
        return comma(current_language()).join(language_name(code) for code in codes)


def compare(article: Article, at: Revision | None = None) -> Comparison:
    """This will compare the versions of an article as their editors left them last; `at` is what this one says then."""
    return Comparison(article, at)


def _is_proper(name: OrganisationName, code: str) -> bool:
    """A full name of this language, or a short one of any."""
    return not name.is_former and (name.language == code or not is_full(name))


def _has_day(version: Version, day: Day) -> bool:
    return any(day.fits(one) for one in version.stated.days)


def _says(version: Version, fact: Number) -> bool:
    """Whether a version tells a number in words, or as the year of a day."""
    return fact.value in version.stated.spelt or fact.value in {Decimal(one.year) for one in version.stated.days}


def _keys(version: Version) -> set[tuple[str, str]]:
    return {(one["record"], one["told"]) for one in version.sentences}


def _day(day: Day) -> str:
    when = date(day.year or 2000, day.month, day.day or 1)
    pattern = " ".join(part for part, there in (("d", day.day), ("MMMM", True), ("y", day.year)) if there)
    return isolated(format_date(when, pattern, locale=locale()))


def _number(fact: Number) -> str:
    is_year = fact.value in YEARS and not fact.is_more_than
    words = str(fact.value) if is_year else number(fact.value)
    return isolated(_("more than %(number)s") % {"number": words} if fact.is_more_than else words)
