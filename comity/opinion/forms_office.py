"""What the office chooses and types about the answers."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PeriodForm(forms.Form):
    """From when the answers are counted."""

    period = forms.ChoiceField(
        label=_("Period"),
        choices=[
            ("", _("since the beginning")),
            ("30", _("the last 30 days")),
            ("90", _("the last 90 days")),
            ("365", _("the last 365 days")),
        ],
        required=False,
    )

    def days(self) -> tuple[date | None, date | None]:
        """This will give the first and the last day; what nobody offered narrows nothing down."""
        chosen = self.cleaned_data.get("period") if self.is_valid() else ""
        return (timezone.localdate() - timedelta(days=int(chosen) - 1), None) if chosen else (None, None)
