"""What the records of an article tell: days, numbers and organisations, as far as the public may read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from comity.agreements.models import Agreement
from comity.commitments.access import commitments_visible_to
from comity.commitments.models import Commitment
from comity.events.models import Event
from comity.journal.records import OnTheThread
from comity.meetings.access import decisions_visible_at, items_read_at
from comity.meetings.models import Decision, Session
from comity.partners.models import Organisation
from comity.translation.facts import Day, Number, stated_in
from comity.translation.texts import Text
from comity.website.checks.naming import organisations_named_in
from comity.website.gathering import PUBLIC
from comity.website.models import Article
from comity.website.records import Reference, shown_to


@dataclass
class Recorded:
    """What records tell, all of them together."""

    days: set[Day] = field(default_factory=set)
    numbers: set[Number] = field(default_factory=set)
    spelt: set[Decimal] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)
    texts: list[Text] = field(default_factory=list)
    is_empty: bool = True

    def add_days(self, *days: date | None) -> None:
        """This will tell days of the calendar."""
        self.days |= {Day.of(one) for one in days if one}

    def add_number(self, value: int | None, *, is_more_than: bool = False) -> None:
        """This will tell a number, where there is one."""
        if value is not None:
            self.numbers.add(Number(Decimal(value), is_more_than))

    def add_organisations(self, some: Iterable[Organisation | None]) -> None:
        """This will tell organisations."""
        self.organisations |= {one.pk for one in some if one}

    def read_texts(self) -> None:
        """This will take from the words of the records, in every language, what they state and whom they name."""
        self.organisations |= organisations_named_in("\n".join(words for text in self.texts for words in text.values()))
        for text in self.texts:
            for language, words in text.items():
                stated = stated_in(words, language)
                self.days |= stated.days
                self.numbers |= stated.numbers
                self.spelt |= stated.spelt


def told_by_records(article: Article, concerned: Iterable[Organisation]) -> Recorded:
    """This will gather what the public reads in the records that the article is about and that stand in it."""
    named = [*article.references(), *([Reference("session", article.session_id)] if article.session_id else [])]
    records = shown_to(PUBLIC, named).values()
    told = Recorded(is_empty=not records)
    told.add_organisations(concerned)
    for record in records:
        told.texts.append(record.heading)
        TELLS[type(record)](told, record)
    told.read_texts()
    return told


def _session(told: Recorded, session: Session) -> None:
    told.add_days(session.day.date(), session.came_about_on)
    told.add_organisations(one.organisation for one in session.delegations.select_related("organisation"))
    told.texts += [session.place]
    for item in items_read_at(PUBLIC, session):
        told.texts += [item.title, item.minutes]
    for decision in decisions_visible_at(PUBLIC, session):
        _decision(told, decision)
    for said in commitments_visible_to(PUBLIC).said_at(session).for_its_page():
        _commitment(told, said)


def _decision(told: Recorded, decision: Decision) -> None:
    told.add_number(decision.number)
    told.texts += [decision.text]
    told.add_organisations([decision.addressee.organisation] if decision.addressee else [])


def _commitment(told: Recorded, said: Commitment) -> None:
    told.add_days(said.said_on, said.due_on)
    told.texts += [said.deliverable, said.trigger_words]
    told.add_organisations([said.promisor, said.beneficiary, said.unit])


def _agreement(told: Recorded, agreement: Agreement) -> None:
    told.add_days(agreement.concluded_on, agreement.ends_on)
    told.add_number(agreement.years)
    told.texts += [agreement.aims]
    told.add_organisations(agreement.parties.all())


def _event(told: Recorded, event: Event) -> None:
    told.add_days(event.starts_on, event.ends_on)
    told.add_number(event.expected)
    told.add_number(event.took_part, is_more_than=event.is_more_than)
    told.texts += [event.note, event.place]
    told.add_organisations(event.organisers.all())


def _organisation(told: Recorded, organisation: Organisation) -> None:
    told.texts += [organisation.note, organisation.place]
    told.add_organisations([organisation])


TELLS: dict[type[OnTheThread], Callable[[Recorded, Any], None]] = {
    Session: _session,
    Decision: _decision,
    Commitment: _commitment,
    Agreement: _agreement,
    Event: _event,
    Organisation: _organisation,
}
