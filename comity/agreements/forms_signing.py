"""What is asked for where the parties sign by certificate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comity.agreements.forms_acts import ActForm, PartyField
from comity.agreements.models import SignedCopy
from comity.files.kinds import PDF
from comity.files.reading import read_file
from comity.translation.templatetags.said import isolated

LARGEST_KEY = 100_000  # bytes


class SigningCopyForm(ActForm):
    above = _(
        "All languages in one PDF, the one that prevails first. Each party signs it with a certificate of its own."
    )


class CertificateForm(ActForm):
    """The PDF as it was downloaded here, with one signature more."""

    above = _(
        "Download the PDF for signing, sign it with your own program and certificate, and bring it back. It is "
        "verified at once: whose certificate it is, that nothing else was changed, and who vouches for it."
    )

    signed = forms.FileField(
        label=_("Signed PDF"), max_length=255, widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"})
    )

    def clean_signed(self) -> bytes:
        read = read_file(self.cleaned_data["signed"], largest=settings.EVIDENCE_MAX_BYTES, taken=[PDF])
        return read.file.read()


class CertificateOnBehalfForm(CertificateForm):
    above = _("A party sent its signed PDF to our office. It is verified as if the party had brought it.")

    party = PartyField(_("Which party signed"))
    field_order = ["party", "signed"]

    def parties(self) -> Any:
        text = self.agreement.text()
        return super().parties().exclude(pk__in=text.signatures.values("party") if text else [])


class KeyForm(ActForm):
    above = _(
        "Your key is used for this one signature and is kept nowhere, nor is its passphrase. If you can, sign on your "
        "own machine instead: then it never leaves it."
    )

    key = forms.FileField(
        label=_("Key with its certificate (PKCS#12)"),
        max_length=255,
        help_text=_("A file that ends in .p12 or .pfx."),
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}),
    )
    # Its name is on the lists of what is not given back, not drafted and not hashed.
    key_password = forms.CharField(
        label=_("Passphrase of the key"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_key(self) -> bytes:
        key = self.cleaned_data["key"]
        if key.size > LARGEST_KEY:
            raise ValidationError(_("This file holds no key that can sign."))
        return bytes(key.read())


class CopyField(forms.ModelChoiceField):
    """A signed copy that is kept and not counted."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.party.organisation.called} – {isolated(obj.holder)}"


class CountForm(ActForm):
    above = _(
        "It is shown for good that this signature is not proven, that our office counts it, and why: for example "
        "because the party confirmed its certificate by letter."
    )

    copy = CopyField(SignedCopy.objects.none(), label=_("Which signed copy"), empty_label=_("Choose …"))
    why = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copy"].queryset = SignedCopy.objects.of(self.agreement).waiting()  # type: ignore[attr-defined]
