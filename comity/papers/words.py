"""What was found of a signed PDF, in sentences that say what is proven and what is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

UNREADABLE: dict[str, Any] = {
    "no pdf": _("This file is no PDF."),
    "locked": _("This PDF is locked with a password. Signed PDFs are not."),
    "too much": _("This file is too large, or too costly to read."),
    "damaged": _("This PDF cannot be read. It may be damaged, or cut off."),
}
WHY: dict[str, Any] = {
    "altered": _("What was signed has been altered since."),
    "changed_after": _("After it was signed, something was added that shows another document."),
    "appended": _("Bytes were appended that no signature covers."),
    "uncovered": _("The signature does not cover the document that is shown."),
    "revoked": _("The certificate was revoked."),
    "unreadable": _("The signature cannot be read."),
    "unknown_issuer": _("The certificate comes from nobody who is trusted here: it may belong to anybody."),
    "expired": _("The certificate had ended, and nothing proves that it was signed before."),
    "not_yet": _("The certificate does not hold yet."),
    "weak": _("The signature uses a method that is no longer safe."),
    "unfit": _("The certificate is not meant for signing."),
    "in_future": _("It claims to have been signed at a time that lies ahead."),
    "other": _("It could not be proven."),
}
NOT_SIGNED: dict[str, Any] = {
    "passphrase": _("The key does not open with this passphrase, or the file holds no key."),
    "no key": _("This file holds no key that can sign."),
    "time": _("The authority of time did not answer. Nothing was signed; try again later."),
    "damaged": _("The PDF could not be signed."),
    "device": _("The device that holds the key does not answer."),
}


def unreadable(reason: str) -> str:
    """This will say why a file could not be looked at."""
    return str(UNREADABLE.get(reason, UNREADABLE["damaged"]))


def because(why: Iterable[str]) -> str:
    """This will say why a signature proves less than it could, the gravest first."""
    return " ".join(str(WHY.get(str(one), WHY["other"])) for one in why)


def not_signed(reason: str) -> str:
    """This will say why nothing was signed."""
    return str(NOT_SIGNED.get(reason, NOT_SIGNED["damaged"]))
