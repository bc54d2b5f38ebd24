"""What of a draft a side can have corrected: the minutes of an item, a decision, what was promised or proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.journal.models import Strand
from comity.journal.records import OnTheThread, key_of
from comity.journal.refusals import NotNow
from comity.journal.thread import fetch
from comity.meetings.minuting import redecide, store
from comity.meetings.models import AgendaItem, Correction, Decision
from comity.meetings.models.minutes import Kind
from comity.meetings.texts import due_told
from comity.translation.texts import Text


@dataclass(frozen=True)
class Passage:
    """The minutes of an item; what else can be corrected says how it differs."""

    item: AgendaItem

    kind = Kind.MINUTES

    @property
    def thing(self) -> Any:
        """The decision or the strand that a correction names; nothing where the item says it all."""
        return None

    @property
    def records(self) -> list[Any]:
        """The records whose words these are; the decisions of an item can answer what is said of its minutes."""
        return [self.item, *self.item.decisions.all()]

    @property
    def text(self) -> Text:
        """What stands there now."""
        return self.item.minutes

    def due(self, language: str) -> str:
        """This will tell when it falls due, as the text that is adopted says it."""
        return ""

    def refuse_day(self, due_on: date) -> None:
        """This will raise NotNow where it cannot fall due on that day."""
        raise NotNow(_("Only what was promised or proposed falls due on a day."))

    def put(self, language: str, words: str, due_on: date | None, *, by: Actor) -> None:
        """This will put words, and a day, in the place of those that stand there; what is empty stays."""
        store(self.item, language, words, by=by, act="corrected")


@dataclass(frozen=True)
class DecisionPassage(Passage):
    """A decision under an item."""

    decision: Decision

    kind = Kind.DECISION

    @property
    def thing(self) -> Decision:
        return self.decision

    @property
    def records(self) -> list[Any]:
        return [self.decision]

    @property
    def text(self) -> Text:
        return self.decision.text

    def put(self, language: str, words: str, due_on: date | None, *, by: Actor) -> None:
        redecide(self.decision, text=self.text.with_version(language, words), by=by)


@dataclass(frozen=True)
class SaidPassage(Passage):
    """What was promised or proposed under an item: what, and by when."""

    strand: Strand
    said: OnTheThread

    kind = Kind.SAID

    @property
    def thing(self) -> Strand:
        return self.strand

    @property
    def records(self) -> list[Any]:
        return [self.said]

    @property
    def text(self) -> Text:
        return Text(self.said.minuted()["deliverable"])

    def due(self, language: str) -> str:
        return due_told(self.said.minuted(), language)

    def refuse_day(self, due_on: date) -> None:
        if due_on < self.item.session.day.date():
            raise NotNow(_("The due date is before the day it was said."))

    def put(self, language: str, words: str, due_on: date | None, *, by: Actor) -> None:
        try:
            self.said.reword(language, words, due_on=due_on, by=by)
        except ValidationError as refusal:
            raise NotNow(" ".join(refusal.messages)) from None


def passage_at(item: AgendaItem, decision: Decision | None = None, said: Strand | None = None) -> Passage:
    """This will find what of an item is to be corrected, as it stands now. Raises NotNow for what is elsewhere."""
    if decision is not None and decision.item_id == item.pk:
        return DecisionPassage(item, Decision.objects.select_for_update().get(pk=decision.pk))
    if said is not None and said.source_key == key_of(item):
        found = fetch({said.result_key}, viewer=None).get(said.result_key)
        if found is not None and found.minuted():
            return SaidPassage(item, said, found)
    if decision is not None or said is not None:
        raise NotNow(_("This is no part of the circulated minutes."))
    return Passage(item)


def passage_of(correction: Correction) -> Passage:
    """This will find what a correction is of, holding its item. Raises NotNow where it is gone."""
    item = AgendaItem.objects.select_for_update().get(pk=correction.item_id)
    if correction.kind != Kind.MINUTES and (correction.decision or correction.said) is None:
        raise NotNow(_("What this correction is of was taken out meanwhile. Answer it in words."))
    return passage_at(item, correction.decision, correction.said)
