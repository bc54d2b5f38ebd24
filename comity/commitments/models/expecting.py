"""What was meant to come of each commitment, fetched in the row of the commitment itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONArray

from comity.journal.records import OnTheThread, Standing
from comity.translation.texts import Text


class ListOf(models.Aggregate):
    """Several rows in one, as a list; in what order is not said."""

    function = "JSON_GROUP_ARRAY"
    output_field = models.JSONField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG")


class Expecting(OnTheThread):
    """Something of which more is expected: each expected result is a row of its own, kept in `expected_results`."""

    # Fetched along for the thread, see `expected_of_each`; asked for where it was not.
    expected_told: list[Any] | None = None

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        expected_results: Any

    def prospects(self) -> list[tuple[Text, Standing]]:
        found = self.expected_results.all() if self.expected_told is None else as_results(self.expected_told)
        return [(one.what, one.standing) for one in found]


def expected_of_each() -> Subquery:
    """This will ask for the expected results of each commitment: number, what, and what is known of it."""
    results: models.QuerySet[Any] = apps.get_model("commitments", "ExpectedResult").objects.order_by()
    each = results.filter(commitment=OuterRef("pk")).values("commitment")
    return Subquery(each.annotate(told=ListOf(JSONArray("pk", "what", "known"))).values("told"))


def as_results(told: list[Any]) -> list[Any]:
    """This will make expected results of what `expected_of_each` gave, in the order in which they were entered."""
    made: Any = apps.get_model("commitments", "ExpectedResult")
    rows = sorted(rows_of(told), key=lambda one: one[0])
    return [made(pk=number, what=_as_text(what), known=known) for number, what, known in rows]


def rows_of(told: list[Any]) -> list[list[Any]]:
    """This will read the rows of a `ListOf`; SQLite may give each as it keeps it: as words."""
    return [one if isinstance(one, list) else json.loads(one) for one in told]


def _as_text(what: Any) -> Text:
    """SQLite gives the text's list as it keeps it: as words."""
    return Text(dict(json.loads(what) if isinstance(what, str) else what))
