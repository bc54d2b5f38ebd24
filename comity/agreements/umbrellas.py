"""Another umbrella agreement between the same parties at the same time: the office is told, and decides.

Which kinds are umbrellas, and from which stage on a second one is refused, stands in instruments.csv (eTools has one
programme document of that sort per partner and cycle).
"""

from __future__ import annotations

from datetime import date

from comity.accounts.models import Viewer
from comity.agreements.access import agreements_visible_to
from comity.agreements.models import Agreement
from comity.agreements.models.stages import CONCLUDED
from comity.agreements.permissions import may_read_remarks
from comity.agreements.required import kinds_beside


def umbrellas_beside(agreement: Agreement, viewer: Viewer, *, today: date) -> list[Agreement]:
    """This will list the other umbrella agreements of the same parties of which `viewer` may know, with one query.

    What was concluded is told of what was concluded only; what is on its way of both. The public is told nothing.
    """
    kinds = kinds_beside(agreement)
    is_over = agreement.has_ended(today) or not (agreement.is_on_the_way or agreement.stage in CONCLUDED)
    if not kinds or is_over or not may_read_remarks(viewer, agreement):
        return []
    seen = agreements_visible_to(viewer).without_parties()
    alive = seen.concluded_or_coming() if agreement.is_on_the_way else seen.concluded()
    return list(alive.umbrellas_beside(agreement, kinds, today=today))
