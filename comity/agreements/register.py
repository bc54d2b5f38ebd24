"""The register: which agreements are asked for, and the table in which they leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.accounts.models import Viewer
from comity.agreements.access import agreements_visible_to
from comity.agreements.models import Agreement, AgreementQuerySet, Stage
from comity.agreements.terms import Kind
from comity.partners.models import Area, Organisation
from comity.partners.offering import FewOrNamed
from comity.translation.texts import comma, current_language

RUNNING, TO_REVIEW, ENDED = "running", "to_review", "ended"
STATES = [
    (RUNNING, gettext_lazy("in force, its term runs")),
    (TO_REVIEW, gettext_lazy("to be reviewed: it ended, or ends within a year")),
    (ENDED, gettext_lazy("ended, no renewal known")),
    *((one, one.label) for one in Stage if one != Stage.IN_FORCE),
]


class RegisterForm(forms.Form):
    """What the register is asked for; what is not understood counts as not asked."""

    partner = FewOrNamed(Organisation.objects.besides_host(), label=gettext_lazy("Partner"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    area = forms.ModelChoiceField(
        Area.objects.all(), label=gettext_lazy("Area"), required=False, empty_label=gettext_lazy("all")
    )

    def __init__(self, asked: Any, *, viewer: Viewer) -> None:
        super().__init__(asked)
        every = ("", gettext_lazy("all"))
        self.fields["kind"].choices = [every, *Kind.choices]  # type: ignore[attr-defined]
        self.fields["state"].choices = [every, *STATES]  # type: ignore[attr-defined]
        self.fields["partner"].offer(agreements_visible_to(viewer).partners)  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """This will give what is asked for and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def found(asked: dict[str, Any], *, viewer: Viewer, today: date) -> AgreementQuerySet:
    """This will find the agreements that `viewer` may see and asks for, the one concluded last first."""
    some = agreements_visible_to(viewer).newest_first()
    if "partner" in asked:
        some = some.of(asked["partner"])
    if "kind" in asked:
        some = some.of_kind(asked["kind"])
    if "area" in asked:
        some = some.in_area(asked["area"])
    if "state" in asked:
        some = _in_state(some, asked["state"], today)
    return some


def _in_state(some: AgreementQuerySet, state: str, today: date) -> AgreementQuerySet:
    by_day = {RUNNING: some.running, TO_REVIEW: some.to_review, ENDED: some.ended}
    return by_day[state](today) if state in by_day else some.at_stage(state)


# As a table


def columns() -> list[str]:
    """This will name the columns of the register as a table."""
    return [
        _("Title"),
        _("Kind"),
        _("Parties"),
        _("Areas"),
        _("Concluded on"),
        _("In force since"),
        _("Ends on"),
        _("Notice by"),
        _("How it goes on past its term"),
        _("State"),
        _("Address"),
    ]


def rows(some: AgreementQuerySet, *, host: str) -> Iterator[list[Any]]:
    """This will put agreements into the columns; `host` begins the address of each."""
    apart = comma(current_language())
    every: Iterable[Agreement] = some.with_areas().iterator(chunk_size=500)
    for one in every:
        yield [
            str(one.title),
            one.get_kind_display() if one.kind else "",
            apart.join(str(party) for party in one.parties.all()),
            apart.join(str(area.name) for area in one.areas.all()),
            one.concluded_on,
            one.in_force_on,
            one.ends_on,
            one.notice_by,
            one.get_renewing_display() if one.renewing else "",
            str(one.standing.words),
            f"{host}{one.get_absolute_url()}",
        ]
