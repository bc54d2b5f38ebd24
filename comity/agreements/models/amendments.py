"""An amendment: an instrument under another, worked on a copy of its text, merged into it when it comes into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.personal import About
from comity.journal.records import Recorded

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement


class Amending(models.TextChoices):
    """What an amendment is about (eTools tells administrative corrections from changes of terms, budget and term)."""

    ADMINISTRATIVE = "administrative", pgettext_lazy("amendment", "administrative correction")
    TERMS = "terms", pgettext_lazy("amendment", "change of terms")
    BUDGET = "budget", pgettext_lazy("amendment", "budget")
    EXTENSION = "extension", pgettext_lazy("amendment", "extension of the term")
    OTHER = "other", pgettext_lazy("amendment", "other")


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def to(self, parent: Agreement) -> AmendmentQuerySet:
        """This will keep the amendments of one agreement in the order of their numbers."""
        return self.filter(parent=parent).select_related("instrument").order_by("number")

    def by_instrument(self, instrument: Agreement) -> AmendmentQuerySet:
        """This will keep the one that an instrument is."""
        return self.filter(instrument=instrument).select_related("instrument", "parent", "base", "onto")


class Amendment(Recorded):
    """The number of an amendment under its parent, and the text of the parent on which it was worked.

    `base` is the agreed text of which the clauses were copied; `onto` the one into which it is to be merged, which is
    the same until the parent's text has moved and somebody took the new one over.
    """

    ABOUT = About(kept=_("It is part of the text that the parties agree on; whom it names belongs to it."))

    instrument = models.OneToOneField(
        "agreements.Agreement", on_delete=models.PROTECT, related_name="+", verbose_name=_("instrument")
    )
    parent = models.ForeignKey(
        "agreements.Agreement", on_delete=models.PROTECT, related_name="+", verbose_name=_("what it amends")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    sort = models.CharField(_("what it is about"), max_length=15, choices=Amending)
    until = models.DateField(_("new end"), null=True, blank=True)
    # Nothing where the text of the parent is not kept here.
    base = models.ForeignKey(
        "agreements.AgreedText",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("text it was worked on"),
    )
    onto = models.ForeignKey(
        "agreements.AgreedText",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("text it is merged into"),
    )
    # The clauses as they were copied, by their numbers in the parent: what the amendment changes is told against them.
    copied = models.JSONField(_("clauses it was worked on"), default=dict, blank=True, editable=False)
    merged_at = models.DateTimeField(_("merged on"), null=True, editable=False)
    # With which version of its model its clauses catch up, where it was prepared for that; by the keys of the clauses.
    catches_up = models.JSONField(_("version of the model it follows"), default=dict, blank=True, editable=False)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "number"],
                name="an_amendment_has_a_number_of_its_own",
                violation_error_message=_("Somebody else has just prepared an amendment."),
            ),
            models.CheckConstraint(
                condition=Q(sort__in=Amending.values),
                name="an_amendment_is_of_a_known_sort",
                violation_error_message=_("There is no such amendment."),
            ),
            models.CheckConstraint(
                condition=~Q(sort=Amending.EXTENSION) | Q(until__isnull=False),
                name="an_extension_names_the_new_end",
                violation_error_message=_("An extension names the new end."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent}: {self.number}"
