"""A table of organisations that somebody brought, kept from its preview to its end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor, User
from comity.accounts.personal import About
from comity.journal.acting import act
from comity.journal.records import Recorded, record
from comity.journal.refusals import NotNow
from comity.translation.unseen import as_file_name


class ImportQuerySet(models.QuerySet["Import"]):
    def newest_first(self) -> ImportQuerySet:
        """This will sort by the moment of the upload and leave the rows in the database."""
        return self.defer("rows").select_related("brought_by").order_by("-brought_at", "-pk")


class Import(Recorded):
    """A table of organisations: its rows as they were read, whose it was, and whether it was entered."""

    PERSONAL = frozenset({"rows"})
    ABOUT = About(
        also=("brought_by",),
        mentions=("rows",),
        kept=_("A table says of which organisations it was; its rows are thrown away in time."),
    )
    ACTS = {"brought": _("brought"), "applied": _("entered")}

    name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    applied_at = models.DateTimeField(_("entered"), null=True, blank=True)
    counts = models.JSONField(default=dict)
    # What happened to each row when the table was entered, by its number in the file.
    happened = models.JSONField(_("what became of each row"), default=dict, editable=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.name

    @classmethod
    @act
    def bring(cls, rows: list[dict[str, str]], *, name: str, sha256: str, at: datetime, by: User) -> Import:
        """This will keep the rows of a table for its preview; nothing of them is entered yet."""
        brought = cls.objects.create(name=as_file_name(name), sha256=sha256, rows=rows, brought_by=by, brought_at=at)
        record(brought, "brought", by=by, after={"name": name, "sha256": sha256, "count": len(rows)})
        return brought

    def mark_applied(self, *, at: datetime) -> None:
        """This will claim the table for entering; it is refused whoever comes second.

        Raises NotNow where it was entered before. To be called first in the transaction that enters the rows.
        """
        if not type(self).objects.filter(pk=self.pk, applied_at=None).update(applied_at=at):
            raise NotNow(_("This table has been entered already. Nothing was entered twice."))
        self.applied_at = at

    def finish(self, counts: dict[str, Any], *, happened: dict[str, str], by: Actor) -> None:
        """This will write down how many rows did what, and what happened to each."""
        self.counts, self.happened = counts, happened
        self.save(update_fields=["counts", "happened"])
        record(self, "applied", by=by, after={"sha256": self.sha256, **counts})
