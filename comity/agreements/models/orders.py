"""The orders in which agreements are listed, each with its indexes.

What stands here in SQL stands in the indexes in the same words; otherwise the databases would not use them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F

from comity.ui.lists import Order


class ConcludedOrAhead(models.Func):
    """The day on which it was concluded; what is on its way comes after all others, and first where newest is first."""

    arity = 1
    template = "COALESCE(%(expressions)s, '9999-12-31')"
    output_field = models.DateField()


class EndsOrNever(models.Func):
    """The day on which it ends; what has no end comes after all others."""

    arity = 1
    template = "COALESCE(%(expressions)s, '9999-12-31')"
    output_field = models.DateField()


NEWEST = Order(
    ConcludedOrAhead(F("concluded_on")), is_descending=True, narrowed=frozenset({"concluded", "stage", "kind"})
)
ENDING = Order(EndsOrNever(F("ends_on")), narrowed=frozenset({"ends", "stage"}))
LONGEST_AT_STAGE = Order("stage_since", narrowed=frozenset({"stage"}))

INDEXES = [
    models.Index(fields=["stage", "ends_on"]),
    models.Index(fields=["stage", "stage_since"], name="agreements_longest_at_stage"),
    models.Index(ConcludedOrAhead("concluded_on"), "id", name="agreements_newest"),
    models.Index(F("stage"), ConcludedOrAhead("concluded_on"), "id", name="agreements_newest_at_stage"),
    models.Index(F("kind"), ConcludedOrAhead("concluded_on"), "id", name="agreements_newest_of_kind"),
    models.Index(EndsOrNever("ends_on"), "id", name="agreements_ending"),
    models.Index(F("stage"), EndsOrNever("ends_on"), "id", name="agreements_ending_at_stage"),
]
