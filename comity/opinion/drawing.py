"""Where the marks of a drawing stand; every number as text, so that no language writes a comma into it."""

from __future__ import annotations

from dataclasses import dataclass

from comity.opinion.analysis import Period

WIDE, HIGH = 100.0, 50.0
THICK = 0.6


@dataclass(frozen=True)
class Mark:
    """One period: a stroke from the lower to the upper end of the interval, and where the share lies."""

    x: str
    width: str
    top: str
    height: str
    at: str


def marks(periods: list[Period]) -> list[Mark]:
    """This will place the periods of which something is told, the first at the start."""
    step = WIDE / max(1, len(periods))
    return [_mark(place, step, one) for place, one in enumerate(periods) if one.tally.is_told]


def _mark(place: int, step: float, one: Period) -> Mark:
    low, high = one.tally.satisfied.interval
    width = min(step * THICK, 6)
    return Mark(
        x=_written((place + 0.5) * step - width / 2),
        width=_written(width),
        top=_written((1 - high) * HIGH),
        height=_written((high - low) * HIGH),
        at=_written((1 - one.tally.satisfied.value) * HIGH - 0.5),
    )


def _written(value: float) -> str:
    return f"{value:.2f}"
