"""Answers counted: how many at each level, and the share of the satisfied with what chance alone could make of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from comity.opinion.models import Level
from comity.opinion.models.answers import HIGH, LOW

FEWEST = 10  # of less than that, nothing is told
Z = 1.959964  # 95 of 100 such intervals hold the true share


@dataclass(frozen=True)
class Share:
    """A share of a number of answers, and the interval in which the true share lies (Wilson, 95 %)."""

    part: int
    of: int

    @property
    def value(self) -> float:
        """The share itself, from 0 to 1."""
        return self.part / self.of

    @cached_property
    def interval(self) -> tuple[float, float]:
        """The lower and the upper end, from 0 to 1 (Wilson 1927, without correction for continuity)."""
        centre = (self.value + Z * Z / (2 * self.of)) / (1 + Z * Z / self.of)
        spread = sqrt(self.value * (1 - self.value) / self.of + Z * Z / (4 * self.of**2)) * Z / (1 + Z * Z / self.of)
        return max(0.0, centre - spread), min(1.0, centre + spread)


class Tally:
    """Some answers, counted level by level."""

    def __init__(self, counts: dict[int, int] | None = None) -> None:
        self.counts = Counter(counts or {})

    def add(self, level: int, n: int) -> None:
        """This will count `n` more answers at a level."""
        self.counts[level] += n

    @property
    def n(self) -> int:
        """How many answers there are."""
        return self.counts.total()

    @property
    def is_told(self) -> bool:
        """Whether there are enough of them to say anything."""
        return self.n >= FEWEST

    @property
    def satisfied(self) -> Share:
        """The share of those who are satisfied or more."""
        return self._share(HIGH)

    @property
    def dissatisfied(self) -> Share:
        """The share of those who are dissatisfied or more."""
        return self._share(LOW)

    def _share(self, levels: tuple[Level, ...]) -> Share:
        return Share(sum(self.counts[one] for one in levels), self.n)

    @property
    def levels(self) -> list[tuple[Level, int, float]]:
        """Each level with how many answers it has, and their share of all, the lowest first."""
        return [(level, self.counts[level], self.counts[level] / self.n if self.n else 0.0) for level in Level]
