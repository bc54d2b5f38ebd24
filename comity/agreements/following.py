"""What follows from acts on an agreement: whoever it waits for now is told by letter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comity.accounts.models import User
from comity.agreements import letters
from comity.agreements.models import Agreement, Party
from comity.journal.models import Entry
from comity.journal.records import recorded
from comity.partners.models import Mandate


def listen() -> None:
    """This will follow the journal from now on."""
    recorded.connect(follow, dispatch_uid="comity.agreements.following")


def follow(sender: type, record: Any, act: str, entry: Entry, **_rest: Any) -> None:
    """This will write the letters that an act in the journal calls for, in the act's own transaction."""
    if sender is Agreement and act in TOLD:
        for reader in TOLD[act](record):
            if reader != entry.by_user:
                letters.tell(record, reader, name=NAMES.get(act, "turn"), entry=entry)


def _whose_turn_it_is(agreement: Agreement) -> Iterable[User]:
    return _who_speaks_for(agreement, [agreement.turn]) if agreement.turn else []


def _all_parties(agreement: Agreement) -> Iterable[User]:
    return _who_speaks_for(agreement, list(Party.objects.of(agreement)))


def _who_speaks_for(agreement: Agreement, parties: list[Party]) -> Iterable[User]:
    """The counterparts of a party, and for our own office whoever keeps the agreement."""
    outside = {one.organisation_id for one in parties if not one.is_ours}
    keeper = agreement.keeper.user if agreement.keeper else None
    ours = [keeper] if keeper and keeper.is_active and any(one.is_ours for one in parties) else []
    return [*Mandate.objects.speaking_for(outside).counterparts(), *ours]


TOLD = {
    "opened": _whose_turn_it_is,
    "turn_handed": _whose_turn_it_is,
    "reopened": _whose_turn_it_is,
    "agreed": _all_parties,
    "approved": _all_parties,
    "came_into_force": _all_parties,
}
NAMES = {"agreed": "agreed", "approved": "approved", "came_into_force": "in_force"}
