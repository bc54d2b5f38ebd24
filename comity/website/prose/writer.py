"""What the writers of all languages have in common: which sentences there are, in which order, and from what."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import ClassVar

from babel.dates import format_date
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.commitments.models import Commitment
from comity.commitments.models.stages import Stage
from comity.meetings.models import Decision, Precision
from comity.partners.models import Organisation
from comity.translation.templatetags.said import day, locale
from comity.translation.texts import Text, colon
from comity.website.gathering import Head, SessionFacts
from comity.website.records import Reference

# What a reader takes for granted of something that was said, so that it needs no sentence.
UNTOLD = {Stage.OPEN, Stage.PROPOSED}


class Told(models.TextChoices):
    """What of a record a sentence tells."""

    DAY = "day", _("day and manner")
    HEADS = "heads", _("heads of delegation")
    AREAS = "areas", _("areas")
    DECISION = "decision", _("decision")
    SAID = "said", _("what was said")
    STATE = "state", _("state")
    OTHER = "other", _("something else")


@dataclass(frozen=True)
class Sentence:
    """One sentence, the record from which it comes, and what of that it tells."""

    words: str
    record: str
    told: str


class Writer(ABC):
    """Writes the facts of a session in one language; made and used while that language is spoken.

    Each language finds its own words where a fact needs some; a fact without words in the language gives no sentence.
    """

    language: ClassVar[str]
    quotes: ClassVar[tuple[str, str]]
    within: ClassVar[dict[int, int]] = {}  # quotation marks within others
    parted_by: ClassVar[str] = ";"  # clauses of one sentence
    joined_by: ClassVar[str] = ""  # the last of them to the others

    def __init__(self, facts: SessionFacts) -> None:
        self.facts = facts
        self._named: set[int] = set()

    # What each language says in its own way

    @classmethod
    @abstractmethod
    def day_of(cls, when: str) -> str:
        """This will say on which day."""

    @classmethod
    @abstractmethod
    def between(cls, first: date, last: date) -> str:
        """This will say from which day to which other one."""

    @classmethod
    @abstractmethod
    def in_months(cls, first: date, last: date) -> str:
        """This will say in which month, or between which months."""

    @abstractmethod
    def introduction(self) -> str:
        """This will say in one sentence what the article is about."""

    @abstractmethod
    def headline(self) -> str:
        """This will find a title for a session that has none in this language."""

    @abstractmethod
    def met(self) -> str:
        """This will say who met when, and how."""

    @abstractmethod
    def headed(self, heads: list[Head]) -> str:
        """This will say who headed the delegations."""

    @abstractmethod
    def covered(self, areas: list[str]) -> str:
        """This will say which areas were spoken of."""

    @abstractmethod
    def decided(self, decision: Decision, words: str) -> str:
        """This will say what the session decided."""

    @abstractmethod
    def promised(self, said: Commitment) -> str:
        """This will say who promised or proposed to whom, up to what it was."""

    @abstractmethod
    def stood(self, said: Commitment, today: str, *, is_one: bool) -> str:
        """This will say who promised or proposed to whom, and where that stood on a day, up to what it was."""

    # What is the same in all of them

    @classmethod
    def in_a_row(cls, clauses: list[str]) -> list[str]:
        """This will part several clauses of one sentence by the signs and words that stand between them."""
        *before, last = clauses
        sign = cls.parted_by if len(before) > 1 else ""
        return [*(f"{one}{sign}" for one in before), f"{cls.joined_by}{last}"] if before else clauses

    def title(self) -> str:
        """This will give the article the title of its session, or one of its own."""
        return self.facts.session.title.get(self.language) or self.headline()

    def paragraphs(self) -> list[list[Sentence]]:
        """This will write the sentences, paragraph by paragraph."""
        return [
            [*self._opening()],
            [*self._decisions()],
            [*self._said(self.facts.promises)],
            [*self._said(self.facts.proposals)],
        ]

    def _opening(self) -> Iterable[Sentence]:
        about = str(Reference("session", self.facts.session.pk))
        yield Sentence(self.met(), about, Told.DAY)
        if self.facts.heads:
            yield Sentence(self.headed(self.facts.heads), about, Told.HEADS)
        if areas := [one[self.language] for one in self.facts.areas if self.language in one]:
            yield Sentence(self.covered(areas), about, Told.AREAS)

    def _decisions(self) -> Iterable[Sentence]:
        for decision in self.facts.decisions:
            if words := self._quoted(decision.text):
                yield Sentence(self.decided(decision, words), str(Reference("decision", decision.pk)), Told.DECISION)

    def _said(self, said: list[Commitment]) -> Iterable[Sentence]:
        """One sentence for what was said between the same and stands alike, each clause from a record of its own."""
        worded = [one for one in said if self._quoted(one.deliverable)]
        for (_sides, stage), found in groupby(worded, key=lambda one: (sides_of(one), _stage_to_tell(one))):
            alike = list(found)
            clauses = self.in_a_row([f"{self._quoted(one.deliverable)}{self.due(one)}" for one in alike])
            lead = f"{self._led(alike)}{colon(self.language)}"
            for place, (one, clause) in enumerate(zip(alike, clauses, strict=True)):
                words = f"{'' if place else lead}{clause}{'' if one is not alike[-1] else '.'}"
                yield Sentence(words, str(Reference("commitment", one.pk)), Told.STATE if stage else Told.SAID)

    def _led(self, alike: list[Commitment]) -> str:
        """What is said once of all of them."""
        if _stage_to_tell(alike[0]) is None:
            return self.promised(alike[0])
        return self.stood(alike[0], day(timezone.localdate()), is_one=len(alike) == 1)

    def _quoted(self, text: Text) -> str:
        """The words of a record in quotation marks; nothing where it has none in this language."""
        words = text.get(self.language, "").strip().rstrip(".").strip()
        before, after = self.quotes
        return f"{before}{self.inner(words)}{after}" if words else ""

    def inner(self, words: str) -> str:
        """This will put other quotation marks into words that are quoted."""
        return words.translate(self.within)

    def when(self) -> str:
        """This will say when it was, as exactly as that is known."""
        return self.span(*self.facts.days, by_months=self.facts.session.precision == Precision.MONTHS)

    @classmethod
    def span(cls, first: date, last: date, *, by_months: bool = False) -> str:
        """This will say on which day something was, from which day to which, or only in which months."""
        if by_months:
            return cls.in_months(first, last)
        return cls.day_of(day(first)) if first == last else cls.between(first, last)

    @classmethod
    def shape_of(cls, when: date, pattern: str) -> str:
        """This will write a part of a date as the language does."""
        return format_date(when, pattern, locale=locale())

    def due(self, said: Commitment) -> str:
        """This will say in brackets by when it is due, where that was said."""
        return f" ({said.due_in_words()})" if said.due_on or said.trigger else ""

    def verb(self, decision: Decision) -> str:
        """This will say what the session does by a decision, in the words of its minutes."""
        return gettext("The session %(verb)s") % {"verb": decision.get_verb_display()}

    # Names

    def full(self, organisation: Organisation) -> str:
        """The full name, in this language where there is one."""
        return organisation.name.told_in(self.language)

    def short(self, organisation: Organisation) -> str:
        """The short name as this language writes it; nothing where it has none."""
        return organisation.short_name.get(self.language, "")

    def is_named_first(self, organisation: Organisation) -> bool:
        """This will tell whether the text names the organisation for the first time, and know that it did."""
        is_first = organisation.pk not in self._named
        self._named.add(organisation.pk)
        return is_first

    def name(self, organisation: Organisation) -> str:
        """This will name an organisation in the text: in full with its short name once, then by the short one."""
        full, short = self.full(organisation), self.short(organisation)
        if not short or short == full:
            return full
        return f"{full} ({short})" if self.is_named_first(organisation) else short

    def briefly(self, organisation: Organisation) -> str:
        """This will name an organisation where a title or an introduction leaves no room for its full name."""
        return self.short(organisation) or self.full(organisation)

    def office_of(self, head: Head) -> str:
        """This will give the title held that day, without the name of the delegation's own side after it."""
        office = head.office.told_in(self.language).strip()
        for name in {head.side.called.told_in(self.language), *head.side.name.values(), *head.side.short_name.values()}:
            for mark in (", ", "، "):
                office = office.removesuffix(f"{mark}{name}")
        return office


def _stage_to_tell(said: Commitment) -> str | None:
    return None if said.stage in UNTOLD else said.stage


def sides_of(said: Commitment) -> frozenset[int] | tuple[int, ...]:
    """This will name between whom something was said; what is mutual has no first side."""
    both = (said.promisor_id, said.beneficiary_id)
    return frozenset(both) if said.is_mutual else both


def lowered(word: str) -> str:
    """This will begin a word small within a sentence, unless it is written in capitals."""
    return word if word[1:2].isupper() else word[:1].lower() + word[1:]
