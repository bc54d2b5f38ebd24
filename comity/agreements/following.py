"""What follows from acts on an agreement: whoever it waits for now is told by letter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comity.accounts.models import Actor, SignedLink, User
from comity.agreements import letters, renewing, reviewing, undertaking
from comity.agreements.linking import links_to
from comity.agreements.models import Agreement, Party
from comity.journal.models import Entry
from comity.journal.records import recorded
from comity.partners.models import Mandate


def listen() -> None:
    """This will follow the journal from now on."""
    recorded.connect(follow, dispatch_uid="comity.agreements.following")
    recorded.connect(go_on, dispatch_uid="comity.agreements.following.life")


def follow(sender: type, record: Any, act: str, entry: Entry, **_rest: Any) -> None:
    """This will write the letters that an act in the journal calls for, in the act's own transaction."""
    if sender is Agreement and act in TOLD:
        for reader in _once_each([*TOLD[act](record), *_by_link(record, act, entry)]):
            if reader not in (entry.by_user, entry.by_link):
                letters.tell(record, reader, name=NAMES.get(act, "turn"), entry=entry)


def go_on(sender: type, record: Any, act: str, by: Actor, entry: Entry, **_rest: Any) -> None:
    """This will do what follows by itself from an act: promises of what was undertaken, and the end of a review."""
    if sender is not Agreement:
        return
    if act == "came_into_force":
        undertaking.promise_what_was_undertaken(record, at=entry.at, by=by)
        renewing.succeed(record, by=by)
    if act in ANSWERS_A_REVIEW:
        reviewing.end_reviews(record, with_act=act, at=entry.at, by=by)


ANSWERS_A_REVIEW = {"renewed", "lapsed", "superseded", "terminated"}


def _whose_turn_it_is(agreement: Agreement) -> Iterable[User]:
    return _who_speaks_for(agreement, [agreement.turn]) if agreement.turn else []


def _all_parties(agreement: Agreement) -> Iterable[User]:
    return _who_speaks_for(agreement, list(Party.objects.of(agreement)))


def _by_link(agreement: Agreement, act: str, entry: Entry) -> Iterable[SignedLink]:
    """Those who hold a link that still opens the text, where it waits for their party or for every one."""
    is_theirs = agreement.turn is None or not agreement.turn.is_ours
    alive = links_to(agreement).alive(entry.at)
    if agreement.turn is not None:
        alive = alive.filter(pk__in=Mandate.objects.speaking_for({agreement.turn.organisation_id}).values("link"))
    return alive if is_theirs else []


def _once_each(readers: Iterable[User | SignedLink]) -> Iterable[User | SignedLink]:
    """Each address once; an account goes before a link."""
    found: dict[str, User | SignedLink] = {}
    for reader in readers:
        found.setdefault(reader.email.lower(), reader)
    return found.values()


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
