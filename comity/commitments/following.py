"""What follows from acts elsewhere: open promises come onto the agenda of the next session with the same partner."""

from __future__ import annotations

from typing import Any

from comity.accounts.models import Actor
from comity.commitments.models import Commitment
from comity.journal.models import Strand
from comity.journal.records import key_of, recorded
from comity.journal.thread import tie
from comity.meetings.minuting import add_item
from comity.meetings.models import AgendaItem, Delegation, Session, Visibility
from comity.meetings.models.sessions import AHEAD

# When a session gets a delegation or a new day, and when a promise begins to bind.
SESSION_ACTS = {"convened"}
COMMITMENT_ACTS = {"entered", "promised"}


def listen() -> None:
    """This will follow the journal from now on."""
    recorded.connect(follow, dispatch_uid="comity.commitments.following")


def follow(sender: type, record: Any, act: str, by: Actor, **_rest: Any) -> None:
    """This will carry open promises over where the act in the journal calls for it."""
    if sender is Delegation and act == "entered":
        carry_over_to(record.session, by=by)
    elif sender is Session and act in SESSION_ACTS:
        carry_over_to(record, by=by)
    elif sender is Commitment and act in COMMITMENT_ACTS and record.is_active:
        for session in _sessions_ahead_of(record):
            put_on_agenda(record, session, by=by)


def carry_over_to(session: Session, *, by: Actor) -> None:
    """This will put every open promise between the sides of a session ahead onto its agenda, each once."""
    if session.stage not in AHEAD:
        return
    sides = set(session.delegations.values_list("organisation", flat=True))
    for commitment in Commitment.objects.active().between(sides).soonest_first():
        put_on_agenda(commitment, session, by=by)


def _sessions_ahead_of(commitment: Commitment) -> list[Session]:
    """The next session of both sides after the one at which it was said."""
    both = Session.objects.ahead().with_partner(commitment.promisor_id).filter(
        pk__in=Session.objects.with_partner(commitment.beneficiary_id).values("pk")
    )
    own = commitment.said_under.session_id if commitment.said_under else None
    return list(both.exclude(pk=own)[:1])


def put_on_agenda(commitment: Commitment, session: Session, *, by: Actor) -> None:
    """This will add an item about a promise to the agenda, tied to it; nothing where it is there already."""
    if commitment.said_under and commitment.said_under.session_id == session.pk:
        return
    item_type = key_of(AgendaItem(pk=0))[0]
    led_to = Strand.objects.leaving({key_of(commitment)}).filter(result_type=item_type).values("result_id")
    if AgendaItem.objects.filter(session=session, pk__in=led_to).exists():
        return
    side = Delegation.objects.filter(session=session, organisation=commitment.promisor_id).first()
    is_internal = commitment.said_under and commitment.said_under.visibility == Visibility.INTERNAL
    item = add_item(
        session,
        title=commitment.deliverable,
        side=side,
        visibility=Visibility.INTERNAL if is_internal else Visibility.SHARED,
        by=by,
    )
    tie(item, came_from=commitment, by=by)
