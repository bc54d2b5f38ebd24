"""The register: which agreements are asked for, and the table in which they leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.accounts.models import Viewer
from comity.agreements.access import agreements_visible_to
from comity.agreements.models import Agreement, AgreementQuerySet, Stage
from comity.agreements.models.orders import ENDING, NEWEST
from comity.agreements.models.stages import BINDING
from comity.agreements.terms import REVIEW, Kind, months_after
from comity.partners.models import Area, Organisation
from comity.partners.offering import FewOrNamed
from comity.translation.templatetags.said import day
from comity.translation.texts import comma, current_language
from comity.ui.lists import Long, Order, Way

AT_ONCE = 500  # rows of a table for which the database is asked once
RUNNING, TO_REVIEW, ENDED = "running", "to_review", "ended"
NEWEST_FIRST, ENDS_FIRST = "newest", "ends"
SORTS: dict[str, Order] = {NEWEST_FIRST: NEWEST, ENDS_FIRST: ENDING}
SORT_WORDS = [
    ("", gettext_lazy("as it fits")),
    (NEWEST_FIRST, gettext_lazy("concluded last first")),
    (ENDS_FIRST, gettext_lazy("ending first")),
]
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

    sort = forms.ChoiceField(label=gettext_lazy("Order"), required=False, choices=SORT_WORDS)

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


def found(asked: dict[str, Any], *, viewer: Viewer, today: date) -> Long:
    """This will find the agreements that `viewer` may see and asks for, in the order asked for.

    Unless another is asked for, the one concluded last is first; of those that end, the one that ends first.
    """
    way = Way(agreements_visible_to(viewer).with_days().without_parties())
    for name, narrow in NARROWINGS.items():
        if name in asked:
            way = narrow(way, asked[name])
    ways = _in_state(way, asked["state"], today) if "state" in asked else [way]
    usual = ENDS_FIRST if asked.get("state") in (TO_REVIEW, ENDED) else NEWEST_FIRST
    return Long(ways, SORTS[asked.get("sort") or usual], dress=AgreementQuerySet.with_parties)


NARROWINGS: dict[str, Callable[[Way, Any], Way]] = {
    "partner": lambda way, one: way.which(lambda some: some.of(one), lambda some: some.with_a_party(one)),
    "area": lambda way, area: way.which(lambda some: some.in_area(area), lambda some: some.marked_with(area)),
    "kind": lambda way, kind: way.and_by(kind=kind),
}


def _in_state(way: Way, state: str, today: date) -> list[Way]:
    if state == RUNNING:
        return [way.and_by(stage=Stage.IN_FORCE, ends__gt=today)]
    if state in (TO_REVIEW, ENDED):
        until = months_after(today, REVIEW) if state == TO_REVIEW else today
        return [replace(way.and_by(stage=one, ends__lte=until), is_apart=True) for one in sorted(BINDING)]
    return [way.and_by(stage=state)]


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
        _("Registered as a treaty"),
        _("Address"),
    ]


def rows(found: Iterable[Agreement], *, host: str) -> Iterator[list[Any]]:
    """This will put agreements into the columns; `host` begins the address of each."""
    every = iter(found)
    while some := list(islice(every, AT_ONCE)):
        prefetch_related_objects(some, "areas", "registrations")
        yield from (_row(one, host) for one in some)


def _row(one: Agreement, host: str) -> list[Any]:
    apart = comma(current_language())
    return [
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
        apart.join(f"{entry} ({day(entry.registered_on)})" for entry in one.registrations.all()),
        f"{host}{one.get_absolute_url()}",
    ]
