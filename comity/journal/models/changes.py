"""What changed in each row of a governed table, written by the database itself."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.accounts.personal import About
from comity.journal.locking import key_of_words, read_words
from comity.journal.models.keys import PersonalKey
from comity.journal.refusals import NotNow


class ChangeQuerySet(models.QuerySet["Change"]):
    def of_row(self, record: models.Model) -> ChangeQuerySet:
        """This will keep what changed in the row of one record, newest first."""
        return self.filter(table_name=record._meta.db_table, row_key=str(record.pk)).order_by("-pk")

    def removed_from(self, model: type[models.Model], column: str, wholes: set[int]) -> list[int]:
        """This will number the rows of a kind that are gone and that named one of `wholes` in a column."""
        gone = self.filter(table_name=model._meta.db_table, done="delete", **{f"was__{column}__in": list(wholes)})
        return [int(key) for key in gone.values_list("row_key", flat=True)]

    def removed_from_any(self, columns: dict[type[models.Model], str], whole: int) -> list[tuple[str, int]]:
        """This will find, in one question, the rows of several kinds that are gone and named `whole` in a column.

        Each with the name of its table.
        """
        named = models.Q()
        for model, column in columns.items():
            named |= models.Q(table_name=model._meta.db_table, **{f"was__{column}": whole})
        gone = self.filter(named, done="delete").values_list("table_name", "row_key")
        return [(table, int(key)) for table, key in gone]

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new:
            unlock_changes([one for one in self._result_cache or [] if isinstance(one, Change)])

    def update(self, **kwargs: Any) -> NoReturn:
        raise NotNow(_("The journal is never changed."))

    def delete(self) -> NoReturn:
        raise NotNow(_("The journal is never shortened."))


def unlock_changes(changes: list[Change]) -> None:
    """This will read the reasons of changes, with one question for all of their keys."""
    numbers = {number for one in changes if (number := key_of_words(one.why)) is not None}
    kept = PersonalKey.objects.secrets_of(numbers) if numbers else {}
    for one in changes:
        words = read_words(one.why, kept)
        one.why = gettext("a reason that was erased") if words is None else words


class Change(models.Model):
    """One row that was created, changed or deleted, with the act in which it was: written by triggers (see `guards`).

    An entry of the journal says in the office's words what was done; this says what it did to the tables, and it is
    there whatever program wrote to them. What is personal is named but not told; the reason
    that somebody gave is locked.
    """

    UNGOVERNED = "it is what the guards write, and append-only itself"
    ABOUT = About(key="who", kept=_("History keeps its shape; it names a number, and nobody knows whose."))

    at = models.DateTimeField(_("when"))
    table_name = models.CharField(max_length=63)
    row_key = models.CharField(max_length=60)
    done = models.CharField(max_length=10)  # insert, update, delete
    who = models.CharField(_("who"), max_length=60)
    whence = models.CharField(max_length=200, blank=True)
    why = models.TextField(_("why"), blank=True)
    was = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    became = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a row")
        indexes = [models.Index(fields=["table_name", "row_key"])]
        constraints = [models.CheckConstraint(condition=~models.Q(who=""), name="a_change_has_somebody_who_made_it")]

    def __str__(self) -> str:
        return f"{self.who}: {self.done} {self.table_name} {self.row_key}"

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotNow(_("The journal is never changed."))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotNow(_("The journal is never shortened."))
