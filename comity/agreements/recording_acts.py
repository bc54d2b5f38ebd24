"""The record of acts of an agreement: who approved and signed, when, how identified, and which hash."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from comity.accounts.factors import second_factors_of
from comity.accounts.models import User
from comity.agreements.access import approvals_of, signatures_of, signed_copies_of
from comity.agreements.certifying import trusted
from comity.agreements.models import Agreement, Approval
from comity.journal.refusals import NotNow
from comity.papers.printing import printed
from comity.papers.words import not_signed
from comity.translation.templatetags.said import isolated
from comity.translation.texts import current_language, direction


def print_record(viewer: User, agreement: Agreement, *, at: datetime) -> bytes:
    """This will print what the acts of the parties were, in the reader's language, and seal it where there is a seal.

    The seal answers for this record and for nothing that a party signed. Raises CannotPrint where nothing can be
    printed, and NotNow where the key that seals cannot be used.
    """
    language = current_language()
    shown = {
        "agreement": agreement,
        "text": agreement.text(),
        "approvals": [(one, identified(one)) for one in approvals_of(viewer, agreement, agreement.text())],
        "signatures": signatures_of(viewer, agreement),
        "copies": signed_copies_of(viewer, agreement),
        "at": at,
        "is_sealed": bool(settings.SEAL),
        "language": language,
        "direction": direction(language),
    }
    made = printed(render_to_string("agreements/record.html", shown))
    return _sealed(made) if settings.SEAL else made


def identified(approval: Approval) -> str:
    """This will say how whoever gave an approval was told from everybody else."""
    if approval.by_link:
        return _("by a signed link that was sent to %s") % isolated(approval.by_link.email)
    factors = second_factors_of(approval.by_user) if approval.by_user else None
    if factors and (factors.app or factors.keys):
        return _("by signing in to an account that has a second factor now")
    return _("by signing in to an account with a password, without a second factor")


def _sealed(made: bytes) -> bytes:
    from comity.papers import sealing  # noqa: PLC0415 - pyHanko loads slowly, where it is asked for

    given: dict[str, Any] = {"where": settings.SEAL, "passphrase": settings.SEAL_PASSPHRASE}
    try:
        return sealing.sealed(made, **given, trust=trusted(), authority=settings.TSA)[0]
    except sealing.NotSigned as refusal:
        raise NotNow(not_signed(refusal.reason)) from None
