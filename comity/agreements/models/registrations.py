"""That an agreement, a change of it or its end was registered as a treaty, and under which number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.personal import About
from comity.agreements.models.reviews import KEPT
from comity.journal.records import Recorded

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement


class Registered(models.TextChoices):
    """What was registered: later changes of parties or terms are, too (Charter of the United Nations, article 102)."""

    ITSELF = "itself", pgettext_lazy("registration", "the agreement itself")
    CHANGE = "change", pgettext_lazy("registration", "a change of its parties or terms")
    END = "end", pgettext_lazy("registration", "its end")


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def of(self, agreement: Agreement) -> RegistrationQuerySet:
        """This will keep those of one agreement, the first first, with the party that registered each."""
        return self.filter(agreement=agreement).select_related("party__organisation").order_by("registered_on", "pk")

    def of_itself(self) -> RegistrationQuerySet:
        """This will keep those by which an agreement itself was registered."""
        return self.filter(what=Registered.ITSELF)

    def in_register(self, register: str) -> RegistrationQuerySet:
        """This will keep those in one register, however its capital letters are written."""
        return self.filter(register__iexact=register)


class Registration(Recorded):
    """An entry in a register of treaties, which most instruments never have."""

    PERSONAL = frozenset({"by_name"})
    ABOUT = About(author="by_name", kept=KEPT)

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="registrations")
    what = models.CharField(_("what was registered"), max_length=10, choices=Registered, default=Registered.ITSELF)
    register = models.CharField(_("in which register"), max_length=200)
    number = models.CharField(_("number in the register"), max_length=100)
    registered_on = models.DateField(_("registered on"))
    # Nobody of them where the depositary, or the keeper of the register itself, saw to it.
    party = models.ForeignKey(
        "agreements.Party",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered by"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "register"],
                condition=Q(what="itself"),
                name="an_agreement_is_registered_once_in_a_register",
                violation_error_message=_("It is registered there already."),
            ),
            models.CheckConstraint(
                condition=Q(what__in=Registered.values) & ~Q(register="") & ~Q(number=""),
                name="a_registration_names_its_register_and_number",
                violation_error_message=_("Name the register and the number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register}: {self.number}"
