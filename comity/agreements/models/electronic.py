"""Signing by certificate: the PDF that was handed out, and each copy of it that came back signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.personal import About
from comity.agreements.models.approvals import AgreedText
from comity.agreements.models.signatures import Signature, random_name
from comity.files.kinds import PDF
from comity.journal.records import Recorded
from comity.papers.words import because

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement


class Weight(models.TextChoices):
    """What a signed copy counts for."""

    PROVEN = "proven", pgettext_lazy("signed copy", "proven")
    KEPT = "kept", pgettext_lazy("signed copy", "not proven; kept, and not counted")
    COUNTED = "counted", pgettext_lazy("signed copy", "not proven; counted by our office, with a reason")


class SigningCopyQuerySet(models.QuerySet["SigningCopy"]):
    def of(self, agreement: Agreement) -> SigningCopyQuerySet:
        """This will keep the one of the text that stands."""
        return self.filter(text__agreement=agreement, text__reopened_at=None).select_related("text")

    def of_bytes(self, sha256: str) -> SigningCopyQuerySet:
        """This will keep those that are this very file."""
        return self.filter(sha256=sha256).select_related("text__agreement")


class SigningCopy(Recorded):
    """The PDF of an agreed text, in all its languages, that the parties sign one after the other."""

    PERSONAL = frozenset({"by_name"})
    ABOUT = About(author="by_name", kept=_("It is the text that the parties sign; who had it printed is not told."))

    text = models.OneToOneField(AgreedText, on_delete=models.PROTECT, related_name="signing_copy")
    file = models.FileField(_("PDF for signing"), upload_to=random_name)
    size = models.PositiveIntegerField()  # in bytes
    sha256 = models.CharField(max_length=64, db_index=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = SigningCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("PDF for signing")

    def __str__(self) -> str:
        return self.sha256[:12]

    media_type = PDF.media_type

    @property
    def name_to_save(self) -> str:
        """The name under which a browser saves it."""
        return f"agreement-{self.text.agreement_id}-for-signing.pdf"


class SignedCopyQuerySet(models.QuerySet["SignedCopy"]):
    def of(self, agreement: Agreement) -> SignedCopyQuerySet:
        """This will keep the signed copies of the text that stands, in the order in which they came."""
        found = self.filter(text__agreement=agreement, text__reopened_at=None)
        return found.select_related("party__organisation", "text").order_by("pk")

    def counting(self) -> SignedCopyQuerySet:
        """This will keep those that count as a signature of their party."""
        return self.exclude(weight=Weight.KEPT)

    def waiting(self) -> SignedCopyQuerySet:
        """This will keep those that are not proven, of parties that have not signed."""
        return self.filter(weight=Weight.KEPT).exclude(party__in=Signature.objects.values("party"))

    def of_bytes(self, sha256: str) -> SignedCopyQuerySet:
        """This will keep those that are this very file."""
        return self.filter(sha256=sha256)


class SignedCopy(Recorded):
    """The PDF as one party signed it by certificate, and what was found when it was verified.

    The first bytes of each are those of the one before, down to the PDF that was handed out.
    """

    PERSONAL = frozenset({"by_name", "holder", "counted_by"})
    ABOUT = About(
        author="by_name",
        signed=("counted_by",),
        kept=_("Who signed for a party is part of the agreement and stays; who handed it in is not told any more."),
    )

    text = models.ForeignKey(AgreedText, on_delete=models.PROTECT, related_name="signed_copies")
    party = models.ForeignKey("agreements.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("party"))
    signature = models.OneToOneField(
        Signature, on_delete=models.PROTECT, null=True, editable=False, related_name="by_certificate"
    )
    file = models.FileField(_("signed PDF"), upload_to=random_name)
    size = models.PositiveIntegerField()  # in bytes
    sha256 = models.CharField(max_length=64, db_index=True)
    # What the certificate says; only its issuer answers for that.
    holder = models.CharField(_("certificate says"), max_length=200)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64)
    weight = models.CharField(_("counts as"), max_length=10, choices=Weight)
    why = models.JSONField(_("why it is not proven"), default=list, blank=True)
    is_same_name = models.BooleanField(_("the certificate names the representative"), default=False)
    is_revocation_proven = models.BooleanField(_("proven not to be revoked"), default=False)
    claimed_at = models.DateTimeField(_("signed at, as the signer's clock says"), null=True, blank=True)
    proven_at = models.DateTimeField(_("signed at, as an authority of time says"), null=True, blank=True)
    counted_by = models.CharField(_("counted by"), max_length=200, blank=True)
    counted_why = models.CharField(_("why it is counted"), max_length=300, blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = SignedCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed copy")
        verbose_name_plural = _("signed copies")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weight=Weight.KEPT, signature=None) | (~Q(weight=Weight.KEPT) & Q(signature__isnull=False)),
                name="a_copy_counts_as_a_signature_or_is_kept",
                violation_error_message=_("A copy counts as a signature, or it is only kept."),
            ),
            models.CheckConstraint(
                condition=~Q(weight=Weight.COUNTED) | ~Q(counted_why=""),
                name="an_unproven_copy_is_counted_with_a_reason",
                violation_error_message=_("Say why it is counted although it is not proven."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.holder}"

    def get_absolute_url(self) -> str:
        return reverse("signed-copy", args=[self.text.agreement_id, self.pk])

    media_type = PDF.media_type

    @property
    def name_to_save(self) -> str:
        """The name under which a browser saves it."""
        return f"agreement-{self.text.agreement_id}-signed-{self.pk}.pdf"

    @property
    def is_proven(self) -> bool:
        """Whether it was proven when it came."""
        return self.weight == Weight.PROVEN

    @property
    def why_in_words(self) -> str:
        """Why it is not proven."""
        return because(self.why)
