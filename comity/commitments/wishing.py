"""One side asks, the other agrees or declines, with words: to cancel a promise, or to have more time for it.

The side that asked can withdraw its wish as long as it waits. Once that is declined or withdrawn, it can be asked
again. Asking for more time stops nothing: until it is granted, the promise is due when it was due.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.accounts.models import Actor
from comity.commitments.extending import move_due, refuse_passed, refuse_unless_later, until
from comity.commitments.fulfilment import side_for
from comity.commitments.models import Commitment, Kind, Stage, Wish
from comity.commitments.models.stages import UNDONE
from comity.commitments.models.wishes import Progress
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.translation.texts import Text


def ask_to_cancel(commitment: Commitment, *, reason: str, at: datetime, by: Actor) -> Wish:
    """This will ask the other side, for one side, to cancel the promise.

    Raises NotNow without a reason, at stages where nothing can be cancelled, while another such wish waits, and for
    what only our office reads: nobody else could answer.
    """
    return _ask(commitment, Kind.CANCEL, commitment.sides(), reason=reason, at=at, by=by)


def ask_for_time(
    commitment: Commitment,
    *,
    due_on: date | None = None,
    trigger: str = "",
    trigger_words: Text | None = None,
    reason: str,
    at: datetime,
    by: Actor,
) -> Wish:
    """This will ask the other side, for the side that promised, for time until another day or occasion.

    Raises NotNow where that is no later, for a day that has passed, and as `ask_to_cancel` does.
    """
    asked = until(due_on, trigger, trigger_words)
    with acting(by=by):
        refuse_passed(asked, at=at)
        refuse_unless_later(commitment, asked)
        return _ask(commitment, Kind.TIME, commitment.doers(), reason=reason, at=at, by=by, **asked)


def _ask(
    commitment: Commitment, kind: Kind, allowed: set[int], *, reason: str, at: datetime, by: Actor, **facts: Any
) -> Wish:
    if not reason.strip():
        raise NotNow(str(SAY_WHY[kind]))
    side = side_for(commitment, allowed, by)
    with acting(by=by):
        commitment._hold()
        if commitment.stage not in UNDONE:
            raise commitment.not_now()
        if commitment.is_internal:
            raise NotNow(_("This was said under an item that only our office reads; the other side does not see it."))
        _refuse_second(commitment.wishes.waiting().of_kind(kind).first(), side)
        given: dict[str, Any] = {"reason": reason.strip(), "by_name": by.name, "at": at, **facts}
        wish = Wish.enter(commitment=commitment, kind=kind, side_id=side, **given, by=by)
        record(commitment, WRITTEN[kind][Progress.WAITING], by=by, why=reason)
        commitment.asked_told = None  # whoever asks for it next reads it afresh
    return wish


def _refuse_second(waiting: Wish | None, side: int) -> None:
    if waiting is not None and waiting.side_id == side:
        raise NotNow(_("Your side has asked for this already; it waits for the other side."))
    if waiting is not None:
        raise NotNow(_("The other side asks for this already; read why, and agree or decline."))


def agree(wish: Wish, *, answer: str = "", at: datetime, by: Actor) -> None:
    """This will do what one side asked for and the other agrees to now, with words or without.

    Raises NotNow where the wish waits no longer, where the promise moved on, and for the side or the person that asked.
    """
    with acting(by=by):
        commitment = _hold(wish)
        side = _answering_side(wish, commitment, by)
        _end(wish, Progress.AGREED, side, answer, at=at, by=by)
        if wish.is_for_time:
            asked, why = until(wish.due_on, wish.trigger, wish.trigger_words), answer.strip()
            granted: dict[str, Any] = {"side": side, "reason": wish.reason, "wish": wish}
            move_due(commitment, asked, act="time_granted", why=why, at=at, by=by, **granted)
        else:
            commitment._move_to(Stage.CANCELLED, by=by, act="cancelled", why=answer.strip(), stage_since=at)


def decline(wish: Wish, *, answer: str, at: datetime, by: Actor) -> None:
    """This will leave the promise as it is, and tell the side that asked why.

    Raises NotNow without words, where the wish waits no longer, and for the side or the person that asked.
    """
    if not answer.strip():
        raise NotNow(str(SAY_WHY_NOT[Kind(wish.kind)]))
    with acting(by=by):
        commitment = _hold(wish)
        side = _answering_side(wish, commitment, by)
        _end(wish, Progress.DECLINED, side, answer, at=at, by=by)
        record(commitment, WRITTEN[Kind(wish.kind)][Progress.DECLINED], by=by, why=answer.strip())


def withdraw(wish: Wish, *, answer: str = "", at: datetime, by: Actor) -> None:
    """This will take back a wish that waits, with words or without, for the side that asked.

    Raises NotNow where it waits no longer, and for the other side.
    """
    with acting(by=by):
        commitment = _hold(wish)
        side = side_for(commitment, commitment.sides(), by)
        if side != wish.side_id:
            raise NotNow(_("Only the side that asked can withdraw this; yours can agree or decline."))
        _end(wish, Progress.WITHDRAWN, side, answer, at=at, by=by)
        record(commitment, WRITTEN[Kind(wish.kind)][Progress.WITHDRAWN], by=by, why=answer.strip())


def _end(wish: Wish, stage: Progress, side: int, answer: str, *, at: datetime, by: Actor) -> None:
    organisation = next(one for one in (wish.commitment.promisor, wish.commitment.beneficiary) if one.pk == side)
    wish._move_to(stage, by=by, act=stage, ended_for=organisation, ended_at=at, answer=answer.strip())
    wish.commitment.asked_told = None


def _hold(wish: Wish) -> Commitment:
    """Keep others from acting until the act ends. Raises NotNow where the wish waits no longer, or nothing can move."""
    commitment = wish.commitment
    commitment._hold()
    wish._hold()
    if not wish.is_waiting:
        raise NotNow(str(OVER[Kind(wish.kind)][Progress(wish.stage)]))
    if commitment.stage not in UNDONE:
        raise commitment.not_now()
    return commitment


def _answering_side(wish: Wish, commitment: Commitment, by: Actor) -> int:
    """The side that answers; a person with two hats answers nothing that they asked for themselves."""
    side = side_for(commitment, commitment.sides(), by)
    if side == wish.side_id:
        raise NotNow(_("Your side asked for this; it is for the other side to answer. Yours can withdraw it."))
    if any(one.email.lower() == by.email.lower() for one in _who_asked(wish)):
        raise NotNow(_("You asked for this yourself; somebody else has to answer."))
    return side


def _who_asked(wish: Wish) -> list[Actor]:
    asked = Entry.objects.about(wish).filter(act="entered").with_people()
    return [who for entry in asked if (who := entry.by_link or entry.by_user) is not None]


# What is written down of the promise; that it was agreed to is written down by what is done then.
WRITTEN = {
    Kind.CANCEL: {
        Progress.WAITING: "wished_to_cancel",
        Progress.DECLINED: "wish_declined",
        Progress.WITHDRAWN: "wish_withdrawn",
    },
    Kind.TIME: {
        Progress.WAITING: "asked_for_time",
        Progress.DECLINED: "time_declined",
        Progress.WITHDRAWN: "time_withdrawn",
    },
}
SAY_WHY = {
    Kind.CANCEL: gettext_lazy("Say why it should be cancelled; the other side reads it."),
    Kind.TIME: gettext_lazy("Say why more time is needed; the other side reads it."),
}
SAY_WHY_NOT = {
    Kind.CANCEL: gettext_lazy("Say why it should stand; the other side reads it."),
    Kind.TIME: gettext_lazy("Say why there is no more time; the other side reads it."),
}
OVER = {
    Kind.CANCEL: {
        Progress.AGREED: gettext_lazy("Both sides have agreed already: it is cancelled."),
        Progress.DECLINED: gettext_lazy("This wish to cancel was declined already."),
        Progress.WITHDRAWN: gettext_lazy("This wish to cancel was withdrawn."),
    },
    Kind.TIME: {
        Progress.AGREED: gettext_lazy("More time was granted already."),
        Progress.DECLINED: gettext_lazy("This wish for more time was declined already."),
        Progress.WITHDRAWN: gettext_lazy("This wish for more time was withdrawn."),
    },
}
