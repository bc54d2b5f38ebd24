"""What a reader types who wants the news by mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

SALT = "comity.newsletter.asking"
SOONEST = timedelta(seconds=2)  # a person needs longer for an address
LONGEST = timedelta(hours=24)
OF_A_NETWORK, HOUR = 60, 3_600  # requests in an hour, in seconds; a university has one address for all
TRAP = "website"  # a field that people do not see, and programs fill in


def seal(*, at: datetime) -> str:
    """This will seal the moment at which the form is shown; it stands for the token that needs a cookie."""
    return signing.Signer(salt=SALT).sign_object(int(at.timestamp()))


class AskForm(forms.Form):
    """An address, and the moment at which it was asked for."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        """This will refuse what came faster than a person types, or from a form that is older than a day."""
        given = super().clean() or {}
        try:
            shown = int(signing.Signer(salt=SALT).unsign_object(self.data.get("shown", "")))
        except (signing.BadSignature, ValueError, TypeError, UnicodeError):
            shown = 0
        age = self.now.timestamp() - shown
        if age > LONGEST.total_seconds():
            raise forms.ValidationError(_("This page was open for more than a day. Send your address once more."))
        if age < SOONEST.total_seconds():
            raise forms.ValidationError(
                _("That was faster than a person types, as only programs are. Wait a moment, then send it again.")
            )
        return given

    @property
    def is_trapped(self) -> bool:
        """Whether a field was filled in that nobody sees."""
        return bool(self.data.get(TRAP))


def is_too_often(network: str) -> bool:
    """This will count one more request of a network and tell whether it has sent too many in this hour."""
    key = f"newsletter:net:{network}"
    if cache.add(key, 1, HOUR):
        return False
    try:
        return int(cache.incr(key)) > OF_A_NETWORK
    except ValueError:  # its hour ended between the two questions
        return False
