"""Final minutes never change; a numbered correction, adopted by every side, stands beside them.

A side answers a correction that another one proposes: it adopts it, or declines it with words. The side that proposed
it can withdraw it as long as it waits.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.accounts.models import Actor
from comity.journal.acting import act, acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.meetings.circulation import all_sides_adopted, enter_adoption, side_of
from comity.meetings.models import Adoption, AgendaItem, Corrigendum, Delegation, Session, Visibility
from comity.meetings.models.corrigenda import Progress
from comity.meetings.texts import corrigendum_content, fingerprint, present_reading
from comity.translation.templatetags.said import isolated, number
from comity.translation.texts import Text


def propose_corrigendum(
    item: AgendaItem, *, reading: Text, why: str, at: datetime, by: Actor, over: int | None = None
) -> Corrigendum:
    """This will propose a numbered correction of final minutes, which whoever proposes it adopts thereby.

    It holds when every side has adopted it. `over` is the number of the correction whose reading was in front of
    whoever proposes, 0 for the final text; none where nobody read. Raises NotNow while the minutes are not final, for
    an item that is no part of them, while another correction of the item waits, where the item reads otherwise by now,
    and where nothing would change.
    """
    with acting(by=by, why=why):
        session = Session.objects.select_for_update().get(pk=item.session_id)
        refuse_unless_final(session)
        if item.visibility == Visibility.INTERNAL:
            raise NotNow(_("This item is internal to our office and no part of the final minutes."))
        _refuse_what_corrects_nothing(item, reading, over)
        last = session.corrigenda.order_by("number").last()
        new = Corrigendum(
            session=session,
            number=last.number + 1 if last else 1,
            item=item,
            reading=reading,
            why=why,
            proposed_by=by.name,
        )
        before = last.sha256 if last else session.final_minutes.sha256
        new.sha256 = fingerprint(corrigendum_content(new, before))
        new.full_clean()
        new.save()
        record(new, "entered", by=by, after={"number": new.number, "reading": reading}, why=why)
        enter_adoption(session, new, new.sha256, at=at, by=by)
    return new


def refuse_unless_final(session: Session) -> None:
    """This will raise NotNow while the minutes are not final."""
    if not session.is_frozen:
        raise NotNow(_("The minutes are not final yet; correct them directly."))


def _refuse_what_corrects_nothing(item: AgendaItem, reading: Text, over: int | None) -> None:
    # One at a time: so what a correction takes out and puts in is the same when it is proposed and when it is adopted.
    waiting = waiting_at(item)
    if waiting is not None:
        words = _("Correction %(n)s of this item still waits. Propose another one when it is answered or withdrawn.")
        raise NotNow(words % {"n": number(waiting.number)})
    stands = present_reading(item)
    if over is not None and over != stands.number:
        raise NotNow(_("The item was corrected since you opened this page. Read it once more; nothing was proposed."))
    if _bare(reading) == _bare(stands.words):
        raise NotNow(_("These are the words of the item as it stands; there is nothing to correct."))


def waiting_at(item: AgendaItem) -> Corrigendum | None:
    """This will find the numbered correction of an item that waits; there is one at most."""
    return Corrigendum.objects.correcting(item).waiting().first()


def _bare(text: Text) -> dict[str, str]:
    return {code: words.replace("\r\n", "\n").strip() for code, words in text.items() if words.strip()}


def adopt_corrigendum(corrigendum: Corrigendum, *, sha256: str, at: datetime, by: Actor) -> bool:
    """This will adopt a numbered correction for the side of `by`; true when every side has now adopted it.

    Raises NotNow where it waits no longer, or where the SHA-256 that was read is another.
    """
    with acting(by=by):
        session = _hold(corrigendum)
        if sha256 != corrigendum.sha256:
            raise NotNow(_("The text has changed since you read it. Nothing was adopted: read it once more."))
        enter_adoption(session, corrigendum, sha256, at=at, by=by)
        is_last = all_sides_adopted(session, corrigendum, sha256)
        if is_last:
            corrigendum._move_to(Progress.ADOPTED, by=by, act="adopted", adopted_at=at)
    return is_last


@act
def decline_corrigendum(corrigendum: Corrigendum, *, answer: str, at: datetime, by: Actor) -> None:
    """This will leave the item as it reads, and tell the side that proposed the correction why.

    One side is enough, since it holds only when every side adopts it. Raises NotNow without words, where it waits no
    longer, and for a side that has adopted it.
    """
    if not answer.strip():
        raise NotNow(_("Say why the correction is declined; the other side reads it."))
    session = _hold(corrigendum)
    side = side_of(session, by)
    if Adoption.objects.of(session, corrigendum).filter(side=side).exists():
        raise NotNow(_("%s has adopted this correction; it cannot decline it any more.") % isolated(side))
    _end(corrigendum, Progress.DECLINED, "declined", side, answer, at=at, by=by)


@act
def withdraw_corrigendum(corrigendum: Corrigendum, *, answer: str = "", at: datetime, by: Actor) -> None:
    """This will take back a correction that waits, with words or without, for the side that proposed it.

    Raises NotNow where it waits no longer, and for every other side.
    """
    session = _hold(corrigendum)
    side = side_of(session, by)
    if side != corrigendum.proposing_side():
        raise NotNow(_("Only the side that proposed a correction can withdraw it; yours can decline it."))
    _end(corrigendum, Progress.WITHDRAWN, "withdrawn", side, answer, at=at, by=by)


def _end(
    corrigendum: Corrigendum, stage: str, act: str, side: Delegation, answer: str, *, at: datetime, by: Actor
) -> None:
    told: dict[str, Any] = {"ended_for": side, "ended_by": by.name, "ended_at": at, "answer": answer.strip()}
    corrigendum._move_to(stage, by=by, act=act, **told)


def _hold(corrigendum: Corrigendum) -> Session:
    """Keep others from answering until the act ends. Raises NotNow where the correction waits no longer."""
    session = Session.objects.select_for_update().get(pk=corrigendum.session_id)
    corrigendum.refresh_from_db()
    refuse_unless_waiting(corrigendum)
    return session


def refuse_unless_waiting(corrigendum: Corrigendum) -> None:
    """This will raise NotNow where the correction was adopted by all sides, declined or withdrawn."""
    if not corrigendum.is_waiting:
        raise NotNow(str(OVER[Progress(corrigendum.stage)]))


OVER = {
    Progress.ADOPTED: gettext_lazy("This correction is final already."),
    Progress.DECLINED: gettext_lazy("This correction was declined already."),
    Progress.WITHDRAWN: gettext_lazy("This correction was withdrawn."),
}
