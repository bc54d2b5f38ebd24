"""A side asks for other words in the circulated draft; the office takes them over or says why not."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.meetings.circulation import side_of
from comity.meetings.minuting import store
from comity.meetings.models import AgendaItem, Correction, Session, Visibility
from comity.meetings.models.minutes import Outcome
from comity.meetings.models.sessions import Stage


def ask_for_correction(item: AgendaItem, *, language: str, words: str, at: datetime, by: Actor) -> Correction:
    """This will enter how the side of `by` would word an item; asking again replaces what still waits.

    Raises NotNow unless the draft is circulated, the side takes part in the session and the words differ.
    """
    with acting(by=by):
        side = side_of(_circulating(item), by)
        item.refresh_from_db()
        words = words.replace("\r\n", "\n").strip()
        if item.visibility == Visibility.INTERNAL:
            raise NotNow(_("This item is no part of the circulated minutes."))
        facts = {"words": words, "was": item.minutes.get(language, ""), "asked_by": by.name, "asked_at": at}
        if words == facts["was"].strip():
            raise NotNow(_("These are the words of the draft as it stands; there is nothing to correct."))
        waiting = item.corrections.waiting().filter(side=side, language=language).first()
        if waiting is None:
            return Correction.enter(item=item, side=side, language=language, by=by, **facts)
        waiting.change(by=by, **facts)
        return waiting


def take_over(correction: Correction, *, by: Actor) -> None:
    """This will make the words of a correction those of the minutes. Raises NotNow if it was answered."""
    with acting(by=by):
        item = AgendaItem.objects.select_for_update().get(pk=correction.item_id)
        if item.minutes.get(correction.language, "") != correction.was:
            raise NotNow(_("The minutes were changed after this correction was asked for. Write the words in by hand."))
        _answer(correction, Outcome.TAKEN, answer="", by=by)
        store(item, correction.language, correction.words, by=by, act="corrected")


def decline(correction: Correction, *, answer: str, by: Actor) -> None:
    """This will leave the minutes as they are and tell the other side why."""
    if not answer.strip():
        raise NotNow(_("Say why the correction is declined; the other side reads it."))
    with acting(by=by):
        _answer(correction, Outcome.DECLINED, answer=answer.strip(), by=by)


def settle(correction: Correction, *, answer: str, by: Actor) -> None:
    """This will mark a correction as taken over by hand, in words that the office wrote itself."""
    with acting(by=by):
        _answer(correction, Outcome.TAKEN, answer=answer.strip(), by=by)


def _circulating(item: AgendaItem) -> Session:
    session = Session.objects.select_for_update().get(pk=item.session_id)
    if session.stage != Stage.CIRCULATED:
        raise NotNow(_("Corrections can be asked for and answered only while the minutes circulate."))
    return session


def _answer(correction: Correction, outcome: str, *, answer: str, by: Actor) -> None:
    _circulating(correction.item)
    rows = Correction.objects.waiting().filter(pk=correction.pk).update(outcome=outcome, answer=answer)
    if not rows:
        raise NotNow(_("This correction has been answered already."))
    correction.outcome, correction.answer = outcome, answer
    after = {"outcome": outcome, "answer": answer}
    record(correction, "changed", by=by, before={"outcome": Outcome.WAITING}, after=after)
