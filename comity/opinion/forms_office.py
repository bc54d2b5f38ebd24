"""What the office chooses and types about the answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import User
from comity.opinion.models import Answer, Reply, Theme
from comity.translation.speech import TOLD
from comity.translation.templatetags.said import language_name
from comity.ui.forms import DayInput

UNKNOWN = "none"  # of a language, in an address


class PeriodForm(forms.Form):
    """From when the answers are counted, and in which steps they are told."""

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
    by = forms.ChoiceField(
        label=_("Trend by"), choices=[("month", _("month")), ("week", _("week"))], required=False, initial="month"
    )

    def days(self) -> tuple[date | None, date | None]:
        """This will give the first and the last day; what nobody offered narrows nothing down."""
        chosen = self._asked("period")
        return (timezone.localdate() - timedelta(days=int(chosen) - 1), None) if chosen else (None, None)

    def step(self) -> str:
        """This will tell whether weeks or months are counted."""
        return self._asked("by") or "month"

    def _asked(self, name: str) -> str:
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get(name) or "")


class CommentsForm(forms.Form):
    """Which comments are read."""

    theme = forms.ChoiceField(label=_("Theme"), required=False)
    language = forms.ChoiceField(label=_("Language of the comment"), required=False)
    low = forms.BooleanField(label=_("Only of the dissatisfied"), required=False)

    def __init__(self, *args: Any, themes: list[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = {str(one.pk): one for one in themes}
        self.fields["theme"].choices = [  # type: ignore[attr-defined]
            ("", _("all themes")),
            *((key, str(one)) for key, one in self.themes.items()),
        ]

        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("all languages")),
            *((code, language_name(code)) for code in TOLD),
            (UNKNOWN, _("not known")),
        ]

    def narrow(self, answers: list[Answer]) -> list[Answer]:
        """This will keep the comments that are asked for; what nobody offered narrows nothing down."""
        self.is_valid()
        told = getattr(self, "cleaned_data", {})
        theme = self.themes.get(told.get("theme", ""))
        found = [one for one in answers if theme is None or theme.is_in(one.comment)]
        if language := told.get("language"):
            found = [one for one in found if (one.said_in or UNKNOWN) == language]
        return [one for one in found if one.is_low] if told.get("low") else found


class ColleagueField(forms.ModelChoiceField):
    """Somebody of the office, called as everywhere else."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.shown_name)


class AssignmentForm(forms.Form):
    """To whom a task is given, and until when."""

    owner = ColleagueField(User.objects.none(), label=_("Owner"))
    due_on = forms.DateField(label=_("Due"), widget=DayInput)

    def __init__(self, *args: Any, among: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = among  # type: ignore[attr-defined]


class ClosingForm(forms.Form):
    """What was done."""

    done = forms.CharField(label=_("What was done"), widget=forms.Textarea, max_length=2_000)


class WhyForm(forms.Form):
    """Why something is done."""

    why = forms.CharField(label=_("How this is known"), widget=forms.Textarea, max_length=2_000)


class ThemeForm(forms.ModelForm):
    class Meta:
        model = Theme
        fields = ["name", "words"]


class ReplyForm(forms.ModelForm):
    class Meta:
        model = Reply
        fields = ["said", "did", "on", "is_published"]
        widgets = {"on": DayInput}
