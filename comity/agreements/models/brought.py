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
from comity.journal.refusals import NotNow
from comity.translation.unseen import as_file_name

ENTERED = "entered"  # what became of a row that is an agreement now


class BroughtRegisterQuerySet(models.QuerySet["BroughtRegister"]):
    def one_of(self, user: User, number: int) -> BroughtRegisterQuerySet:
        """This will keep the one of this number, where this very person brought it."""
        return self.filter(brought_by=user, pk=number)

    def brought_by_them(self, user: User) -> BroughtRegisterQuerySet:
        """This will keep what one person brought, the latest first, and leave the rows in the database."""
        return self.filter(brought_by=user).defer("lines").order_by("-brought_at", "-pk")

    def being_entered(self) -> BroughtRegisterQuerySet:
        """This will keep those of which rows are still to be entered, the one asked for first in front."""
        return self.filter(entering_since__isnull=False).order_by("entering_since", "pk")


class BroughtRegister(Recorded):
    """A table of agreements: its lines as they were read, how they are understood, and whose it is."""

    PERSONAL = frozenset({"lines"})
    ABOUT = About(
        also=("brought_by",),
        mentions=("lines",),
        kept=_("A table says of which agreements it was; its rows are thrown away in time."),
    )
    ACTS = {
        "brought": _("brought"),
        "settled": _("said how it is to be read"),
        "entry_begun": _("asked to enter its rows"),
        "entry_ended": _("no row is left to enter"),
        "entry_stopped": _("stopped entering"),
        "applied": _("entered"),
    }

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
    # Since when its ready rows are being entered; how many there are, with those before; in which language.
    entering_since = models.DateTimeField(_("being entered since"), null=True, blank=True, editable=False)
    entering_of = models.PositiveIntegerField(_("rows to enter"), default=0, editable=False)
    enters_public = models.BooleanField(_("the public may know of them"), default=False, editable=False)
    entering_in = models.CharField(_("language"), max_length=35, blank=True, editable=False)

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

    @property
    def is_being_entered(self) -> bool:
        """Whether rows of it are still to be entered by themselves."""
        return self.entering_since is not None

    @property
    def entered_so_far(self) -> int:
        """How many of its rows are entered."""
        return sum(what == ENTERED for what in self.happened.values())

    @act
    def settle(self, *, by: Actor, **facts: Any) -> None:
        """This will say how the table is to be read: its columns, its days, and whom a name means.

        What could not be entered is tried again then. Raises NotNow while its rows are being entered.
        """
        if type(self).objects.being_entered().filter(pk=self.pk).exists():
            raise NotNow(_("Its rows are being entered. Wait until that is done, or stop it."))
        self.happened = {row: what for row, what in self.happened.items() if what == ENTERED}
        type(self).objects.filter(pk=self.pk).update(happened=self.happened)
        self.change(act="settled", by=by, **facts)

    @act
    def begin_entry(self, *, rows: int, is_public: bool, language: str, at: datetime, by: Actor) -> None:
        """This will write down that its ready rows are to be entered, so many of them, until none is left."""
        told: dict[str, Any] = {"enters_public": is_public, "entering_in": language}
        of = rows + self.entered_so_far
        self.change(act="entry_begun", by=by, entering_since=at, entering_of=of, **told)

    @act
    def end_entry(self, *, act: str = "entry_ended", by: Actor) -> None:
        """This will write down that no more of its rows are entered by themselves; what was entered stays."""
        self.change(act=act, by=by, entering_since=None)

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
