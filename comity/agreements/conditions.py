"""Telling the record whose doctorate an instrument is about, and who is exchanged under it.

As with all that the parties agree on, it is hashed with the text and stands fast once that is agreed. An amendment
begins with what is told of its agreement; where somebody tells it otherwise there, that is taken over with its text.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.agreements.models import Agreement, Doctorate, Mobility, Party
from comity.agreements.models.conditions import AT_LENGTH
from comity.agreements.required import may_change
from comity.agreements.terms import Kind
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.translation.texts import Text

DOCTORATE, MOBILITIES = "doctorate", "mobilities"
OF_DOCTORATE = ["candidate", "thesis", "enrolled_on", "written_in", "summary_in", *AT_LENGTH]
OF_MOBILITY = [
    *("who", "seats", "months", "first_year", "last_year", "level", "field_of_study", "language", "cefr", "is_blended"),
    "terms",
]
CONDITIONS = ("exchanges", "doctorate")  # as they are called in what is hashed


def may_tell(agreement: Agreement, what: str) -> bool:
    """This will tell whether it can be told now; of an instrument that came from elsewhere, at any time."""
    return may_change(what, agreement) or (agreement.concluded_on is not None and agreement.text() is None)


def is_of_a_doctorate(agreement: Agreement) -> bool:
    """This will tell whether it is about one doctorate, by itself or as the amendment of an agreement that is."""
    return agreement.kind == Kind.COTUTELLE or (
        agreement.kind == Kind.AMENDMENT and agreement.parent is not None and agreement.parent.kind == Kind.COTUTELLE
    )


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


# As a part of what is approved


def conditions_in(agreement: Agreement) -> dict[str, Any]:
    """This will gather them as they are hashed with the text, by codes, numbers and names; those that are told."""
    mobilities = [exchange_in(one) for one in Mobility.objects.of(agreement)]
    doctorate = doctorate_of(agreement) if is_of_a_doctorate(agreement) else None
    told = zip(CONDITIONS, (mobilities, _doctorate(doctorate) if doctorate else {}), strict=True)
    return {key: some for key, some in told if some}


def _doctorate(one: Doctorate) -> dict[str, Any]:
    return {"candidate": dict(one.candidate.name)} | {
        name: _hashed(getattr(one, name)) for name in OF_DOCTORATE if name != "candidate"
    }


def exchange_in(one: Mobility) -> dict[str, Any]:
    """This will gather one exchange as it is hashed."""
    sides = {"sender": dict(one.sender.name_in_it), "receiver": dict(one.receiver.name_in_it)}
    return sides | {name: _hashed(getattr(one, name)) for name in OF_MOBILITY}


def _hashed(value: Any) -> Any:
    if isinstance(value, date | Decimal):
        return str(value)
    return dict(value) if isinstance(value, Text) else value


# In an amendment, and back


def carry(agreement: Agreement, other: Agreement, *, what: Iterable[str] = (DOCTORATE, MOBILITIES), by: Actor) -> None:
    """This will tell of `other`, which has the same parties, what is told of `agreement`, instead of what was told."""
    parties = {one.organisation_id: one for one in Party.objects.of(other)}
    if MOBILITIES in what:
        for old in Mobility.objects.of(other):
            old.remove(by=by)
        for one in Mobility.objects.of(agreement):
            facts = {name: getattr(one, name) for name in OF_MOBILITY}
            facts |= {name: parties[getattr(one, name).organisation_id] for name in ("sender", "receiver")}
            Mobility.enter(agreement=other, by=by, **facts)
    if DOCTORATE in what and (told := doctorate_of(agreement)):
        facts = {name: getattr(told, name) for name in OF_DOCTORATE}
        there = doctorate_of(other)
        if there is None:
            Doctorate.enter(agreement=other, by=by, **facts)
        else:
            there.change(by=by, **facts)


def carry_back(instrument: Agreement, parent: Agreement, *, by: Actor) -> None:
    """This will take over the doctorate from an amendment in which somebody told it otherwise.

    Exchanges are compared one by one: see three_way_exchanges.
    """
    if Entry.objects.about(instrument).filter(act="doctorate_told").exists():
        carry(instrument, parent, what=[DOCTORATE], by=by)
