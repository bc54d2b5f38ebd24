"""Who promised and whose turn it is, asked of many promises at once: the side of the reader, or another one.

See also `TakingTurns.whose_turn`, which tells the same of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import F, Q
from django.db.models.lookups import In

from comity.accounts.models import Viewer, reads_here
from comity.commitments.models.questions import at_stages
from comity.commitments.models.stages import UNDONE, Stage
from comity.partners.models import Organisation, sides_of
from comity.ui.lists import Unsought, Way

OURS, THEIRS = "ours", "theirs"


@dataclass(frozen=True)
class Own:
    """The side of a reader: the organisations for which they speak; of our office, also what the office has to do."""

    numbers: frozenset[int]
    is_office: bool

    @classmethod
    def of(cls, viewer: Viewer) -> Own:
        """This will find the side of `viewer`; whoever only reads for our office speaks for nobody, but is of it."""
        is_office = reads_here(viewer)
        numbers = sides_of(viewer)
        if is_office and not numbers:
            numbers = set(Organisation.objects.ours().values_list("pk", flat=True))
        return cls(frozenset(numbers), is_office)

    def among(self, column: str) -> Q:
        """This will keep those in which a column names one of ours; half of all do, so no index is asked for it."""
        return Q(In(Unsought(F(column)), self.numbers))

    @property
    def promising(self) -> Q:
        """Ours is the organisation that promises, or its unit."""
        return self.among("promisor") | self.among("unit")

    @property
    def not_promising(self) -> Q:
        """Neither the organisation that promises nor its unit is ours."""
        return ~self.among("promisor") & (Q(unit=None) | ~self.among("unit"))


def promised(ways: list[Way], whose: str, own: Own) -> list[Way]:
    """This will keep what our side promised, or another one; what both promise each other is both."""
    if whose == OURS:
        which = own.promising | Q(is_mutual=True) & own.among("beneficiary")
    else:
        which = own.not_promising | Q(is_mutual=True) & ~own.among("beneficiary")
    return [way.which(lambda some: some.filter(which)) for way in ways]


def in_turn(ways: list[Way], whose: str, own: Own) -> list[Way]:
    """This will keep that on which our side has to act now, or another one; on a proposal both have."""
    kept = _kept(whose, own)
    if len(ways) == 1:  # what is asked depends on the stage, and costs the less the less is asked of each row
        return [
            way.which(lambda some: some.with_turns().filter(which))  # noqa: B023 - asked at once
            for stages, which in kept
            for way in at_stages(ways, stages)
        ]
    any_of = reduce(or_, (Q(stage__in=stages) & which for stages, which in kept))
    return [way.which(lambda some: some.with_turns().filter(any_of)) for way in ways]


def _kept(whose: str, own: Own) -> list[tuple[set[Stage], Q]]:
    """Which of those at some stages wait for our side, or for another one; first what is asked of a row in no time."""
    is_ours = whose == OURS
    promises = own.promising if is_ours else own.not_promising
    is_promised = own.among("beneficiary") if is_ours else ~own.among("beneficiary")
    closed_by = [({Stage.ACCEPTED}, Q())] if own.is_office == is_ours else []  # our office closes it
    # On a mutual promise the beneficiary may have claimed it; then the promisor answers.
    answers = Q(is_mutual=True) & Q(claimant=F("beneficiary"))
    # Whoever asks does not answer; where nobody asks, 0 does, and only what is mutual waits for the beneficiary too.
    acts, acts_too = ~Q(asking=F("promisor")), (Q(is_mutual=True) | ~Q(asking=0)) & ~Q(asking=F("beneficiary"))
    return [
        *closed_by,
        ({Stage.PROPOSED}, promises | is_promised),
        ({Stage.CLAIMED}, promises & answers | is_promised & ~answers),
        (UNDONE, promises & acts | is_promised & acts_too),
    ]
