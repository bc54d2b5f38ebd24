"""What follows from acts: open promises come onto the agenda of the next session with the same partner.

The other side is told what was done to a promise, and what one side asks of it.
"""

from __future__ import annotations

from typing import Any

from comity.accounts.models import Actor
from comity.commitments.informing import ACTS, WISH_ACTS, tell_of_act, tell_of_wish
from comity.commitments.models import Commitment, Wish
from comity.journal.models import Entry, Strand
from comity.journal.records import key_of, recorded
from comity.journal.thread import tie
from comity.meetings.minuting import add_item
from comity.meetings.models import AgendaItem, Delegation, Session, Visibility
from comity.meetings.models.sessions import AHEAD, Stage

# When a session gets a new day, or stops being the next one.
SESSION_ACTS = {"convened", "held", "postponed", "cancelled"}
# When a promise begins to bind.
COMMITMENT_ACTS = {"entered", "promised"}


def listen() -> None:
    """This will follow the journal from now on."""
    recorded.connect(follow, dispatch_uid="comity.commitments.following")


def follow(sender: type, record: Any, act: str, by: Actor, entry: Entry, **_rest: Any) -> None:
    """This will carry open promises over, or tell the other side, where the act in the journal calls for it."""
    if sender is Delegation and act == "entered":
        keep_from_third_sides(record.session, by=by)
        carry_over_between_sides_of(record.session, by=by)
    elif sender is Session and act in SESSION_ACTS:
        carry_over_between_sides_of(record, by=by)
    elif sender is Commitment:
        _follow_commitment(record, entry, by=by)
    elif sender is Wish and act in WISH_ACTS:
        tell_of_wish(record, entry)


def _follow_commitment(commitment: Commitment, entry: Entry, *, by: Actor) -> None:
    if entry.act in COMMITMENT_ACTS and commitment.is_active:
        carry_over(commitment, by=by)
    if entry.act in ACTS:
        tell_of_act(commitment, entry)


def carry_over_between_sides_of(session: Session, *, by: Actor) -> None:
    """This will put every open promise between the sides of a session onto the agenda of their next one."""
    sides = set(session.delegations.values_list("organisation", flat=True))
    if len(sides) < 2:
        return
    for commitment in Commitment.objects.active().between(sides).select_related("said_under").soonest_first():
        carry_over(commitment, by=by)


def carry_over(commitment: Commitment, *, by: Actor) -> None:
    """This will put a promise onto the agenda of the next session of its two sides, where there is one ahead."""
    session = next_session_for(commitment)
    if session is not None and not is_on_agenda(commitment, session):
        put_on_agenda(commitment, session, by=by)


def next_session_for(commitment: Commitment) -> Session | None:
    """This will find the next session of both sides after what was said; one without a day is not the next."""
    of_both = Session.objects.ahead().with_partner(commitment.promisor_id).with_partner(commitment.beneficiary_id)
    dated = of_both.exclude(stage=Stage.POSTPONED).filter(starts_at__date__gte=commitment.said_on)
    if commitment.said_under:
        dated = dated.exclude(pk=commitment.said_under.session_id)
    return dated.first()


def is_on_agenda(commitment: Commitment, session: Session) -> bool:
    """This will tell whether an item of the session's agenda came from the promise."""
    item_type = key_of(AgendaItem(pk=0))[0]
    led_to = Strand.objects.leaving({key_of(commitment)}).filter(result_type=item_type).values("result_id")
    return AgendaItem.objects.filter(session=session, pk__in=led_to).exists()


def put_on_agenda(commitment: Commitment, session: Session, *, by: Actor) -> None:
    """This will add an item about a promise to the agenda, tied to it."""
    item = add_item(
        session,
        title=commitment.deliverable,
        side=Delegation.objects.filter(session=session, organisation=commitment.promisor_id).first(),
        visibility=Visibility.SHARED if _may_be_shared(commitment, session) else Visibility.INTERNAL,
        by=by,
    )
    tie(item, came_from=commitment, by=by)


def _may_be_shared(commitment: Commitment, session: Session) -> bool:
    """Not what was said in confidence, and not what two sides said to each other where a third one reads along."""
    others = session.delegations.exclude(organisation__in=commitment.sides())
    return not commitment.is_internal and not others.exists()


def keep_from_third_sides(session: Session, *, by: Actor) -> None:
    """This will take from a third side that joins what two others said to each other before."""
    if session.stage not in AHEAD:
        return
    items = {key_of(item): item for item in session.items.filter(visibility=Visibility.SHARED)}
    for strand in Strand.objects.reaching(set(items)):
        source, item = strand.source, items[strand.result_type_id, strand.result_id]
        if isinstance(source, Commitment) and not _may_be_shared(source, session):
            item.change(visibility=Visibility.INTERNAL, by=by)
