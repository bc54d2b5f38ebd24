"""The register: which commitments are asked for, in which order, and what that is in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comity.accounts.models import Viewer, reads_here
from comity.commitments.access import commitments_visible_to
from comity.commitments.forms import PROMISE, PROPOSAL
from comity.commitments.models import Commitment, Stage
from comity.commitments.models.orders import LATEST, NEWEST, OLDEST_STAGE, SOONEST
from comity.commitments.models.questions import PEOPLE, SIDES, SILENCE, CommitmentQuestions, at_stages
from comity.commitments.models.sides import OURS, THEIRS, Own, in_turn, promised
from comity.commitments.models.stages import PROMISES, PROPOSALS, UNDONE, UNHEARD
from comity.partners.models import Area, Organisation, Person, sides_of
from comity.partners.offering import FewOrNamed
from comity.translation.templatetags.said import day, isolated, number
from comity.ui.forms import DayInput
from comity.ui.lists import ENOUGH, Long, Order, Way

# So many rows found by their words are looked up and sorted as fast as a page of them is met among a million.
FEW_SAY_IT = 5_000
OVERDUE, SILENT = "overdue", "unheard_of"
STATES = [(OVERDUE, gettext_lazy("overdue")), (SILENT, gettext_lazy("nothing heard since")), *Stage.choices]
KINDS = [(PROMISE, gettext_lazy("promises")), (PROPOSAL, gettext_lazy("proposals"))]
# The names that an address may ask for, and the orders behind them.
SORTS: dict[str, Order] = {"due": SOONEST, "latest-due": LATEST, "said": NEWEST, "stage": OLDEST_STAGE}
SORT_WORDS = [
    ("due", gettext_lazy("due first")),
    ("latest-due", gettext_lazy("due last")),
    ("said", gettext_lazy("said last")),
    ("stage", gettext_lazy("longest at its stage")),
]


RANGES = [("due_from", "due_until"), ("said_from", "said_until")]
FOLDED = ["kind", "area", "person", "keeper", "promised", "turn", "due_from", "due_until", "said_from", "said_until"]
# What only those are asked, and told, who may know who answers for what and whose turn it is.
FOR_THE_SIDES = ["person", "keeper", "promised", "turn"]
WHOSE = [(OURS, gettext_lazy("our side")), (THEIRS, gettext_lazy("another side"))]


class RegisterForm(forms.Form):
    """What the register is asked for; every field may stay empty."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200)
    partner = FewOrNamed(Organisation.objects.besides_host(), label=gettext_lazy("Partner"))
    person = FewOrNamed(Person.objects.all(), label=gettext_lazy("Person"))
    keeper = FewOrNamed(Person.objects.all(), label=gettext_lazy("Kept by"))
    promised = forms.ChoiceField(label=gettext_lazy("Promised by"), required=False)
    turn = forms.ChoiceField(label=gettext_lazy("Whose turn it is"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    area = forms.TypedChoiceField(label=gettext_lazy("Area"), required=False)
    due_from = forms.DateField(label=gettext_lazy("Due from"), required=False, widget=DayInput)
    due_until = forms.DateField(label=gettext_lazy("Due until"), required=False, widget=DayInput)
    said_from = forms.DateField(label=gettext_lazy("Said from"), required=False, widget=DayInput)
    said_until = forms.DateField(label=gettext_lazy("Said until"), required=False, widget=DayInput)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), required=False, choices=SORT_WORDS)

    def __init__(self, asked: Any, *, viewer: Viewer) -> None:
        super().__init__({"sort": "due", **asked.dict()})
        every = ("", gettext_lazy("all"))
        self.fields["state"].choices = [every, *STATES]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [every, *KINDS]  # type: ignore[attr-defined]
        self.fields["promised"].choices = [every, *WHOSE]  # type: ignore[attr-defined]
        self.fields["turn"].choices = [every, *WHOSE]  # type: ignore[attr-defined]
        areas = {area.code: area for area in Area.objects.all()}  # few: asked for once, to choose from and to choose
        self.fields["area"].choices = [every, *areas.items()]  # type: ignore[attr-defined]
        self.fields["area"].coerce = areas.get  # type: ignore[attr-defined]
        among = commitments_visible_to(viewer)
        self.fields["partner"].offer(among.partners)  # type: ignore[attr-defined]
        if reads_here(viewer) or sides_of(viewer):
            read = among.read_fully_by(viewer)
            numbers = self.fields["person"].offer(read.people)  # type: ignore[attr-defined]
            self.fields["keeper"].offer(read.keepers, numbers=numbers)  # type: ignore[attr-defined]
        else:
            for name in FOR_THE_SIDES:
                del self.fields[name]  # the public line names sides, not who answers for them

    @property
    def asks_for_more(self) -> bool:
        """Whether one of the fields that are folded away is in use."""
        return any(self.data.get(name) for name in FOLDED)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for first, last in RANGES:
            if given.get(first) and given.get(last) and given[last] < given[first]:
                self.add_error(last, _("This day is before the first one, so it cannot be the last."))
        return given

    @property
    def ignored(self) -> list[str]:
        """What was asked for and not understood, by the names of the fields."""
        return [str(self.fields[name].label) for name in self.errors if name in self.fields]

    def asked(self) -> dict[str, Any]:
        """This will give what is asked for and understood; what is not understood is told beside its field."""
        self.is_valid()  # reads it once, however often this is asked
        return {name: value for name, value in self.cleaned_data.items() if value}


