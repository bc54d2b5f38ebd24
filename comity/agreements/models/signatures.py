"""The signature of each party: who signed, when, where, by what authority, and the paper that shows it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.storage import Storage
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.personal import About
from comity.agreements.models.approvals import AgreedText
from comity.agreements.models.parties import Authority
from comity.files.kinds import extension_of
from comity.journal.records import Recorded
from comity.translation.texts import TextField
from comity.translation.unseen import as_file_name

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement


class Mode(models.TextChoices):
    """How a party signed."""

    WET = "wet", pgettext_lazy("signature", "by hand, on paper")
    LETTERS = "letters", pgettext_lazy("signature", "by exchange of letters")
    ELECTRONIC = "electronic", pgettext_lazy("signature", "electronically, outside of here")
    CERTIFICATE = "certificate", pgettext_lazy("signature", "by certificate, in the PDF")


def random_name(signature: Signature | None = None, filename: str = "") -> str:
    """This will name a stored scan so that nothing of the sender's name is in the path."""
    return f"signed/{uuid4().hex}"


class SignatureQuerySet(models.QuerySet["Signature"]):
    def of(self, agreement: Agreement) -> SignatureQuerySet:
        """This will keep the signatures under one agreement, the first one first."""
        found = self.filter(text__agreement=agreement, text__reopened_at=None)
        return found.select_related("party__organisation", "text", "by_certificate").order_by("signed_on", "pk")

    def with_a_scan(self) -> SignatureQuerySet:
        """This will keep those of which a scan is kept."""
        return self.exclude(file="")


class Signature(Recorded):
    """One party signed one agreed text; both that it did and the text are facts, and neither is the legal effect."""

    PERSONAL = frozenset({"by_name", "signed_by", "confirmed_by"})
    ABOUT = About(
        author="by_name",
        signed=("confirmed_by",),
        kept=_("Who signed for a party is part of the agreement and stays; who recorded it is not told any more."),
    )

    text = models.ForeignKey(AgreedText, on_delete=models.PROTECT, related_name="signatures")
    party = models.ForeignKey("agreements.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("party"))
    mode = models.CharField(_("how it was signed"), max_length=12, choices=Mode, default=Mode.WET)
    signed_on = models.DateField(_("signed on"))
    place = TextField(_("place"), blank=True)
    signed_by = TextField(_("signed by"))
    signed_as = TextField(_("as (office held)"), blank=True)
    authority = models.CharField(_("by what authority"), max_length=12, choices=Authority)
    file = models.FileField(_("scan"), blank=True, upload_to=random_name)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)  # in bytes
    sha256 = models.CharField(max_length=64, blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    # The word of the party itself, where somebody else recorded that it signed.
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, editable=False)
    confirmed_by = models.CharField(_("confirmed by"), max_length=200, blank=True, editable=False)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "party"],
                name="a_party_signs_an_agreement_once",
                violation_error_message=_("This party has signed already."),
            ),
            models.CheckConstraint(
                condition=Q(mode__in=Mode.values, authority__in=Authority.values),
                name="a_signature_has_a_known_mode_and_authority",
                violation_error_message=_("There is no such way to sign."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.signed_on}"

    def get_absolute_url(self) -> str:
        return reverse("signed-scan", args=[self.text.agreement_id, self.pk])

    @classmethod
    def store(cls) -> Storage:
        """This will name the place where scans lie: outside of what is served as it is."""
        return cls._meta.get_field("file").storage  # type: ignore[union-attr, no-any-return]

    @property
    def name_to_save(self) -> str:
        """The name under which a browser saves the scan, ending in what it truly is."""
        stem = PurePath(as_file_name(self.file_name)).stem or "signed"
        return f"{stem}.{extension_of(self.media_type)}"
