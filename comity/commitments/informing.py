"""The other side hears by letter what was done to a promise, and what one side asks of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comity.accounts.models import SignedLink, User
from comity.commitments import letters
from comity.commitments.linking import links_to, make_link
from comity.commitments.models import Commitment, Wish
from comity.commitments.models.wishes import Progress
from comity.commitments.recalling import RECALLED, others_who_are_due
from comity.commitments.reminding import LINK_DAYS, people_turned_to
from comity.journal.models import Entry
from comity.meetings.called import once_each
from comity.partners.access import our_organisation
from comity.partners.models import FocalPoint, Mandate, Organisation, sides_of

Reader = User | SignedLink
# What is done to a wish, and tells the side that did not do it something new.
WISH_ACTS = {"entered", *(end for end in Progress if end != Progress.WAITING)}
# What is done to a promise or a proposal, and which of it waits for the other side.
ACTS = {"promised", "lapsed", "claimed", "accepted", "returned", "extended", RECALLED}
TO_BE_ANSWERED = {"claimed", RECALLED}


def tell_of_wish(wish: Wish, entry: Entry) -> None:
    """This will write to the side that did not act: that it is asked, or what became of what it was asked or asked."""
    commitment, acting = wish.commitment, wish.ended_for_id or wish.side_id
    other = next(one for one in (commitment.promisor, commitment.beneficiary) if one.pk != acting)
    besides = _who_asked(wish) if other.is_host else []
    _tell(commitment, other, entry, letters.WISHES[Progress(wish.stage)], besides, wants=wish.is_waiting, wish=wish)


def tell_of_act(commitment: Commitment, entry: Entry) -> None:
    """This will write to the side that did not act what was done to a promise or a proposal."""
    by = entry.by_link or entry.by_user
    both = (commitment.promisor, commitment.beneficiary)
    number = commitment.side_of(sides_of(by)) if by else None
    acting = next((one for one in both if one.pk == number), None)
    told: dict[str, Any] = {"act": entry.act, "by_name": by.name if by else "", "words": entry.why}
    told["side"] = acting or our_organisation()
    due = others_who_are_due(commitment) if entry.act == RECALLED else both
    for other in both:
        if other != acting and other in due:
            _tell(commitment, other, entry, letters.DONE, wants=entry.act in TO_BE_ANSWERED, **told)


def _tell(
    commitment: Commitment,
    to: Organisation,
    entry: Entry,
    name: str,
    besides: Sequence[Reader] = (),
    *,
    wants: bool,
    **told: Any,
) -> None:
    """To all who speak for a side; where nobody can, and an answer is wanted, to whom one turns there, with a link."""
    readers = once_each([*besides, *readers_at(commitment, to, entry)])
    for reader in readers:
        letters.tell(name, commitment, reader, entry=entry, **told)
    if not readers and wants and not to.is_host and not commitment.is_internal:
        _send_links(commitment, to, entry, name, **told)


def readers_at(commitment: Commitment, side: Organisation, entry: Entry) -> list[Reader]:
    """This will find who hears of it at one of the two sides: nobody outside, of what only our office reads."""
    if side.is_host:
        return [*_at_our_office(commitment, entry)]
    if commitment.is_internal:
        return []
    mandates = Mandate.objects.speaking_for(_numbers_of(commitment, side))
    holders = links_to(commitment).alive(entry.at).filter(pk__in=mandates.values("link"))
    return [*mandates.counterparts(), *holders]


def _send_links(commitment: Commitment, to: Organisation, entry: Entry, name: str, **told: Any) -> None:
    """Where nobody can open the promise for a side, those who are reminded of promises get a link that does."""
    for person in people_turned_to(commitment, to):
        if not person.email or person.left_on:
            continue
        link, secret = make_link(
            commitment,
            side=to,
            name=str(person.name),
            email=person.email,
            language=person.language,
            days=LINK_DAYS,
            at=entry.at,
            by=User.objects.machine(),
        )
        letters.tell(name, commitment, link, entry=entry, secret=secret, **told)


def _numbers_of(commitment: Commitment, side: Organisation) -> set[int]:
    return commitment.promising_side() if side.pk == commitment.promisor_id else {side.pk}


def _who_asked(wish: Wish) -> list[Reader]:
    """Whoever asked for it, where that is somebody of our office, who is told the answer."""
    if not wish.side.is_host or wish.is_waiting:
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
