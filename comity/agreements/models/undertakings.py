"""What a clause obliges a party to do, and the promises that it became when the agreement came into force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.personal import About
from comity.agreements.models.clauses import GAP
from comity.commitments.models import Commitment
from comity.journal.records import Recorded
from comity.translation.texts import TextField

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement
    from comity.agreements.models.parties import Party


class When(models.TextChoices):
    """When what a clause obliges to is to be done."""

    OPEN = "open", pgettext_lazy("undertaking", "without a day")
    ON_DAY = "on_day", pgettext_lazy("undertaking", "on a day")
    YEARLY = "yearly", pgettext_lazy("undertaking", "every year, counted from its entry into force")
    AT_END = "at_end", pgettext_lazy("undertaking", "at the end of the term")


class Side(models.TextChoices):
    """Who undertakes something, or to whom, as a model tells it: each agreement has parties of its own."""

    OURS = "ours", pgettext_lazy("undertaking", "our office")
    OTHER = "other", pgettext_lazy("undertaking", "the other party")
    OPEN = "", pgettext_lazy("undertaking", "to be completed")

    @classmethod
    def of(cls, party: Party | None, parties: list[Party]) -> Side:
        """This will tell on which side of an agreement a party stands; of several others none is told by a side."""
        return next((side for side in (cls.OURS, cls.OTHER) if party and side.among(parties) == party), cls.OPEN)

    def among(self, parties: list[Party]) -> Party | None:
        """This will find who stands on this side of an agreement; nobody where that cannot be told."""
        here = [one for one in parties if self != Side.OPEN and one.is_ours == (self == Side.OURS)]
        return here[0] if len(here) == 1 else None


class UndertakingQuerySet(models.QuerySet["Undertaking"]):
    def of(self, agreement: Agreement) -> UndertakingQuerySet:
        """This will keep what the clauses of an agreement oblige to, as they follow each other."""
        named = ("clause", "party__organisation", "beneficiary__organisation")
        found = self.filter(clause__agreement=agreement).select_related(*named)
        return found.order_by("clause__part", "clause__position", "pk")

    def yearly(self) -> UndertakingQuerySet:
        """This will keep what is to be done every year."""
        return self.filter(when=When.YEARLY)


class Undertaking(Recorded):
    """Who owes whom what by a clause, and by when.

    What came with a model can lack some of that, until somebody of our office completes it.
    """

    ABOUT = About(kept=_("It is part of what the parties agreed on; whom it names belongs to it."))

    clause = models.ForeignKey(
        "agreements.Clause", on_delete=models.CASCADE, related_name="undertakings", verbose_name=_("clause")
    )
    party = models.ForeignKey(
        "agreements.Party",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who undertakes it"),
    )
    beneficiary = models.ForeignKey(
        "agreements.Party",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("to whom"),
    )
    what = TextField(_("what, in one sentence"))
    when = models.CharField(_("due"), max_length=10, choices=When, default=When.OPEN, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)

    objects = UndertakingQuerySet.as_manager()

    class Meta:
        verbose_name = _("undertaking")
        verbose_name_plural = _("undertakings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(party=F("beneficiary")),
                name="no_party_undertakes_something_towards_itself",
                violation_error_message=_("Nobody promises something to themselves."),
            ),
            models.CheckConstraint(
                condition=Q(when=When.ON_DAY, due_on__isnull=False) | (~Q(when=When.ON_DAY) & Q(due_on=None)),
                name="an_undertaking_has_a_day_or_another_occasion",
                violation_error_message=_("Give the day where it is due on a day, and only then."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.what)

    @property
    def lacking(self) -> list[Any]:
        """What is still to be completed, as the page calls it; nothing where it can become a promise."""
        told = {
            "party": self.party_id,
            "beneficiary": self.beneficiary_id,
            "what": not any(GAP in words for words in self.what.values()),
            "when": self.when,
        }
        return [self._meta.get_field(name).verbose_name for name, is_told in told.items() if not is_told]  # type: ignore[union-attr]

    def clean(self) -> None:
        if self.party_id and self.party_id == self.beneficiary_id:
            raise ValidationError({"beneficiary": _("Nobody promises something to themselves.")})
        if (self.when == When.ON_DAY) != (self.due_on is not None):
            raise ValidationError({"due_on": _("Give the day where it is due on a day, and only then.")})


class PromisedQuerySet(models.QuerySet["Promised"]):
    def of(self, agreement: Agreement) -> PromisedQuerySet:
        """This will keep the promises that an agreement made, with their clauses, the one due first first."""
        found = self.filter(undertaking__clause__agreement=agreement)
        return found.select_related("undertaking__clause").order_by("undertaking", "number")

    def seen_in(self, commitments: models.QuerySet[Commitment]) -> PromisedQuerySet:
        """This will keep those whose promise is among these."""
        named = models.Prefetch("commitment", commitments)
        return self.filter(commitment__in=commitments.values("pk")).prefetch_related(named)


class Promised(Recorded):
    """The promise that an undertaking became; of what is due every year, one for each year."""

    ABOUT = About(impersonal="it ties a promise to its clause and names nobody")

    undertaking = models.ForeignKey(
        Undertaking, on_delete=models.PROTECT, related_name="promised", verbose_name=_("undertaking")
    )
    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("which year"), default=1)

    objects = PromisedQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise of a clause")
        constraints = [
            models.UniqueConstraint(
                fields=["undertaking", "number"],
                name="an_undertaking_becomes_a_promise_once",
                violation_error_message=_("It became a promise already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.undertaking}: {self.number}"
