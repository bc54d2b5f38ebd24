"""A side asks for other words in the circulated draft, or objects; the office takes them over or says why not.

Minutes, decisions and what was promised or proposed go one way (comity/meetings/passages.py).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.journal.acting import acting
from comity.journal.models import Entry, Strand
from comity.journal.records import key_of, record
from comity.journal.refusals import NotNow
from comity.meetings.circulation import side_of
from comity.meetings.models import AgendaItem, Correction, Decision, Session, Visibility
from comity.meetings.models.minutes import Kind, Outcome
from comity.meetings.models.sessions import Stage
from comity.meetings.passages import Passage, passage_at, passage_of

# The acts by which what is said somewhere is said otherwise.
WORDING = ("entered", "changed", "corrected", "written")


def ask_for_correction(
    item: AgendaItem,
    *,
    language: str,
    at: datetime,
    by: Actor,
    words: str = "",
    decision: Decision | None = None,
    said: Strand | None = None,
    due_on: date | None = None,
    objection: str = "",
) -> Correction:
    """This will enter how the side of `by` would word a part of the draft; asking again replaces what still waits.

    The part is the item's minutes, a `decision` under it, or what was `said` there, which may also fall due on another
    day. An `objection` says in words what is wrong, beside other words or in their place. Raises NotNow unless the
    draft is circulated, the side takes part in the session and something differs.
    """
    with acting(by=by):
        side = side_of(_circulating(item), by)
        item.refresh_from_db()
        if item.visibility == Visibility.INTERNAL:
            raise NotNow(_("This item is no part of the circulated minutes."))
        passage = passage_at(item, decision, said)
        facts = _asked_for(passage, language, words, due_on, objection.strip())
        facts |= {"asked_by": by.name, "asked_at": at}
        waiting = item.corrections.waiting().of(passage.kind, passage.thing).filter(side=side, language=language)
        if (first := waiting.first()) is not None:
            first.change(by=by, **facts)
            return first
        about = {} if passage.thing is None else {str(passage.kind): passage.thing}
        return Correction.enter(item=item, side=side, kind=passage.kind, language=language, by=by, **about, **facts)


def _asked_for(passage: Passage, language: str, words: str, due_on: date | None, objection: str) -> dict[str, Any]:
    """What differs from what stands there. Raises NotNow where nothing does and nothing is objected."""
    words, was, due_was = words.replace("\r\n", "\n").strip(), passage.text.get(language, ""), passage.due(language)
    if words == was.strip():
        words = ""
    if due_on is not None:
        passage.refuse_day(due_on)
    if due_on is not None and due_on.isoformat() == due_was:
        due_on = None
    if not (words or due_on or objection):
        raise NotNow(_("These are the words of the draft as it stands; there is nothing to correct."))
    return {"words": words, "was": was, "due_on": due_on, "due_was": due_was, "objection": objection}


def take_over(correction: Correction, *, by: Actor) -> None:
    """This will make what a correction proposes the text of the draft.

    Raises NotNow if it was answered, if it only objects, or if what it is of was changed since.
    """
    with acting(by=by):
        passage, language = passage_of(correction), correction.language
        if not correction.proposes_something:
            raise NotNow(_("This objection proposes no words. Write your own, or answer it in words."))
        if (passage.text.get(language, ""), passage.due(language)) != (correction.was, correction.due_was):
            raise NotNow(_("The minutes were changed after this correction was asked for. Write the words in by hand."))
        _answer(correction, Outcome.TAKEN, answer="", by=by)
        passage.put(language, correction.words, correction.due_on, by=by)


def decline(correction: Correction, *, answer: str, by: Actor) -> None:
    """This will leave the draft as it is and tell the other side why."""
    if not answer.strip():
        raise NotNow(_("Say why the correction is declined; the other side reads it."))
    with acting(by=by):
        _answer(correction, Outcome.DECLINED, answer=answer.strip(), by=by)


def settle(correction: Correction, *, answer: str, by: Actor) -> None:
    """This will mark a correction as taken over by hand, in words that the office wrote itself.

    Raises NotNow while nothing was changed since it was asked for: the other side is told that something was.
    """
    with acting(by=by):
        if correction.is_waiting and not _was_changed_since(correction):
            raise NotNow(_("Nothing was changed here since this was asked for. Write the words first, or say why not."))
        _answer(correction, Outcome.TAKEN, answer=answer.strip(), by=by)


def _was_changed_since(correction: Correction) -> bool:
    """Whether what it is of was worded or decided otherwise; for the minutes of an item, what it decides too."""
    if correction.kind != Kind.MINUTES and (correction.decision or correction.said) is None:
        return True  # it was taken out
    since = Entry.objects.about(correction)[0]
    records = {key_of(one) for one in passage_of(correction).records}
    return Entry.objects.about_any(records).after(since, WORDING).exists()


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
