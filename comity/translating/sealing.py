"""What a form of a visitor carries: for what it was shown, and when, sealed.

It stands for Django's token, which needs a cookie, as it does after an article (decision 21): it says nothing of the
visitor, so that the page with the form can be kept for everybody.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.utils.translation import gettext_lazy as _

from comity.journal.refusals import NotNow

LONGEST = timedelta(hours=24)
SALT = "comity.translating.sealing"


class Unsealed(NotNow):
    """A form that was not shown here for this, or too long ago, or a moment ago."""


def sealed(what: str, *, at: datetime) -> str:
    """This will seal for what a form is, and when it was shown."""
    return signing.Signer(salt=SALT).sign_object([what, int(at.timestamp())])


def refuse_unsealed(token: str, what: str, *, now: datetime, soonest: timedelta = timedelta(0)) -> None:
    """This will raise Unsealed where a form is not ours, for something else, too old, or sent sooner than people do."""
    try:
        of, at = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, UnicodeError):
        of, at = "", 0
    age = now.timestamp() - at
    if of != what:
        raise Unsealed(_("This form is not ours, or was changed on its way to us, so nothing was done. Send it again."))
    if age > LONGEST.total_seconds():
        raise Unsealed(_("This page was open for more than a day. What you wrote is still here: send it again."))
    if age < soonest.total_seconds():
        raise Unsealed(
            _("This came sooner than a person writes. What you wrote is still here: wait a moment, then send it again.")
        )
