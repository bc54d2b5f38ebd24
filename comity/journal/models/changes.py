"""What changed in each row of a governed table, written by the database itself."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.journal.refusals import NotNow


class ChangeQuerySet(models.QuerySet["Change"]):
    def of_row(self, record: models.Model) -> ChangeQuerySet:
        """This will keep what changed in the row of one record, newest first."""
        return self.filter(table_name=record._meta.db_table, row_key=str(record.pk)).order_by("-pk")

    def update(self, **kwargs: Any) -> NoReturn:
        raise NotNow(_("The journal is never changed."))

    def delete(self) -> NoReturn:
        raise NotNow(_("The journal is never shortened."))


class Change(models.Model):
    """One row that was created, changed or deleted, with the act in which it was: written by triggers (see `guards`).

    An entry of the journal says in the office's words what was done; this says what it did to the tables, and it is
    there whatever program wrote to them. What is personal is named but not told.
    """

    UNGOVERNED = "it is what the guards write, and append-only itself"

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
