"""More time for a promise, granted by the side to which it was promised, unasked or upon a wish; the reason is kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.commitments.fulfilment import side_for
from comity.commitments.models import Commitment, Extension, Kind, Trigger, Wish
from comity.commitments.models.stages import ACTIVE
from comity.commitments.permissions import may_extend
from comity.journal.acting import acting
from comity.journal.refusals import NotNow
from comity.partners.models import sides_of
from comity.translation.templatetags.said import day
from comity.translation.texts import Text


def until(due_on: date | None, trigger: str, trigger_words: Text | None) -> dict[str, Any]:
    """This will put together until when something is due: a day, or an occasion with its words."""
    words = trigger_words if trigger == Trigger.WORDS and trigger_words else Text()
    return {"due_on": due_on, "trigger": trigger, "trigger_words": words}


def extend(
    commitment: Commitment,
    *,
    due_on: date | None = None,
    trigger: str = "",
    trigger_words: Text | None = None,
    reason: str,
    at: datetime,
    by: Actor,
) -> Extension:
    """This will grant more time though nobody asked, for the side to which it was promised, and keep the reason.

    Raises NotNow for anybody else, without a reason, where that is no later or has passed, and while the other side
    asks for more time: that is answered.
    """
    if not reason.strip():
        raise NotNow(_("Say why the due date moves; the reason is kept."))
    granted = until(due_on, trigger, trigger_words)
    with acting(by=by):
        commitment._hold()
        if commitment.stage not in ACTIVE:
            raise commitment.not_now()
        side = _granting_side(commitment, by)
        if commitment.asking_side(Kind.TIME):
            raise NotNow(_("The other side asks for more time already; read why, and grant it or decline."))
        refuse_passed(granted, at=at)
        return move_due(commitment, granted, act="extended", side=side, reason=reason, why=reason, at=at, by=by)


def _granting_side(commitment: Commitment, by: Actor) -> int | None:
    """The side that grants; of what only our office reads, our office moves the day itself, as nobody can be asked."""
    if not may_extend(by, commitment):
        raise NotNow(_("Only the side to which it was promised moves its due date. Yours can ask for more time."))
    if commitment.is_internal:
        return commitment.side_of(sides_of(by))
    return side_for(commitment, {commitment.beneficiary_id}, by)


def move_due(
    commitment: Commitment,
    granted: dict[str, Any],
    *,
    act: str,
    side: int | None,
    reason: str,
    why: str,
    at: datetime,
    by: Actor,
    wish: Wish | None = None,
) -> Extension:
    """This will move the due date of a promise that is held, and keep what it was and who granted why.

    Raises NotNow unless that is later.
    """
    refuse_unless_later(commitment, granted)
    who: dict[str, Any] = {"side_id": side, "wish": wish, "reason": reason.strip(), "by_name": by.name, "at": at}
    moved = Extension.enter(commitment=commitment, was_due_on=commitment.due_on, **granted, **who, by=by)
    commitment.change(**granted, act=act, why=why, by=by)
    return moved


def refuse_passed(asked: dict[str, Any], *, at: datetime) -> None:
    """This will raise NotNow for a day that has passed."""
    if asked["due_on"] and asked["due_on"] < timezone.localdate(at):
        raise NotNow(_("This day has passed already."), field="due_on")


def refuse_unless_later(commitment: Commitment, asked: dict[str, Any]) -> None:
    """This will raise NotNow where a day is no later than the present one, or an occasion is the same or is over."""
    commitment.refresh_from_db(fields=["due_on", "trigger", "trigger_words"])
    was = commitment.due_on or commitment.said_on
    if asked["due_on"] and asked["due_on"] <= was:
        raise NotNow(_("The new due date must be later than %(day)s.") % {"day": day(was)}, field="due_on")
    if asked["trigger"] and (asked["trigger"], asked["trigger_words"]) == (
        commitment.trigger,
        commitment.trigger_words,
    ):
        raise NotNow(_("It is due on this occasion already."), field="trigger")
    # "Next" is counted from the day on which it was said.
    is_next = asked["trigger"] == Trigger.NEXT_SESSION
    if is_next and Commitment.objects.filter(pk=commitment.pk).after_its_session().exists():
        words = _("The next session after it was said has been held. Give a day, or say in words which session.")
        raise NotNow(words, field="trigger")
