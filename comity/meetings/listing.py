"""How the list of sessions is narrowed down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Stage
from comity.meetings.models.sessions import SessionQuerySet
from comity.partners.models import Organisation
from comity.partners.offering import FewOrNamed


class FilterForm(forms.Form):
    """The filters of the list: with whom, and at which stage."""

    partner = FewOrNamed(Organisation.objects.all(), label=_("Partner"), empty_label=_("all partners"))
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("all stages")), *Stage.choices])

    def __init__(self, *args: Any, seen: SessionQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].offer(lambda found: found.filter(pk__in=seen.partners()))  # type: ignore[attr-defined]


def listed(seen: SessionQuerySet, form: FilterForm) -> dict[str, SessionQuerySet]:
    """This will part the sessions into those ahead and those behind, or list one stage where it is asked for."""
    given = form.cleaned_data if form.is_valid() else {}
    if given.get("partner"):
        seen = seen.with_partner(given["partner"])
    if given.get("stage"):
        return {"found": seen.at_stage(given["stage"]).newest_first()}
    return {"ahead": seen.ahead(), "behind": seen.behind()}
