"""The acts by which the parties sign with a certificate; they join those that the page of an agreement offers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Viewer
from comity.agreements import certifying
from comity.agreements import forms_signing as forms
from comity.agreements.access import party_of
from comity.agreements.models import Agreement, Party, SignedCopy, Stage
from comity.agreements.offering import ACTS, BY_NAME, PAGE, TEXT, Act, stages
from comity.agreements.permissions import may_approve, may_record
from comity.journal.refusals import NotNow


def _office(viewer: Viewer, agreement: Agreement) -> bool:
    return may_record(viewer)


def _is_printed(viewer: Viewer, agreement: Agreement) -> bool:
    return certifying.present_file(agreement) is not None


def _is_not_printed(viewer: Viewer, agreement: Agreement) -> bool:
    return not _is_printed(viewer, agreement)


def _is_to_sign(viewer: Viewer, agreement: Agreement) -> bool:
    party, text = party_of(viewer, agreement), agreement.text()
    is_open = party is not None and text is not None and not text.signatures.filter(party=party).exists()
    return is_open and _is_printed(viewer, agreement)


def _has_unproven(viewer: Viewer, agreement: Agreement) -> bool:
    return SignedCopy.objects.of(agreement).waiting().exists()


def _own(by: Any, agreement: Agreement) -> Party:
    party = party_of(by, agreement)
    if party is None:
        raise NotNow(_("You do not speak for a party of this agreement."))
    return party


def _take(agreement: Agreement, form: Any, at: datetime, by: Any) -> object:
    party = form.cleaned_data.get("party") or _own(by, agreement)
    return certifying.take_signed(agreement, party=party, content=form.cleaned_data["signed"], at=at, by=by)


def _sign_here(agreement: Agreement, form: Any, at: datetime, by: Any) -> object:
    given = form.cleaned_data
    return certifying.sign_here(
        agreement, party=_own(by, agreement), key=given["key"], passphrase=given["key_password"], at=at, by=by
    )


def _count(agreement: Agreement, form: Any, at: datetime, by: Any) -> object:
    return certifying.count_unproven(form.cleaned_data["copy"], why=form.cleaned_data["why"], at=at, by=by)


SIGNING = [
    Act(
        "signing-copy",
        _("Print the PDF for signing by certificate"),
        _("The PDF for signing is there. Each party signs it in its turn."),
        _office,
        stages(Stage.APPROVED),
        lambda one, form, at, by: certifying.prepare_copy(one, at=at, by=by),
        form=forms.SigningCopyForm,
        fits=_is_not_printed,
    ),
    Act(
        "certificate",
        _("Bring the PDF that our side signed"),
        _("The signed PDF is kept. What it proves is told below."),
        may_approve,
        stages(Stage.APPROVED),
        _take,
        form=forms.CertificateForm,
        due_at=stages(Stage.APPROVED),
        fits=_is_to_sign,
        is_for_links=True,
        places=frozenset({PAGE, TEXT}),
    ),
    Act(
        "key",
        _("Sign here with a key"),
        _("The signed PDF is kept. What it proves is told below."),
        may_approve,
        stages(Stage.APPROVED),
        _sign_here,
        form=forms.KeyForm,
        fits=_is_to_sign,
        is_for_links=True,
        places=frozenset({PAGE, TEXT}),
    ),
    Act(
        "certificate-on-behalf",
        _("Bring a PDF that a party signed"),
        _("The signed PDF is kept. What it proves is told below."),
        _office,
        stages(Stage.APPROVED),
        _take,
        form=forms.CertificateOnBehalfForm,
        fits=_is_printed,
    ),
    Act(
        "counting",
        _("Count a signature that is not proven"),
        _("It is counted, and shown as not proven."),
        _office,
        stages(Stage.APPROVED),
        _count,
        form=forms.CountForm,
        fits=_has_unproven,
        is_grave=True,
    ),
]
ACTS += SIGNING
BY_NAME |= {act.name: act for act in SIGNING}
