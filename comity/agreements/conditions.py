"""Telling the record whose doctorate an instrument is about, and who is exchanged under it.

As with all that the parties agree on, it stands fast once the text is agreed; what becomes of it then is an amendment.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.agreements.models import Agreement, Doctorate, Mobility
from comity.agreements.required import may_change
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow

DOCTORATE, MOBILITIES = "doctorate", "mobilities"


def may_tell(agreement: Agreement, what: str) -> bool:
    """This will tell whether it can be told now; of an instrument that came from elsewhere, at any time."""
    return may_change(what, agreement) or (agreement.concluded_on is not None and agreement.text() is None)


def tell_doctorate(agreement: Agreement, *, by: Actor, **facts: Any) -> Doctorate:
    """This will record whose doctorate it is, or put that right. Raises NotNow once the text is agreed."""
    with acting(by=by):
        _hold(agreement, DOCTORATE)
        told = doctorate_of(agreement)
        if told is None:
            told = Doctorate.enter(agreement=agreement, by=by, **facts)
        else:
            told.change(by=by, **facts)
        record(agreement, "doctorate_told", by=by)
    return told


def doctorate_of(agreement: Agreement) -> Doctorate | None:
    """This will find what the record tells of it; nothing where it tells nothing."""
    return Doctorate.objects.of(agreement).first()


def tell_mobility(agreement: Agreement, *, by: Actor, **facts: Any) -> Mobility:
    """This will record one exchange. Raises NotNow once the text is agreed."""
    with acting(by=by):
        _hold(agreement, MOBILITIES)
        _refuse_strangers(agreement, facts)
        made = Mobility.enter(agreement=agreement, by=by, **facts)
        record(agreement, "mobility_told", by=by)
    return made


def correct_mobility(told: Mobility, *, by: Actor, **facts: Any) -> None:
    """This will put one exchange right. Raises NotNow once the text is agreed."""
    with acting(by=by):
        _hold(told.agreement, MOBILITIES)
        _refuse_strangers(told.agreement, facts)
        told.change(by=by, **facts)
        record(told.agreement, "mobility_told", by=by)


def drop_mobility(told: Mobility, *, by: Actor) -> None:
    """This will take one exchange out. Raises NotNow once the text is agreed."""
    with acting(by=by):
        _hold(told.agreement, MOBILITIES)
        record(told.agreement, "mobility_dropped", by=by)
        told.remove(by=by)


def _hold(agreement: Agreement, what: str) -> None:
    agreement._hold()
    if not may_tell(agreement, what):
        raise NotNow(_("This stands fast since the text is agreed. An amendment changes it."))


def _refuse_strangers(agreement: Agreement, facts: dict[str, Any]) -> None:
    for name in ("sender", "receiver"):
        if name in facts and facts[name].agreement_id != agreement.pk:
            raise NotNow(_("Only the parties of this agreement exchange somebody under it."), field=name)
