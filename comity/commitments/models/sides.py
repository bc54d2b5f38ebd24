"""Who promised and whose turn it is, asked of many promises at once: the side of the reader, or another one.

See also `TakingTurns.whose_turn`, which tells the same of one.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.lookups import In

from comity.accounts.models import Viewer, reads_here
from comity.commitments.models.questions import at_stages
from comity.commitments.models.stages import UNDONE, Stage
from comity.partners.models import Organisation, sides_of
from comity.ui.lists import Unsought, Way

OURS, THEIRS = "ours", "theirs"
# Where somebody has to act: one of the sides or, once a promise is accepted, our office.
AWAITING = {*UNDONE, Stage.CLAIMED, Stage.PROPOSED, Stage.ACCEPTED}


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
    promisor, beneficiary = _turns()
    if whose == OURS:
        which = promisor & own.promising | beneficiary & own.among("beneficiary")
    else:
        which = promisor & own.not_promising | beneficiary & ~own.among("beneficiary")
    if own.is_office == (whose == OURS):
        which |= Q(stage=Stage.ACCEPTED)  # our office closes it
    return [way.which(lambda some: some.with_turns().filter(which)) for way in at_stages(ways, AWAITING)]


def _turns() -> tuple[Q, Q]:
    """When the one who promises has to act, and when the one to whom it is promised has."""
    undone, claimed, proposed = Q(stage__in=UNDONE), Q(stage=Stage.CLAIMED), Q(stage=Stage.PROPOSED)
    unasked = undone & Q(asking=0)
    asked = undone & ~Q(asking=0)
    claimed_by_beneficiary = Q(is_mutual=True, claimant=F("beneficiary"))
    promisor = unasked | asked & ~Q(asking=F("promisor")) | claimed & claimed_by_beneficiary | proposed
    beneficiary = (
        unasked & Q(is_mutual=True) | asked & ~Q(asking=F("beneficiary")) | claimed & ~claimed_by_beneficiary | proposed
    )
    return promisor, beneficiary
