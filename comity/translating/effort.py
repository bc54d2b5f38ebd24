"""How much of a machine's words people kept: chrF (Popović 2015), from 0, everything anew, to 100, nothing changed.

Written here because the library of this measure brings numpy and lxml with it, and is twenty lines of counting.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Avg, Count, Q

from comity.translating.models import Provenance, State

LONGEST = 6  # signs in a row
BETA = 2  # that something is missing counts twice what is too much


def kept_of(machines: str, persons: str) -> float:
    """This will measure how much of the machine's words stands in the person's."""
    hypothesis, reference = ("".join(one.split()) for one in (machines, persons))
    found = [_of_length(hypothesis, reference, length) for length in range(1, LONGEST + 1)]
    counted = [one for one in found if one is not None]
    if not counted:
        return 100.0 if hypothesis == reference else 0.0
    precision = sum(one for one, _other in counted) / len(counted)
    recall = sum(other for _one, other in counted) / len(counted)
    if precision + recall == 0:
        return 0.0
    return 100 * (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)


def _of_length(hypothesis: str, reference: str, length: int) -> tuple[float, float] | None:
    """Precision and recall of the runs of one length; nothing where one of the two is too short for it."""
    mine, theirs = (_runs(one, length) for one in (hypothesis, reference))
    if not mine or not theirs:
        return None
    same = sum((mine & theirs).values())
    return same / sum(mine.values()), same / sum(theirs.values())


def _runs(words: str, length: int) -> Counter[str]:
    return Counter(words[first : first + length] for first in range(len(words) - length + 1))


@dataclass(frozen=True)
class Effort:
    """What people did with what one engine made, from one language into another."""

    engine: str
    source: str
    language: str
    reviewed: int
    unchanged: int
    kept: float


def efforts() -> list[Effort]:
    """This will sum up, for each engine and pair of languages, what people left and what they changed."""
    reviewed = Provenance.objects.filter(kept__isnull=False, came_from=None).order_by()
    summed = reviewed.values("engine", "source", "language").annotate(
        reviewed=Count("pk"), unchanged=Count("pk", filter=Q(state=State.REVIEWED)), kept=Avg("kept")
    )
    return [Effort(**one) for one in summed.order_by("engine", "source", "language")]
