"""What may be answered and typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.opinion.models import Found, Level
from comity.opinion.models.answers import LONGEST

NAMELESS = _(
    "At most 1,200 letters. Please write nothing that tells who you or others are: no names, addresses or numbers."
)


class LevelForm(forms.Form):
    """The one question after a page."""

    level = forms.TypedChoiceField(
        label=_("Overall, how satisfied are you with this page?"),
        choices=Level.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the five answers."),
            "invalid_choice": _("Choose one of the five answers."),
        },
    )

    @property
    def chosen(self) -> str:
        """What was chosen, in words; nothing where that is no answer of ours."""
        return str(dict(Level.choices).get(int(self.data.get("level") or 0), "")) if self._is_number() else ""

    def _is_number(self) -> bool:
        return str(self.data.get("level", "")).isdecimal()


class WordsForm(LevelForm):
    """What can be said besides, once the answer is kept; all of it is optional."""

    found = forms.ChoiceField(
        label=_("Did you find what you came for?"),
        choices=Found.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    understood = forms.ChoiceField(
        label=_("Was the translation understandable?"),
        choices=Found.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    comment = forms.CharField(
        label=_("Is there anything you would like to say?"),
        help_text=NAMELESS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        required=False,
    )

    def __init__(self, *args: Any, is_of_a_machine: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_of_a_machine:
            del self.fields["understood"]

    def clean_comment(self) -> str:
        """This will count a break of a line once, however the browser sends it, and refuse what is too long."""
        words = self.cleaned_data["comment"].replace("\r\n", "\n").strip()
        if len(words) > LONGEST:
            told = _("These are %(count)s letters; at most %(most)s can be kept. Nothing was cut: shorten it yourself.")
            raise forms.ValidationError(told, params={"count": len(words), "most": LONGEST})
        return words
