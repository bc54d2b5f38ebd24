"""The catalogue follows the journal and what is published: the cards of a record change in the act that changes it."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished

from comity.accounts.models import User
from comity.agreements.models import Agreement, Clause, Registration
from comity.commitments.models import Commitment, ExpectedResult
from comity.events.models import Event
from comity.journal.acting import beginnings, endings, is_acting
from comity.journal.records import recorded
from comity.meetings.models import AgendaItem, Decision, Delegation, Session
from comity.partners.models import Office, Organisation, OrganisationName, Person, PersonName
from comity.search.cards import refresh
from comity.search.kinds import Numbers
from comity.search.models import Card
from comity.search.stems import stems_of, words_in
from comity.website.models import Article

UNLIMITED = 1_000_000
# Which cards an act concerns, by the kind of record that was acted on.
CARDS: dict[type[Model], Callable[[Any], Numbers]] = {
    Session: lambda one: {"session": {one.pk}},
    Delegation: lambda one: {"session": {one.session_id}},
    AgendaItem: lambda one: {"item": {one.pk}, "minutes": {one.pk}},
    Decision: lambda one: {"decision": {one.pk}},
    Commitment: lambda one: {"commitment": {one.pk}},
    ExpectedResult: lambda one: {"commitment": {one.commitment_id}},
    Agreement: lambda one: {"agreement": {one.pk}, "text": {one.pk}},
    Registration: lambda one: {"agreement": {one.agreement_id}},
    Clause: lambda one: {"text": {one.agreement_id}},
    Event: lambda one: {"event": {one.pk}},
    Organisation: lambda one: {"partner": {one.pk}},
    OrganisationName: lambda one: {"partner": {one.organisation_id}},
    Person: lambda one: {"person": {one.pk}},
    PersonName: lambda one: {"person": {one.person_id}},
    Office: lambda one: {"person": {one.person_id}},
}
_waiting: ContextVar[Numbers | None] = ContextVar("cards_waiting", default=None)


def listen() -> None:
    """This will follow the journal, and what is published, from now on."""
    recorded.connect(follow, dispatch_uid="comity.search.following")
    for signal in (page_published, page_unpublished, post_save, post_delete):
        signal.connect(follow_article, sender=Article, dispatch_uid="comity.search.following")
    beginnings.append(begin)
    endings.append(end)


def begin() -> None:
    """This will forget what an act that failed has left."""
    _waiting.set({})


def end() -> None:
    """This will write the cards that the act changed, in its own transaction."""
    waiting = _waiting.get()
    if waiting:
        _waiting.set({})
        refresh(waiting)


def follow(sender: type[Model], record: Any, act: str, **_rest: Any) -> None:
    """This will note which cards are to be written anew when the act ends."""
    if act == "erased" and isinstance(record, Person | User):
        note(naming(record))
    elif sender in CARDS:
        note(CARDS[sender](record))


def follow_article(instance: Article, **_rest: Any) -> None:
    """This will note that an article was saved, published, taken down or deleted."""
    note({"article": {instance.pk}})


def note(cards: Numbers) -> None:
    """This will let these cards be written anew when the act ends; outside of any act, now."""
    waiting = _waiting.get()
    if not is_acting() or waiting is None:
        refresh(cards)
        return
    for kind, numbers in cards.items():
        waiting.setdefault(kind, set()).update(numbers)


def naming(somebody: Person | User) -> Numbers:
    """This will find the cards of everything in which a name of somebody stands, before it is taken out of there."""
    people = [somebody] if isinstance(somebody, Person) else list(Person.objects.filter(user=somebody))
    names = [name.text for one in people for name in PersonName.objects.filter(person=one)]
    names += [somebody.name] if isinstance(somebody, User) else []
    found: Numbers = {"person": {one.pk for one in people}}
    for name in names:
        words = [stems_of(word, "en") | stems_of(word, "fr") for word in words_in(name)]
        for card in Card.objects.holding(words, most=UNLIMITED) if words else []:
            found.setdefault(card.kind, set()).add(card.number)
    return found
