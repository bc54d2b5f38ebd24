"""What belongs to the history of a session besides itself: who took part, what was on the agenda and what was said."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models

from comity.journal.models import Change, Key
from comity.meetings.models.agenda import AgendaItem, Decision
from comity.meetings.models.corrigenda import Corrigendum
from comity.meetings.models.delegations import Delegation, Member
from comity.meetings.models.minutes import Correction


def parts_of_session(number: int) -> set[Key]:
    """This will name the parts of a session, those that were taken off it among them.

    Asks the database the same number of times however many there are.
    """
    delegations = _of(Delegation, "session_id", {number})
    items = _of(AgendaItem, "session_id", {number})
    found = {
        Delegation: delegations,
        Member: _of(Member, "delegation_id", delegations),
        AgendaItem: items,
        Decision: _of(Decision, "session_id", {number}),
        Correction: _of(Correction, "item_id", items),
        Corrigendum: _of(Corrigendum, "session_id", {number}),
    }
    kinds = ContentType.objects.get_for_models(*found)
    return {(kinds[model].pk, pk) for model, numbers in found.items() for pk in numbers}


def _of(model: type[models.Model], column: str, wholes: set[int]) -> set[int]:
    """The numbers of the rows that name one of these in a column, and of those that did and are gone."""
    here = model._base_manager.filter(**{f"{column}__in": wholes}).values_list("pk", flat=True)
    return {*here, *Change.objects.removed_from(model, column, wholes)}
