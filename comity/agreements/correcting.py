"""Putting right what was entered about an agreement; what became of it is recorded by acts of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comity.accounts.models import Actor
from comity.agreements.models import Agreement, Party, refuse_a_party_alone
from comity.journal.acting import acting
from comity.journal.records import record
from comity.partners.models import Area, Organisation


def correct(
    agreement: Agreement, *, parties: Iterable[Organisation], areas: Iterable[Area], by: Actor, **facts: Any
) -> None:
    """This will put right what was entered, and write down what it was before.

    Raises NotNow with fewer than two parties, ValidationError, with words for each field, where the facts cannot be
    true; then nothing is changed.
    """
    chosen: dict[str, list[Any]] = {"parties": list(parties), "areas": list(areas)}
    refuse_a_party_alone(chosen["parties"])
    with acting(by=by):
        agreement._hold()
        agreement.change(act="corrected", by=by, **facts)
        _choose_parties(agreement, chosen["parties"], by=by)
        _choose(agreement, "areas", chosen["areas"], by=by)


def _choose(agreement: Agreement, name: str, chosen: list[Any], *, by: Actor) -> None:
    related = getattr(agreement, name)
    before, after = (sorted(one.pk for one in some) for some in (related.all(), chosen))
    if before != after:
        was, now = (sorted(str(one) for one in some) for some in (related.all(), chosen))
        related.set(chosen)
        record(agreement, "corrected", by=by, before={name: was}, after={name: now})


def _choose_parties(agreement: Agreement, chosen: list[Organisation], *, by: Actor) -> None:
    """Who is a party already keeps what is told of it."""
    here = {one.organisation_id: one for one in Party.objects.of(agreement)}
    before, after = [str(one) for one in here.values()], [str(one) for one in chosen]
    for position, one in enumerate(chosen):
        if one.pk not in here:
            Party.objects.create(agreement=agreement, organisation=one, position=position)
    for organisation, party in here.items():
        if organisation not in {one.pk for one in chosen}:
            party.delete()
    if sorted(before) != sorted(after):
        record(agreement, "corrected", by=by, before={"parties": sorted(before)}, after={"parties": sorted(after)})
