"""A promise is cancelled only when both sides agree: one asks, and the other agrees or declines, with words.

The side that asked can withdraw its wish as long as it waits. Once that is declined or withdrawn, either can ask again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.accounts.models import Actor
from comity.commitments.fulfilment import side_for
from comity.commitments.models import Commitment, Stage, WishToCancel
from comity.commitments.models.wishes import Progress
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.records import record
from comity.journal.refusals import NotNow


def ask_to_cancel(commitment: Commitment, *, reason: str, at: datetime, by: Actor) -> WishToCancel:
    """This will ask the other side, for one side, to cancel the promise.

    Raises NotNow without a reason, at stages where nothing can be cancelled, while another wish waits, and for what
    only our office reads: nobody else could answer.
    """
    if not reason.strip():
        raise NotNow(_("Say why it should be cancelled; the other side reads it."))
    side = side_for(commitment, commitment.sides(), by)
    with acting(by=by):
        commitment._hold()
        if not commitment.may_move_to(Stage.CANCELLED):
            raise commitment.not_now()
        if commitment.is_internal:
            raise NotNow(_("This was said under an item that only our office reads; the other side does not see it."))
        _refuse_second(commitment.wish_that_waits(), side)
        given: dict[str, Any] = {"reason": reason.strip(), "by_name": by.name, "at": at}
        wish = WishToCancel.enter(commitment=commitment, side_id=side, **given, by=by)
        record(commitment, "wished_to_cancel", by=by, why=reason)
        commitment.asks_to_cancel = None  # whoever asks for it next reads it afresh
    return wish


def _refuse_second(waiting: WishToCancel | None, side: int) -> None:
    if waiting is not None and waiting.side_id == side:
        raise NotNow(_("Your side has asked for this already; it waits for the other side."))
    if waiting is not None:
        raise NotNow(_("The other side asks for this already; read why, and agree or decline."))


def agree_to_cancel(wish: WishToCancel, *, answer: str = "", at: datetime, by: Actor) -> None:
    """This will cancel the promise, as both sides now agree, with words to the other side or without.

    Raises NotNow where the wish waits no longer, where the promise moved on, and for the side or the person that asked.
    """
    with acting(by=by):
        commitment = _hold(wish)
        side = _answering_side(wish, commitment, by)
        _end(wish, Progress.AGREED, side, answer, at=at, by=by)
        commitment._move_to(Stage.CANCELLED, by=by, act="cancelled", why=answer.strip(), stage_since=at)


def decline_to_cancel(wish: WishToCancel, *, answer: str, at: datetime, by: Actor) -> None:
    """This will let the promise stand, and tell the side that would cancel it why.

    Raises NotNow without words, where the wish waits no longer, and for the side or the person that asked.
    """
    if not answer.strip():
        raise NotNow(_("Say why it should stand; the other side reads it."))
    with acting(by=by):
        commitment = _hold(wish)
        side = _answering_side(wish, commitment, by)
        _end(wish, Progress.DECLINED, side, answer, at=at, by=by)
        record(commitment, "wish_declined", by=by, why=answer.strip())


def withdraw_wish(wish: WishToCancel, *, answer: str = "", at: datetime, by: Actor) -> None:
    """This will take back a wish that waits, with words or without, for the side that asked.

    Raises NotNow where it waits no longer, and for the other side.
    """
    with acting(by=by):
        commitment = _hold(wish)
        side = side_for(commitment, commitment.sides(), by)
        if side != wish.side_id:
            raise NotNow(_("Only the side that asked can withdraw this; yours can agree or decline."))
        _end(wish, Progress.WITHDRAWN, side, answer, at=at, by=by)
        record(commitment, "wish_withdrawn", by=by, why=answer.strip())


def _end(wish: WishToCancel, stage: Progress, side: int, answer: str, *, at: datetime, by: Actor) -> None:
    organisation = next(one for one in (wish.commitment.promisor, wish.commitment.beneficiary) if one.pk == side)
    wish._move_to(stage, by=by, act=stage, ended_for=organisation, ended_at=at, answer=answer.strip())
    wish.commitment.asks_to_cancel = None


def _hold(wish: WishToCancel) -> Commitment:
    """Keep others from acting until the act ends. Raises NotNow where the wish waits no longer, or nothing can move."""
    commitment = wish.commitment
    commitment._hold()
    wish._hold()
    if not wish.is_waiting:
        raise NotNow(str(OVER[Progress(wish.stage)]))
    if not commitment.may_move_to(Stage.CANCELLED):
        raise commitment.not_now()
    return commitment


def _answering_side(wish: WishToCancel, commitment: Commitment, by: Actor) -> int:
    """The side that answers; a person with two hats answers nothing that they asked for themselves."""
    side = side_for(commitment, commitment.sides(), by)
    if side == wish.side_id:
        raise NotNow(_("Your side asked for this; it is for the other side to answer. Yours can withdraw it."))
    if any(one.email.lower() == by.email.lower() for one in _who_asked(wish)):
        raise NotNow(_("You asked for this yourself; somebody else has to answer."))
    return side


def _who_asked(wish: WishToCancel) -> list[Actor]:
    asked = Entry.objects.about(wish).filter(act="entered").with_people()
    return [who for entry in asked if (who := entry.by_link or entry.by_user) is not None]


OVER = {
    Progress.AGREED: gettext_lazy("Both sides have agreed already: it is cancelled."),
    Progress.DECLINED: gettext_lazy("This wish to cancel was declined already."),
    Progress.WITHDRAWN: gettext_lazy("This wish to cancel was withdrawn."),
}