def found(asked: dict[str, Any], *, viewer: Viewer, today: date, now: datetime) -> Long:
    """This will find the commitments that `viewer` may see and asks for, in the order asked for."""
    # Who answers for a promise, and whose turn it is, is asked only of those of which the viewer may know it.
    ways = Commitment.objects.with_due().seen_by(viewer, fully=any(name in asked for name in FOR_THE_SIDES))
    for name, narrow in NARROWINGS.items():
        if name in asked:
            ways = narrow(ways, asked[name])
    for name, by_side in BY_SIDE.items():
        if name in asked:
            ways = by_side(ways, asked[name], Own.of(viewer))
    if "state" in asked:
        ways = _in_state(ways, asked["state"], today=today, now=now)
    return Long(ways, SORTS[asked.get("sort", "due")], dress=lambda rows: rows.for_the_register(viewer))


Ways = list[Way]


def _by(name: str) -> Callable[[Ways, Any], Ways]:
    return lambda ways, value: [way.and_by(**{name: value}) for way in ways]


def _by_one_of(
    columns: Iterable[str], narrow: Callable[[CommitmentQuestions, Any], Any]
) -> Callable[[Ways, Any], Ways]:
    """Each of the columns is a way of its own, unless there are several already."""

    def narrowed(ways: Ways, value: Any) -> Ways:
        if len(ways) == 1:
            return [ways[0].and_by(**{column: value.pk}) for column in columns]
        return [way.which(lambda some: narrow(some, value)) for way in ways]

    return narrowed


def _in_state(ways: Ways, state: str, *, today: date, now: datetime) -> Ways:
    if state == OVERDUE:
        late = at_stages([way.and_by(due__lt=today) for way in ways], UNDONE)
        passed = [way.which(lambda some: some.before_a_session().after_its_session()) for way in ways]
        return late + [replace(way, is_dear=True) for way in at_stages(passed, UNDONE)]
    if state == SILENT:
        day = (now - SILENCE).date()
        silent = [way.which(lambda some: some.not_due_since(day)).and_by(said_on__lt=day) for way in ways]
        return at_stages(silent, UNHEARD)
    return at_stages(ways, {state})


NARROWINGS: dict[str, Callable[[Ways, Any], Ways]] = {
    "words": lambda ways, words: [
        replace(
            way.which(lambda some: some.saying(words), lambda some: some.saying_plainly(words)),
            few=FEW_SAY_IT,
            along=Commitment.objects.with_due(),
        )
        for way in ways
    ],
    "partner": _by_one_of(SIDES, CommitmentQuestions.concerning),
    "person": _by_one_of(PEOPLE, CommitmentQuestions.owned_by),
    "keeper": lambda ways, keeper: [way.and_by(keeper=keeper.pk) for way in ways],
    "area": lambda ways, area: [
        way.which(lambda some: some.in_area(area.pk), lambda some: some.marked_with(area.pk)) for way in ways
    ],
    "due_from": lambda ways, day: [way.which(lambda some: some.with_a_day()).and_by(due__gte=day) for way in ways],
    "due_until": _by("due__lte"),
    # Nothing is due before it is said: the order of due dates can begin there too.
    "said_from": lambda ways, day: [way.and_by(said_on__gte=day, due__gte=day) for way in ways],
    "said_until": _by("said_on__lte"),
    "kind": lambda ways, kind: at_stages(ways, PROPOSALS if kind == PROPOSAL else PROMISES),
}


BY_SIDE: dict[str, Callable[[Ways, str, Own], Ways]] = {"promised": promised, "turn": in_turn}


def in_words(asked: dict[str, Any], *, count: int) -> str:
    """This will say what is shown, as in "12 promises, overdue, with the Leibniz Association"."""
    said = _counted(asked.get("kind", ""), count)
    for phrase in _phrases(asked):
        said = _("%(first)s, %(next)s") % {"first": said, "next": phrase}
    return said


def _counted(kind: str, count: int) -> str:
    if count > ENOUGH:
        return MORE.get(kind, MORE[""]) % {"n": number(ENOUGH)}
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
        "keeper": (_("kept by %(it)s"), isolated),
        "promised": (_("promised by %(it)s"), lambda whose: str(dict(WHOSE)[whose])),
        "turn": (_("waiting for %(it)s"), lambda whose: str(dict(WHOSE)[whose])),
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


MORE = {
    PROMISE: gettext_lazy("more than %(n)s promises"),
    PROPOSAL: gettext_lazy("more than %(n)s proposals"),
    "": gettext_lazy("more than %(n)s promises and proposals"),
}
