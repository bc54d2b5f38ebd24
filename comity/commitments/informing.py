"""The other side hears by letter that one side would cancel a promise, and what became of that."""

from __future__ import annotations

from comity.accounts.models import SignedLink, User
from comity.commitments import letters
from comity.commitments.linking import links_to, make_link
from comity.commitments.models import Commitment, WishToCancel
from comity.commitments.models.wishes import Progress
from comity.commitments.reminding import LINK_DAYS, people_turned_to
from comity.journal.models import Entry
from comity.meetings.called import once_each
from comity.partners.models import FocalPoint, Mandate, Organisation

Reader = User | SignedLink
# What is done to a wish, and tells the side that did not do it something new.
WISH_ACTS = {"entered", *(end for end in Progress if end != Progress.WAITING)}


def tell_of_wish(wish: WishToCancel, entry: Entry) -> None:
    """This will write to the side that did not act: that it is asked, or what became of what it was asked or asked."""
    acting = wish.ended_for_id or wish.side_id
    other = next(one for one in (wish.commitment.promisor, wish.commitment.beneficiary) if one.pk != acting)
    readers = once_each(readers_at(wish, other, entry))
    for reader in readers:
        letters.tell_of_wish(wish, reader, entry=entry)
    if not readers and wish.is_waiting and not wish.commitment.is_internal:
        _send_links(wish, other, entry)


def readers_at(wish: WishToCancel, side: Organisation, entry: Entry) -> list[Reader]:
    """This will find who hears of a wish at one of the two sides: nobody outside, of what only our office reads."""
    if side.is_host:
        return [*_who_asked(wish, side), *_at_our_office(wish.commitment, entry)]
    if wish.commitment.is_internal:
        return []
    numbers = _numbers_of(wish.commitment, side)
    mandates = Mandate.objects.speaking_for(numbers)
    holders = links_to(wish.commitment).alive(entry.at).filter(pk__in=mandates.values("link"))
    return [*mandates.counterparts(), *holders]


def _send_links(wish: WishToCancel, side: Organisation, entry: Entry) -> None:
    """Where nobody can open the promise for a side, those who are reminded of promises get a link that does."""
    for person in people_turned_to(wish.commitment, side):
        if not person.email or person.left_on:
            continue
        link, secret = make_link(
            wish.commitment,
            side=side,
            name=str(person.name),
            email=person.email,
            language=person.language,
            days=LINK_DAYS,
            at=entry.at,
            by=User.objects.machine(),
        )
        letters.tell_of_wish(wish, link, entry=entry, secret=secret)


def _numbers_of(commitment: Commitment, side: Organisation) -> set[int]:
    return commitment.promising_side() if side.pk == commitment.promisor_id else {side.pk}


def _who_asked(wish: WishToCancel, side: Organisation) -> list[Reader]:
    """Whoever asked for it, where that is somebody of our office, who is told the answer."""
    if wish.side_id != side.pk or wish.is_waiting:
        return []
    asked = Entry.objects.about(wish).filter(act="entered").with_people()
    return [entry.by_user for entry in asked if entry.by_user and entry.by_user.works_here]


def _at_our_office(commitment: Commitment, entry: Entry) -> list[User]:
    """Whoever sent the link by which it was done, and whoever keeps the promise.

    Where neither can be told, those to whom one turns here for the partner, else all who work here.
    """
    working = User.objects.working_here().order_by("pk")
    sender = entry.by_link.made_by_id if entry.by_link else None
    near = {number for number in (sender, commitment.keeper.user_id) if number}
    points = FocalPoint.objects.ours_for(commitment.sides()).values("person__user")
    return list(working.filter(pk__in=near)) or list(working.filter(pk__in=points)) or list(working)
