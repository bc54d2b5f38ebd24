"""What a reader types who wants the news by mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.journal.refusals import NotNow
from comity.opinion.limits import one_more
from comity.translating.sealing import refuse_unsealed, sealed

FOR = "newsletter"  # what the seal of this form is for
SOONEST = timedelta(seconds=2)  # a person needs longer for an address
OF_A_NETWORK = 60  # requests in an hour; a university has one address for all
TRAP = "website"  # a field that people do not see, and programs fill in


def seal(*, at: datetime) -> str:
    """This will seal the moment at which the form is shown; it stands for the token that needs a cookie."""
    return sealed(FOR, at=at)


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
            refuse_unsealed(self.data.get("shown", ""), FOR, now=self.now, soonest=SOONEST)
        except NotNow as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return given

    @property
    def is_trapped(self) -> bool:
        """Whether a field was filled in that nobody sees."""
        return bool(self.data.get(TRAP))


def is_too_often(network: str) -> bool:
    """This will count one more request of a network and tell whether it has sent too many in this hour."""
    return one_more(f"newsletter:net:{network}") > OF_A_NETWORK
