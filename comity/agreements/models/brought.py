"""A register of agreements that somebody brings as a table, from its upload to the last row that was entered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor, User
from comity.accounts.personal import About
from comity.agreements.models.agreements import Agreement
from comity.journal.acting import act
from comity.journal.records import Recorded, record
from comity.translation.unseen import as_file_name


class BroughtRegisterQuerySet(models.QuerySet["BroughtRegister"]):
    def one_of(self, user: User, number: int) -> BroughtRegisterQuerySet:
        """This will keep the one of this number, where this very person brought it."""
        return self.filter(brought_by=user, pk=number)

    def brought_by_them(self, user: User) -> BroughtRegisterQuerySet:
        """This will keep what one person brought, the latest first, and leave the rows in the database."""
        return self.filter(brought_by=user).defer("lines").order_by("-brought_at", "-pk")


class BroughtRegister(Recorded):
    """A table of agreements: its lines as they were read, how they are understood, and whose it is."""

    PERSONAL = frozenset({"lines"})
    ABOUT = About(
        also=("brought_by",),
        mentions=("lines",),
        kept=_("A table says of which agreements it was; its rows are thrown away in time."),
    )
    ACTS = {"brought": _("brought"), "settled": _("said how it is to be read"), "applied": _("entered")}

    name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    lines = models.JSONField(_("rows"), default=list, blank=True)
    # The column of the table for each fact, by its place; and in which order days are written.
    columns = models.JSONField(_("what each column holds"), default=dict, blank=True)
    order_of_days = models.CharField(_("order of days and months"), max_length=3, blank=True)
    # Which organisation a name means where the names here do not tell; none means that it is no party.
    meant = models.JSONField(_("whom a name means"), default=dict, blank=True)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    happened = models.JSONField(_("what became of each row"), default=dict, blank=True, editable=False)

    objects = BroughtRegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("register that was brought")

    def __str__(self) -> str:
        return self.name

    @classmethod
    @act
    def bring(
        cls, lines: list[list[str]], *, name: str, sha256: str, columns: dict[str, int], at: datetime, by: User
    ) -> BroughtRegister:
        """This will keep the lines of a table for its preview; nothing of them is entered yet."""
        facts = {"name": as_file_name(name), "sha256": sha256, "lines": lines, "columns": columns}
        brought = cls.objects.create(brought_by=by, brought_at=at, **facts)
        record(brought, "brought", by=by, after={"name": name, "sha256": sha256, "count": len(lines)})
        return brought

    @act
    def settle(self, *, by: Actor, **facts: Any) -> None:
        """This will say how the table is to be read: its columns, its days, and whom a name means.

        What could not be entered is tried again then.
        """
        self.happened = {row: what for row, what in self.happened.items() if what == "entered"}
        type(self).objects.filter(pk=self.pk).update(happened=self.happened)
        self.change(act="settled", by=by, **facts)

    @act
    def note(self, happened: dict[str, str], *, by: Actor) -> None:
        """This will write down what became of these rows."""
        self.happened = {**self.happened, **happened}
        self.save(update_fields=["happened"])
        record(self, "applied", by=by, after={"sha256": self.sha256, "count": len(happened)})


class BroughtRowQuerySet(models.QuerySet["BroughtRow"]):
    def known(self, fingerprints: set[str]) -> set[str]:
        """This will tell which of these rows were entered before, 500 of them at a time."""
        every, found = sorted(fingerprints), set()
        for start in range(0, len(every), 500):
            some = every[start : start + 500]
            found |= set(self.filter(fingerprint__in=some).values_list("fingerprint", flat=True))
        return found


class BroughtRow(Recorded):
    """From which row of which table an agreement came, so that it is not entered again."""

    ABOUT = About(impersonal="it says of an agreement from which row of a file it came")

    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, related_name="brought_row")
    register = models.ForeignKey(BroughtRegister, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField(_("row"))
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)

    objects = BroughtRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a register")

    def __str__(self) -> str:
        return f"{self.register}: {self.row}"
