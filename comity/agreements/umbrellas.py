"""Another umbrella agreement between the same parties at the same time: the office is told, and decides.

So it is before a model is offered to institutes: the list of those that have one stands above what is pressed.

Which kinds are umbrellas, and from which stage on a second one is refused, stands in instruments.csv (eTools has one
programme document of that sort per partner and cycle).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from comity.accounts.models import Viewer
from comity.agreements.access import agreements_visible_to
from comity.agreements.models import Agreement
from comity.agreements.models.stages import CONCLUDED
from comity.agreements.permissions import may_read_remarks
from comity.agreements.required import kinds_beside
from comity.partners.models import Organisation


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


def umbrellas_with(
    institutes: Iterable[Organisation], proposed: Agreement, viewer: Viewer, *, today: date
) -> list[tuple[Organisation, Agreement]]:
    """This will list who of these institutes has an umbrella agreement with us, or one on its way, with one query.

    `proposed` is what each would get, as far as its kind and its years are known; it need not be kept yet.
    """
    named, kinds = {one.pk: one for one in institutes}, kinds_beside(proposed)
    if not kinds or not named:
        return []
    alive = agreements_visible_to(viewer).without_parties().concluded_or_coming()
    found = alive.umbrellas_of(named.values(), kinds).holding_with(proposed, today)
    beside = [(named[one.institute], one) for one in found]  # type: ignore[attr-defined] # annotated
    return sorted(beside, key=lambda pair: str(pair[0]))
