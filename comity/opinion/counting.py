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


@dataclass(frozen=True)
class Mean:
    """The mean of a number of answers, from 1 to 5, and the interval in which the true mean lies (t, 95 %)."""

    value: float
    deviation: float  # of the answers, n - 1 in the denominator
    of: int

    @cached_property
    def interval(self) -> tuple[float, float] | None:
        """The lower and the upper end, from 1 to 5; nothing where all answers are alike, which tells no spread."""
        if not self.deviation:
            return None
        spread = t_quantile(self.of - 1) * self.deviation / sqrt(self.of)
        return max(float(min(Level)), self.value - spread), min(float(max(Level)), self.value + spread)


def t_quantile(freedom: int) -> float:
    """This will give how many standard errors lie on each side of a mean (Student's t, 95 %, two-sided).

    By the expansion of Cornish and Fisher (Abramowitz and Stegun 26.7.5), exact to 0.001 from nine degrees on.
    """
    z, n = Z, freedom
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / n + second / n**2 + third / n**3


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

    @property
    def mean(self) -> Mean:
        """The mean of the levels, as though the steps between them were alike, which nobody knows."""
        value = sum(int(level) * n for level, n in self.counts.items()) / self.n
        squares = sum((int(level) - value) ** 2 * n for level, n in self.counts.items())
        return Mean(value, sqrt(squares / max(1, self.n - 1)), self.n)

    def _share(self, levels: tuple[Level, ...]) -> Share:
        return Share(sum(self.counts[one] for one in levels), self.n)

    @property
    def levels(self) -> list[tuple[Level, int, float]]:
        """Each level with how many answers it has, and their share of all, the lowest first."""
        return [(level, self.counts[level], self.counts[level] / self.n if self.n else 0.0) for level in Level]
