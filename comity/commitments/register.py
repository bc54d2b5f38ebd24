"""The register: which commitments are asked for, in which order, and what that is in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comity.accounts.models import Viewer, reads_here
from comity.commitments.forms import PROMISE, PROPOSAL
from comity.commitments.models import Commitment, Priority, Stage
from comity.commitments.models.questions import CommitmentQuestions
from comity.partners.models import sides_of
from comity.translation.templatetags.said import day, isolated, number
from comity.ui.forms import DayInput

OVERDUE, SILENT = "overdue", "unheard_of"
STATES = [(OVERDUE, gettext_lazy("overdue")), (SILENT, gettext_lazy("nothing heard since")), *Stage.choices]
KINDS = [(PROMISE, gettext_lazy("promises")), (PROPOSAL, gettext_lazy("proposals"))]
# The names that an address may ask for, and the named orders behind them.
SORTS: dict[str, Callable[[CommitmentQuestions], CommitmentQuestions]] = {
    "due": CommitmentQuestions.soonest_first,
    "latest-due": CommitmentQuestions.latest_due_first,
    "said": CommitmentQuestions.newest_first,
    "stage": CommitmentQuestions.oldest_stage_first,
}
SORT_WORDS = [
    ("due", gettext_lazy("due first")),
    ("latest-due", gettext_lazy("due last")),
    ("said", gettext_lazy("said last")),
    ("stage", gettext_lazy("longest at its stage")),
]


FOLDED = ["kind", "area", "person", "due_from", "due_until", "said_from", "said_until"]


class RegisterForm(forms.Form):
    """What the register is asked for; every field may stay empty."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200)
    partner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=gettext_lazy("Partner"), required=False, empty_label=gettext_lazy("all")
    )
    person: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=gettext_lazy("Person"), required=False, empty_label=gettext_lazy("all")
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    area: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=gettext_lazy("Area"), required=False, empty_label=gettext_lazy("all")
    )
    due_from = forms.DateField(label=gettext_lazy("Due from"), required=False, widget=DayInput)
    due_until = forms.DateField(label=gettext_lazy("Due until"), required=False, widget=DayInput)
    said_from = forms.DateField(label=gettext_lazy("Said from"), required=False, widget=DayInput)
    said_until = forms.DateField(label=gettext_lazy("Said until"), required=False, widget=DayInput)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), required=False, choices=SORT_WORDS)

    def __init__(self, asked: Any, *, among: CommitmentQuestions, viewer: Viewer) -> None:
        super().__init__({"sort": "due", **asked.dict()})
        every = ("", gettext_lazy("all"))
        self.fields["state"].choices = [every, *STATES]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [every, *KINDS]  # type: ignore[attr-defined]
        self.fields["partner"].queryset = among.partners()  # type: ignore[attr-defined]
        self.fields["area"].queryset = among.areas_touched()  # type: ignore[attr-defined]
        if reads_here(viewer) or sides_of(viewer):
            self.fields["person"].queryset = among.read_fully_by(viewer).people()  # type: ignore[attr-defined]
        else:
            del self.fields["person"]  # the public line names sides, not who answers for them

    @property
    def asks_for_more(self) -> bool:
        """Whether one of the fields that are folded away is in use."""
        return any(self.data.get(name) for name in FOLDED)

    def asked(self) -> dict[str, Any]:
        """This will give what is asked for and understood; what is not understood is told beside its field."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


def found(
    asked: dict[str, Any], *, among: CommitmentQuestions, viewer: Viewer, today: date, now: datetime
) -> CommitmentQuestions:
    """This will keep, of the commitments `among`, those that are asked for, in the order asked for."""
    narrowings: dict[str, Callable[[CommitmentQuestions, Any], CommitmentQuestions]] = {
        "words": CommitmentQuestions.saying,
        "partner": CommitmentQuestions.concerning,
        "person": lambda some, person: some.read_fully_by(viewer).owned_by(person),
        "area": lambda some, area: some.in_area(area.pk),
        "due_from": CommitmentQuestions.due_from,
        "due_until": CommitmentQuestions.due_until,
        "said_from": CommitmentQuestions.said_from,
        "said_until": CommitmentQuestions.said_until,
        "kind": lambda some, kind: some.proposals() if kind == PROPOSAL else some.promises(),
        "state": lambda some, state: _in_state(some, state, today=today, now=now),
    }
    some = among
    for name, value in asked.items():
        if name in narrowings:
            some = narrowings[name](some, value)
    return SORTS[asked.get("sort", "due")](some)


def _in_state(some: CommitmentQuestions, state: str, *, today: date, now: datetime) -> CommitmentQuestions:
    if state == OVERDUE:
        return some.overdue(today)
    return some.unheard_of(now) if state == SILENT else some.at_stage(state)


def in_words(asked: dict[str, Any], *, count: int) -> str:
    """This will say what is shown, as in "12 promises, overdue, with the Leibniz Association"."""
    said = _counted(asked.get("kind", ""), count)
    for phrase in _phrases(asked):
        said = _("%(first)s, %(next)s") % {"first": said, "next": phrase}
    return said


def _counted(kind: str, count: int) -> str:
    if kind == PROMISE:
        words = ngettext("%(n)s promise", "%(n)s promises", count)
    elif kind == PROPOSAL:
        words = ngettext("%(n)s proposal", "%(n)s proposals", count)
    else:
        words = ngettext("%(n)s promise or proposal", "%(n)s promises and proposals", count)
    return words % {"n": number(count)}


def _phrases(asked: dict[str, Any]) -> Iterator[str]:
    patterns: dict[str, tuple[str, Callable[[Any], str]]] = {
        "state": ("%(it)s", lambda state: str(dict(STATES)[state])),
        "partner": (_("with %(it)s"), isolated),
        "person": (_("promised or kept by %(it)s"), isolated),
        "area": (_("in the area %(it)s"), isolated),
        "words": (_("with the words %(it)s"), isolated),
        "due_from": (_("due from %(it)s"), day),
        "due_until": (_("due until %(it)s"), day),
        "said_from": (_("said from %(it)s"), day),
        "said_until": (_("said until %(it)s"), day),
    }
    for name, (pattern, told) in patterns.items():
        if name in asked:
            yield pattern % {"it": told(asked[name])}


# As a table


def columns() -> list[str]:
    """This will name the columns of the exported register."""
    return [
        _("Kind"),
        _("What was said"),
        _("From"),
        _("To"),
        _("Each to the other"),
        _("State"),
        _("Overdue"),
        _("Due on"),
        _("Due, in words"),
        _("Said on"),
        _("Priority"),
        _("Person"),
        _("Kept by"),
        _("Address"),
    ]


def row(one: Commitment, *, viewer: Viewer, today: date, host: str) -> list[Any]:
    """This will put one commitment into the columns; people and priority only where `viewer` sees all of it."""
    is_full = one.seen_fully_by(viewer)
    yes, no = _("yes"), _("no")
    return [
        one.kind_in_words,
        str(one.deliverable),
        str(one.promisor),
        str(one.beneficiary),
        yes if one.is_mutual else no,
        one.stage_in_words(),
        yes if one.is_overdue(today) else no,
        one.due_on,
        one.due_in_words(),
        one.said_on,
        str(Priority(one.priority).label) if is_full else "",
        str(one.person) if is_full and one.person else "",
        str(one.keeper) if is_full else "",
        host + one.get_absolute_url(),
    ]
