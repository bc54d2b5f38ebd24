"""The one way to what was found: each kind of record as its own app opens it; what is not visible is not here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import CharField, QuerySet, Value

from comity.accounts.matrix import Matrix
from comity.accounts.models import User, Viewer
from comity.agreements.access import agreements_visible_to, texts_visible_to
from comity.commitments.access import commitments_visible_to
from comity.events.access import events_visible_to
from comity.meetings.access import sessions_visible_to
from comity.meetings.models import AgendaItem, Decision
from comity.partners.access import organisations_visible_to, people_visible_to
from comity.partners.models import sides_of
from comity.website.access import articles_visible_to

# By the kind of card.
OPEN: dict[str, Callable[[Viewer], QuerySet[Any]]] = {
    "article": articles_visible_to,
    "session": sessions_visible_to,
    "item": lambda viewer: AgendaItem.objects.visible_to(viewer),
    "minutes": lambda viewer: AgendaItem.objects.read_by(viewer),
    "decision": lambda viewer: Decision.objects.visible_to(viewer),
    "commitment": commitments_visible_to,
    "agreement": agreements_visible_to,
    "text": texts_visible_to,
    "event": events_visible_to,
    "partner": organisations_visible_to,
    "person": people_visible_to,
}
# The columns of the tables in matrix.py, as cards name whom they are for; "~s" and a number is one organisation.
COLUMNS = {"visitor": "~v", "other": "~c", "reader": "~r", "officer": "~o", "head": "~h"}


def for_side(number: int) -> str:
    """This will name, on a card, those who speak for one organisation."""
    return f"~s{number}"


def for_account(number: int) -> str:
    """This will name, on a card, one account: people find themselves."""
    return f"~u{number}"


def marks_of(viewer: Viewer) -> set[str]:
    """This will give the marks one of which a card must have for `viewer` to look at it at all.

    They only keep from the answer what would be taken out of it: what is shown is asked of the records, see `seen`.
    """
    mark = COLUMNS[Matrix.column(viewer, speaks=lambda: False)]
    if mark != COLUMNS["other"] or not isinstance(viewer, User):
        return {mark}
    return {mark, for_account(viewer.pk), *map(for_side, sides_of(viewer))}


def seen(viewer: Viewer, wanted: dict[str, set[int]]) -> set[tuple[str, int]]:
    """This will tell which of these records, by kind and number, `viewer` may see now; asks the database once."""
    asked = [_numbered(kind, OPEN[kind](viewer), numbers) for kind, numbers in wanted.items() if numbers]
    if not asked:
        return set()
    return set(asked[0].union(*asked[1:], all=True))


def _numbered(kind: str, open_to: QuerySet[Any], numbers: Iterable[int]) -> QuerySet[Any, Any]:
    found = open_to.order_by().prefetch_related(None).filter(pk__in=list(numbers))
    return found.annotate(of_kind=Value(kind, CharField())).values_list("of_kind", "pk").distinct()


def access_found(viewer: Viewer, kind: str, numbers: Iterable[int]) -> QuerySet[Any]:
    """This will fetch the records of one kind that were found, as far as `viewer` may see them."""
    return OPEN[kind](viewer).filter(pk__in=list(numbers))
