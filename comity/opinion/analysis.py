"""What the office reads of all answers together: the whole, parted in several ways, and how it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models.functions import TruncMonth, TruncWeek
from django.utils.translation import gettext as _

from comity.opinion.counting import FEWEST, Tally
from comity.opinion.models import AnswerQuerySet, Device, PageViews, State
from comity.partners.models import Area
from comity.translation.templatetags.said import country, language_name


@dataclass(frozen=True)
class Group:
    """Some of the answers: what they have in common, and how many at each level."""

    key: str
    name: Any
    tally: Tally
    response: Response | None = None  # nothing where views are not parted in this way


@dataclass(frozen=True)
class Parting:
    """A way in which answers are parted into groups."""

    key: str
    columns: tuple[str, ...]
    title: Callable[[], str]
    name: Callable[..., Any]


def _of_topics() -> Callable[[str], Any]:
    names = {one.pk: one.name for one in Area.objects.all()}
    return lambda code: names[code]


PARTINGS = (
    Parting("language", ("page__language",), lambda: _("By language"), language_name),
    Parting(
        "kind", ("page__kind",), lambda: _("By kind of page"), lambda one: _("Article") if one == "article" else one
    ),
    Parting("topic", ("page__topics",), lambda: _("By topic"), lambda code: code),
    Parting("device", ("device",), lambda: _("By device"), lambda one: Device(one).label),
    Parting("country", ("country",), lambda: _("By country"), lambda code: country(code) if code else _("not known")),
    Parting("state", ("state",), lambda: _("By how the text came about"), lambda one: State(one).label),
    Parting(
        "language-state",
        ("page__language", "state"),
        lambda: _("Does translation hurt? By language and how the text came about"),
        lambda language, state: f"{language_name(language)} · {State(state).label}",
    ),
)


# What views are counted by, as answers call it.
OF_VIEWS = {"page__language": "language", "page__kind": "kind", "state": "state"}


@dataclass(frozen=True)
class Response:
    """How many answers came of about how many views, since views are counted."""

    answers: int
    views: int
    since: date

    @property
    def share(self) -> float | None:
        """The share that answered, from 0 to 1; nothing where too little was counted to tell it."""
        return self.answers / self.views if self.answers >= FEWEST and self.views >= self.answers else None


@dataclass(frozen=True)
class Split:
    """The answers parted in one way."""

    key: str
    title: str
    groups: list[Group]

    @property
    def has_responses(self) -> bool:
        """Whether views are counted in this way."""
        return any(one.response is not None for one in self.groups)


@dataclass(frozen=True)
class Period:
    """A week or a month, by its first day."""

    first: date
    tally: Tally


class Analysis:
    """The answers of a stretch of days, counted in the ways that the page shows; each way asks the database once."""

    def __init__(self, answers: AnswerQuerySet, first: date | None = None, last: date | None = None) -> None:
        self.first, self.last = first, last
        self.every = answers.from_to(first, last)
        self.answers = self.every.that_count()

    @cached_property
    def whole(self) -> Tally:
        """All of them together."""
        return next(iter(_tallies(self.answers.counted()).values()), Tally())

    @cached_property
    def apart(self) -> int:
        """How many answers are set apart, and so are not among the others."""
        return self.every.count() - self.whole.n

    @cached_property
    def samples(self) -> int:
        """How many of the answers were made up for the example."""
        return self.answers.filter(is_sample=True).count()

    @cached_property
    def since(self) -> date | None:
        """The first day of the stretch on which views were counted."""
        return PageViews.objects.from_to(self.first, self.last).first_day()

    @cached_property
    def response(self) -> Response | None:
        """How many answered of all who were asked; nothing where no view was counted."""
        return self._responses().get(())

    def _responses(self, *columns: str) -> dict[tuple[Any, ...], Response]:
        """How many answered, by group; none where views are not counted by all of these columns."""
        if self.since is None or not OF_VIEWS.keys() >= set(columns):
            return {}
        named = [OF_VIEWS[one] for one in columns]
        views = PageViews.objects.from_to(self.since, self.last).counted(*named)
        times: Counter[tuple[Any, ...]] = Counter()
        for row in views:
            times[tuple(row[one] for one in named)] += row["n"]
        answered = _tallies(self.answers.from_to(self.since, self.last).counted(*columns), *columns)
        return {
            key: Response(answered[key].n if key in answered else 0, n, self.since) for key, n in times.items() if n
        }

    @cached_property
    def splits(self) -> list[Split]:
        """The answers parted in every way, the largest group of each first."""
        return [self._split(parting) for parting in PARTINGS]

    def _split(self, parting: Parting) -> Split:
        name = _of_topics() if parting.key == "topic" else parting.name
        found = _tallies(self.answers.counted(*parting.columns), *parting.columns)
        told = self._responses(*parting.columns)
        groups = [
            Group("/".join(key), name(*key), tally, told.get(key)) for key, tally in found.items() if None not in key
        ]
        return Split(parting.key, parting.title(), sorted(groups, key=lambda one: (-one.tally.n, one.key)))

    def periods(self, by: str) -> list[Period]:
        """This will count week by week, or month by month, from the first to the last."""
        of = TruncWeek("day") if by == "week" else TruncMonth("day")
        found = _tallies(self.answers.annotate(period=of).counted("period"), "period")
        return [Period(first, tally) for (first,), tally in sorted(found.items())]


def _tallies(rows: Iterable[dict[str, Any]], *columns: str) -> dict[tuple[Any, ...], Tally]:
    found: dict[tuple[Any, ...], Tally] = {}
    for row in rows:
        found.setdefault(tuple(row[one] for one in columns), Tally()).add(row["level"], row["n"])
    return found
