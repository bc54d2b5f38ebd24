"""What can be found: for each kind of record its words, whom its card is for, and what else is then seen otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from comity.accounts.matrix import Matrix, holds
from comity.agreements.matrix import AGREEMENT
from comity.agreements.models import Agreement
from comity.commitments.matrix import COMMITMENT
from comity.commitments.models import Commitment
from comity.events.matrix import EVENT
from comity.events.models import Event
from comity.meetings.matrix import ITEM, SESSION
from comity.meetings.models import AgendaItem, Decision, Session
from comity.partners.matrix import OFFICE, ORGANISATION
from comity.partners.models import Organisation, Person
from comity.search.access import COLUMNS, for_account, for_side
from comity.translation.texts import Text
from comity.website.models import Article

KNOW, READ, READ_TEXT = "know of it", "read what was said and decided", "read its text and who signed"
Numbers = dict[str, set[int]]


@dataclass(frozen=True)
class Said:
    """What a record says, as it is found and shown."""

    title: Text
    texts: list[Text] = field(default_factory=list)
    concerned: set[int] = field(default_factory=set)  # organisations
    names: list[str] = field(default_factory=list)  # what else it is called, in whatever language


@dataclass(frozen=True)
class Kind:
    """One kind of card."""

    code: str
    group: str  # the part of the answer in which it stands
    every: Callable[[], QuerySet[Any]]  # those that can be found by anybody
    dress: Callable[[QuerySet[Any]], QuerySet[Any]]  # fetches along what is said
    said: Callable[[Any], Said]
    sight: Callable[[Any], set[str]]
    order: str  # the column by which cards are made, the newest last
    state: Callable[[Any], set[str]] = lambda record: set()  # what decides who sees its parts
    parts: Callable[[Iterable[int]], Numbers] = lambda numbers: {}
    is_named: bool = False  # it is what it is called: alike in every language, and its name may be misspelt

    @property
    def model(self) -> type[Model]:
        """The kind of record for which such cards stand."""
        return self.every().model


def _sight(matrix: Matrix, row: str, record: Any, concerned: Iterable[int]) -> set[str]:
    """Who has the right of a row, as the table itself says it, without asking the database."""
    found = {mark for column, mark in COLUMNS.items() if holds(matrix.condition(row, column), record)}
    if holds(matrix.condition(row, "side"), record):
        found |= set(map(for_side, concerned))
    return found


# Sessions, and what was said there


def _sides(session: Session) -> set[int]:
    return {one.organisation_id for one in session.delegations.all()}


def _of_session(session: Session) -> Said:
    return Said(session.title, [session.place], _sides(session))


def _parts_of_sessions(numbers: Iterable[int]) -> Numbers:
    items = set(AgendaItem.objects.filter(session__in=list(numbers)).values_list("pk", flat=True))
    return {"item": items, **_parts_of_items(items)}


def _parts_of_items(numbers: Iterable[int]) -> Numbers:
    items = list(numbers)
    if not items:
        return {}
    return {
        "minutes": set(items),
        "decision": set(Decision.objects.filter(item__in=items).values_list("pk", flat=True)),
        "commitment": set(Commitment.objects.filter(said_under__in=items).values_list("pk", flat=True)),
    }


def _of_item(item: AgendaItem) -> Said:
    return Said(item.title, concerned=_sides(item.session))


def _of_minutes(item: AgendaItem) -> Said:
    return Said(item.title, [item.minutes], _sides(item.session))


def _of_decision(decision: Decision) -> Said:
    return Said(decision.text, concerned=_sides(decision.session))


def _of_commitment(one: Commitment) -> Said:
    expected = [result.what for result in one.expected_results.all()]
    return Said(one.deliverable, [one.said_by, one.trigger_words, *expected], _sides_of_commitment(one))


def _sides_of_commitment(one: Commitment) -> set[int]:
    return {number for number in (one.promisor_id, one.beneficiary_id, one.unit_id) if number}


# Partners and people


def _of_organisation(one: Organisation) -> Said:
    return Said(one.name, [one.place, one.note], {one.pk}, [name.text for name in one.names.all()])


def _of_person(one: Person) -> Said:
    return Said(one.heading, names=[name.text for name in one.names.all()])


def _sight_of_person(one: Person) -> set[str]:
    """Whoever may know of an office knows who holds it; the office of our own sees everybody, and each themselves."""
    found = {COLUMNS[column] for column in ("reader", "officer", "head")}
    for office in one.offices.all():
        found |= _sight(OFFICE, KNOW, office, {office.organisation_id})
    return found | ({for_account(one.user_id)} if one.user_id else set())


def _of_agreement(one: Agreement) -> Said:
    """Under which number it is registered is no secret: whoever knows of it reads that on its page."""
    registered = [Text(dict.fromkeys(one.title, str(entry))) for entry in one.registrations.all()]
    return Said(one.title, [one.aims, *registered], {side.pk for side in one.parties.all()})


def _of_text(one: Agreement) -> Said:
    clauses = [words for clause in one.clauses.all() for words in (clause.heading, clause.words)]
    return Said(one.title, clauses, {side.pk for side in one.parties.all()})


# The news


def _of_article(article: Article) -> Said:
    language = article.locale.language_code
    words = " \n".join([article.introduction, *article.body.stream_block.get_searchable_content(article.body)])
    concerned = {one.pk for one in article.concerned.all()}
    return Said(Text({language: article.title}), [Text({language: words})], concerned)


def _related(*names: str, many: tuple[str, ...] = ()) -> Callable[[QuerySet[Any]], QuerySet[Any]]:
    return lambda rows: (rows.select_related(*names) if names else rows).prefetch_related(*many)


SIDES_THERE = "session__delegations"
EVERY = [
    Kind(
        "person",
        "people",
        lambda: Person.objects.filter(erased_at=None),
        _related(many=("names", "offices")),
        _of_person,
        _sight_of_person,
        "pk",
        is_named=True,
    ),
    Kind(
        "partner",
        "partners",
        lambda: Organisation.objects.all(),
        _related(many=("names",)),
        _of_organisation,
        lambda one: _sight(ORGANISATION, KNOW, one, {one.pk}),
        "pk",
        is_named=True,
    ),
    Kind(
        "commitment",
        "commitments",
        lambda: Commitment.objects.all(),
        _related("said_under__session", many=("expected_results",)),
        _of_commitment,
        lambda one: _sight(COMMITMENT, KNOW, one, _sides_of_commitment(one)),
        "said_on",
    ),
    Kind(
        "item",
        "items",
        lambda: AgendaItem.objects.all(),
        _related("session", many=(SIDES_THERE,)),
        _of_item,
        lambda item: _sight(ITEM, KNOW, item, _sides(item.session)),
        "session__starts_at",
        state=lambda item: {f"~at{item.visibility}"},
        parts=_parts_of_items,
    ),
    Kind(
        "minutes",
        "items",
        lambda: AgendaItem.objects.all(),
        _related("session", many=(SIDES_THERE,)),
        _of_minutes,
        lambda item: _sight(ITEM, READ, item, _sides(item.session)),
        "session__starts_at",
    ),
    Kind(
        "decision",
        "decisions",
        lambda: Decision.objects.all(),
        _related("item__session", "session", many=(SIDES_THERE,)),
        _of_decision,
        lambda one: _sight(ITEM, READ, one.item, _sides(one.session)),
        "session__starts_at",
    ),
    Kind(
        "event",
        "events",
        lambda: Event.objects.all(),
        _related(many=("organisers",)),
        lambda one: Said(one.title, [one.place, one.note], {side.pk for side in one.organisers.all()}),
        lambda one: _sight(EVENT, KNOW, one, {side.pk for side in one.organisers.all()}),
        "starts_on",
    ),
    Kind(
        "agreement",
        "agreements",
        lambda: Agreement.objects.all(),
        _related(many=("parties", "registrations")),
        _of_agreement,
        lambda one: _sight(AGREEMENT, KNOW, one, {side.pk for side in one.parties.all()}),
        "concluded_on",
    ),
    Kind(
        "text",
        "agreements",
        lambda: Agreement.objects.with_a_text(),
        _related(many=("parties", "clauses")),
        _of_text,
        lambda one: _sight(AGREEMENT, READ_TEXT, one, {side.pk for side in one.parties.all()}),
        "concluded_on",
    ),
    Kind(
        "session",
        "sessions",
        lambda: Session.objects.all(),
        _related(many=("delegations",)),
        _of_session,
        lambda one: _sight(SESSION, KNOW, one, _sides(one)),
        "starts_at",
        state=lambda one: {f"~at{one.stage.replace('_', '')}", *({"~compiled"} if one.compiled_from else set())},
        parts=_parts_of_sessions,
    ),
    Kind(
        "article",
        "news",
        lambda: Article.objects.live(),
        _related("locale", many=("concerned",)),
        _of_article,
        lambda article: set(COLUMNS.values()),
        "date",
    ),
]
# In the order in which cards are made: what was made last is shown first.
KINDS = {kind.code: kind for kind in EVERY}
# In the order in which the groups are offered.
GROUPS = {
    "news": _("News"),
    "sessions": _("Sessions"),
    "items": _("Agenda items"),
    "decisions": _("Decisions"),
    "commitments": _("Commitments"),
    "agreements": _("Agreements"),
    "events": _("Events"),
    "partners": _("Organisations"),
    "people": _("People"),
}
