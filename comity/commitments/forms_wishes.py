"""What may be typed when one side asks for something, and when the other answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.commitments.forms import ActForm, ReasonForm, words
from comity.commitments.models import Commitment, Kind, Trigger
from comity.translation.forms import TextFormField
from comity.ui.forms import DayInput

UNREAD = {
    Kind.CANCEL: _("Nobody asks to cancel it in these words. Read once more where it stands."),
    Kind.TIME: _("Nobody asks for more time in these words. Read once more where it stands."),
}
WHY_NOT = {Kind.CANCEL: _("Why it should stand"), Kind.TIME: _("Why there is no more time")}


class WishForm(ActForm):
    """What is said to a wish, which is named: another one may wait by now, and nobody has read that."""

    wish = forms.IntegerField(required=False, widget=forms.HiddenInput)
    answer = words(_("A word to the other side"), required=False)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.initial = {"wish": self._waiting(), **self.initial}

    def _waiting(self) -> int | None:
        return next((one.pk for one in self.commitment.wishes_shown if one.kind == self.kind), None)

    def shown_again(self, commitment: Commitment) -> None:
        """This will name the wish that stands beside it now; the one that was answered may be over."""
        super().shown_again(commitment)
        self.data = {**self.data, "wish": self._waiting()}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["wish"] = self.commitment.wish_numbered(given.get("wish") or 0, self.kind)
        if given["wish"] is None:
            raise forms.ValidationError(UNREAD[self.kind])
        return given


class DecliningForm(WishForm):
    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.fields["answer"] = words(WHY_NOT[kind], help_text=_("The other side reads it."))


class UntilForm(ReasonForm):
    """Until when there is more time, and why."""

    above = _("Give the new day, or the occasion.")

    due_on = forms.DateField(label=_("New due date"), required=False, widget=DayInput)
    trigger = forms.ChoiceField(label=_("or due"), required=False, choices=[("", _("Choose …")), *Trigger.choices])
    trigger_words = TextFormField(label=_("due when, in words"), required=False)
    field_order = ["due_on", "trigger", "trigger_words", "reason"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not (given.get("due_on") or given.get("trigger") or self.errors):
            self.add_error("due_on", _("Give a day or an occasion."))
        return given
