"""Whether visitors have become more or less satisfied, and not by chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import erfc, sqrt
from typing import Any

from comity.opinion.analysis import Analysis
from comity.opinion.counting import Share, Tally
from comity.opinion.models import AnswerQuerySet

LATELY, BEFORE = timedelta(days=30), timedelta(days=90)
BY_CHANCE = 0.05


@dataclass(frozen=True)
class Change:
    """A group of answers whose share of the satisfied is another one than before."""

    key: str
    name: Any  # nothing for all answers together
    before: Share
    now: Share
    chance: float

    @property
    def is_for_the_worse(self) -> bool:
        """Whether fewer are satisfied."""
        return self.now.value < self.before.value


def changes(answers: AnswerQuerySet, *, today: date) -> list[Change]:
    """This will compare the last 30 days with the 90 before, of all answers and of each group.

    Many comparisons find something by chance alone: the level is that of Holm (1979), 5 % for all of them together.
    """
    begins = today - LATELY + timedelta(days=1)
    lately = Analysis(answers, begins, today)
    before = Analysis(answers, begins - BEFORE, begins - timedelta(days=1))
    found = sorted(_compared(before, lately), key=lambda one: one.chance)
    told = []
    for place, one in enumerate(found):
        if one.chance > BY_CHANCE / (len(found) - place):
            break
        told.append(one)
    return told


def _compared(before: Analysis, lately: Analysis) -> Iterator[Change]:
    pairs: list[tuple[str, Any, Tally, Tally]] = [("", "", before.whole, lately.whole)]
    for was, now in zip(before.splits, lately.splits, strict=True):
        earlier = {one.key: one.tally for one in was.groups}
        pairs += [(f"{now.key}/{one.key}", one.name, earlier.get(one.key, Tally()), one.tally) for one in now.groups]
    for key, name, one, other in pairs:
        if one.is_told and other.is_told:
            yield Change(key, name, one.satisfied, other.satisfied, chance_of(one.satisfied, other.satisfied))


def chance_of(one: Share, other: Share) -> float:
    """This will tell how often chance alone makes two shares differ so much (two-proportion z test, two-sided)."""
    together = (one.part + other.part) / (one.of + other.of)
    spread = sqrt(together * (1 - together) * (1 / one.of + 1 / other.of))
    return erfc(abs(one.value - other.value) / spread / sqrt(2)) if spread else 1.0
