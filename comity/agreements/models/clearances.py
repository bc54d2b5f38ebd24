"""What our own house has to say before a text goes to the other side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.models import User
from comity.accounts.personal import About
from comity.agreements.models.clauses import Clause
from comity.journal.records import Recorded
from comity.translation.texts import TextField

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement


class Sort(models.TextChoices):
    """What is looked at."""

    UNIT = "unit", _("the unit that will do the work")
    LEGAL = "legal", pgettext_lazy("clearance", "legal")
    FINANCE = "finance", pgettext_lazy("clearance", "finance")
    DUE_DILIGENCE = "due_diligence", _("due diligence (the country, the partner, the matter)")


class Finding(models.TextChoices):
    """What came of it."""

    WAITING = "waiting", pgettext_lazy("clearance", "waiting")
    CLEARED = "cleared", pgettext_lazy("clearance", "cleared")
    CONDITIONAL = "conditional", _("cleared on conditions")
    REFUSED = "refused", pgettext_lazy("clearance", "refused")


GIVEN = frozenset({Finding.CLEARED, Finding.CONDITIONAL})


class ClearanceQuerySet(models.QuerySet["Clearance"]):
    def of(self, agreement: Agreement) -> ClearanceQuerySet:
        """This will keep those of one agreement, in the order in which they were asked for."""
        return self.filter(agreement=agreement).order_by("pk")

    def waiting(self) -> ClearanceQuerySet:
        """This will keep those that nobody has answered."""
        return self.filter(finding=Finding.WAITING)

    def standing(self) -> dict[str, str]:
        """This will tell what came of each sort that was asked for, the last time that it was, by sort.

        Of what a text asked for by itself a refusal holds as long as the clause is there; whether a text still deviates
        from its model is asked of the text (see `why_to_clear`).
        """
        told = self.order_by("pk").values_list("sort", "finding", "clause", "because")
        return {
            sort: finding
            for sort, finding, clause, because in told
            if finding != Finding.REFUSED or clause or not because
        }


class Clearance(Recorded):
    """One look at an agreement by somebody of our house other than whoever asked for it."""

    PERSONAL = frozenset({"asked_by", "answered_by", "conditions", "reason"})
    ABOUT = About(
        whose=("by_user",),
        author="asked_by",
        signed=("answered_by",),
        kept=_("The office keeps it as its own record of what was said and done."),
    )

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="clearances")
    # What made it necessary, where a clause did; it may have been taken out since.
    clause = models.ForeignKey(
        Clause, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("clause")
    )
    sort = models.CharField(_("clearance"), max_length=15, choices=Sort)
    reason = models.CharField(_("why it is asked for"), max_length=300, blank=True)
    # What we say where the text itself asks; `reason` is what a person says.
    because = TextField(_("what made it necessary"), blank=True)
    asked_by = models.CharField(max_length=200)
    # Who it was, so that nobody clears what they asked to have cleared; not known where the office itself asked.
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    finding = models.CharField(_("outcome"), max_length=12, choices=Finding, default=Finding.WAITING)
    conditions = models.TextField(_("conditions or reasons"), blank=True)
    answered_by = models.CharField(_("answered by"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, editable=False)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("clearance")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "sort"],
                condition=Q(finding="waiting"),
                name="a_clearance_is_asked_for_once_at_a_time",
                violation_error_message=_("This clearance is being waited for already."),
            ),
            models.CheckConstraint(
                condition=Q(finding__in=[Finding.WAITING, Finding.CLEARED]) | ~Q(conditions=""),
                name="conditions_and_refusals_of_a_clearance_are_in_words",
                violation_error_message=_("Say on what conditions, or why not."),
            ),
            models.CheckConstraint(
                condition=Q(sort__in=Sort.values, finding__in=Finding.values),
                name="a_clearance_is_of_a_known_sort_and_finding",
                violation_error_message=_("There is no such clearance."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_sort_display())

    def waits_for(self, viewer: User) -> bool:
        """This will tell whether it waits for the answer of somebody else than whoever asked for it."""
        return self.is_waiting and self.by_user_id != viewer.pk

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.finding == Finding.WAITING
