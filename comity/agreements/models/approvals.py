"""The text that was agreed, frozen under one hash, and the word of each party on that very hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import SignedLink, User
from comity.accounts.personal import About
from comity.journal.records import Recorded

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement


class AgreedTextQuerySet(models.QuerySet["AgreedText"]):
    def of(self, agreement: Agreement) -> AgreedTextQuerySet:
        """This will keep the texts that were agreed in one agreement, the last one first."""
        return self.filter(agreement=agreement).order_by("-number")

    def standing(self) -> AgreedTextQuerySet:
        """This will keep those that were neither opened again nor replaced by an amendment."""
        return self.filter(reopened_at=None, replaced_at=None)

    def in_effect(self) -> AgreedTextQuerySet:
        """This will keep those that every party approved (EWP: the last mutually approved snapshot stays in effect)."""
        return self.filter(approved_at__isnull=False)


class AgreedText(Recorded):
    """All language versions at one moment, in the one form that is hashed; it never changes.

    Opened again, it stays here with its number, and its approvals are void; the next agreed text gets the next number.
    So does the text that an amendment makes of it on entry into force; nobody approves that one, because the parties
    approved the amendment.
    """

    PERSONAL = frozenset({"differs_by"})
    ABOUT = About(
        signed=("differs_by",),
        kept=_("The parties agreed on these very words; whom they name is part of the record and stays."),
    )

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.TextField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    agreed_at = models.DateTimeField(_("agreed on"))
    approved_at = models.DateTimeField(_("approved by all on"), null=True, editable=False)
    reopened_at = models.DateTimeField(_("opened again on"), null=True, editable=False)
    replaced_at = models.DateTimeField(_("replaced by an amendment on"), null=True, editable=False)
    # The amendment whose entry into force made this text of the one before it; each makes one.
    amendment = models.OneToOneField(
        "agreements.Amendment",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("amendment that made it"),
    )
    # Names, days or numbers differed between its languages, and somebody took that on themselves.
    differs_why = models.TextField(_("why its languages may differ"), blank=True, editable=False)
    differs_by = models.CharField(_("accepted by"), max_length=200, blank=True, editable=False)

    objects = AgreedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreed text")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="an_agreed_text_has_a_number_of_its_own"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(reopened_at=None, replaced_at=None),
                name="one_agreed_text_stands_at_a_time",
                violation_error_message=_("Another text is agreed already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.sha256[:12]}"


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def of(self, text: AgreedText) -> ApprovalQuerySet:
        """This will keep the approvals of one text, in the order in which they were given."""
        return self.filter(text=text).select_related("party__organisation").order_by("pk")


class Approval(Recorded):
    """One party's word that a text is right; it names the SHA-256 of that very text and holds for no other."""

    PERSONAL = frozenset({"by_name", "known_from"})
    ABOUT = About(
        whose=("by_user", "by_link"),
        author="by_name",
        kept=_("That a party approved the text is what makes it final; who said so for it is not told any more."),
    )

    text = models.ForeignKey(AgreedText, on_delete=models.CASCADE, related_name="approvals")
    party = models.ForeignKey("agreements.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("party"))
    sha256 = models.CharField(max_length=64)
    # Another visible act than a party's own word: our office heard it, and says from where.
    is_on_behalf = models.BooleanField(_("recorded on behalf of the party"), default=False)
    known_from = models.CharField(_("how this is known"), max_length=300, blank=True)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_link = models.ForeignKey(SignedLink, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "party"],
                name="a_party_approves_a_text_once",
                violation_error_message=_("This party has approved this text already."),
            ),
            models.CheckConstraint(
                condition=Q(is_on_behalf=False) | ~Q(known_from=""),
                name="an_approval_on_behalf_says_how_it_is_known",
                violation_error_message=_("Say how this is known."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.sha256[:12]}"
