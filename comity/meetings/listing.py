"""How the list of sessions is narrowed down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.meetings.forms import offer
from comity.meetings.models import Stage
from comity.meetings.models.sessions import SessionQuerySet


class FilterForm(forms.Form):
    """The filters of the list: with whom, and at which stage."""

    partner: Any = forms.ModelChoiceField(
        label=_("Partner"), queryset=None, required=False, empty_label=_("all partners")
    )
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("all stages")), *Stage.choices])

    def __init__(self, *args: Any, seen: SessionQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "partner", seen.partners().by_name())


def listed(seen: SessionQuerySet, form: FilterForm) -> dict[str, SessionQuerySet]:
    """This will part the sessions into those ahead and those behind, or list one stage where it is asked for."""
    given = form.cleaned_data if form.is_valid() else {}
    if given.get("partner"):
        seen = seen.with_partner(given["partner"])
    if given.get("stage"):
        return {"found": seen.at_stage(given["stage"]).newest_first()}
    return {"ahead": seen.ahead(), "behind": seen.behind()}
