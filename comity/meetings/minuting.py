"""Writing the minutes while the session runs: nobody's words are lost when two write; decisions are numbered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _
from merge3 import Merge3

from comity.accounts.models import Actor
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.meetings.agenda import add_item, move_item
from comity.meetings.models import AgendaItem, Decision, Session

__all__ = ["Clash", "add_item", "decide", "move_item", "redecide", "store", "undecide", "write"]


@dataclass
class Clash(Exception):
    """Somebody else wrote the same item meanwhile: what stands there now, and a proposal that keeps both."""

    item: AgendaItem
    language: str
    theirs: str
    mine: str
    merged: str
    is_clean: bool  # whether the two changed different lines, so that nothing had to be chosen


def write(item: AgendaItem, *, language: str, words: str, read_version: int, was: str, by: Actor) -> AgendaItem:
    """This will store the minutes of an item in one language.

    `read_version` and `was` are the version and the words that the writer started from. Raises Clash where
    the item was written since, and NotNow where the minutes can no longer be written.
    """
    words, was = _lines_ended_alike(words), _lines_ended_alike(was)
    with acting(by=by):
        _writable(item)
        item = AgendaItem.objects.select_for_update().get(pk=item.pk)
        theirs = item.minutes.get(language, "")
        if theirs == words:
            return item
        if item.version != read_version and theirs != was:
            raise _clash(item, language, theirs=theirs, mine=words, was=was)
        return store(item, language, words, by=by)


def store(item: AgendaItem, language: str, words: str, *, by: Actor, act: str = "written") -> AgendaItem:
    """This will put words into the minutes of an item whose row the caller holds, and count its version up."""
    before, after = item.minutes, item.minutes.with_version(language, words)
    AgendaItem.objects.filter(pk=item.pk).update(minutes=after, version=F("version") + 1)
    item.minutes, item.version = after, item.version + 1
    record(item, act, by=by, before={"minutes": before}, after={"minutes": after})
    return item


def _writable(item: AgendaItem) -> Session:
    session = Session.objects.select_for_update().get(pk=item.session_id)
    refuse_unwritable_minutes(session)
    return session


def refuse_unwritable_minutes(session: Session) -> None:
    """This will raise NotNow where the minutes cannot be written at the present stage."""
    if session.may_be_written:
        return
    if session.compiled_from:
        raise NotNow(_("This record was compiled from published reports; there are no minutes to write."))
    if session.is_ahead:
        words = _("The minutes cannot be written yet: the session is “%s”.")
    else:
        words = _("These minutes can no longer be written: the session is “%s”.")
    raise NotNow(words % session.stage_in_words())


def _lines_ended_alike(text: str) -> str:
    return text.replace("\r\n", "\n")


def _clash(item: AgendaItem, language: str, *, theirs: str, mine: str, was: str) -> Clash:
    def lines(text: str) -> list[str]:
        return [f"{line}\n" for line in text.splitlines()]

    groups = list(Merge3(lines(was), lines(theirs), lines(mine)).merge_groups())
    # Where both changed the same lines, the proposal keeps theirs and, below it, mine.
    merged = "".join("".join([*group[2], *group[3]] if group[0] == "conflict" else group[1]) for group in groups)
    is_clean = all(group[0] != "conflict" for group in groups)
    return Clash(item, language, theirs=theirs, mine=mine, merged=merged.rstrip("\n"), is_clean=is_clean)


# Decisions


def decide(item: AgendaItem, *, by: Actor, **facts: Any) -> Decision:
    """This will enter a decision under an item with the next number of the session.

    Raises NotNow once the minutes are final.
    """
    with acting(by=by):
        session = _writable(item)
        last = Decision.objects.at(session).aggregate(last=Max("number"))["last"] or 0
        return Decision.enter(item=item, session=session, number=last + 1, by=by, **facts)


def redecide(decision: Decision, *, by: Actor, **facts: Any) -> None:
    """This will correct a decision as it was written down. Raises NotNow once the minutes are final."""
    with acting(by=by):
        _writable(decision.item)
        decision.change(by=by, **facts)


def undecide(decision: Decision, *, by: Actor) -> None:
    """This will take out a decision that was not taken; the numbers of the others stay as they were."""
    with acting(by=by):
        _writable(decision.item)
        decision.remove(by=by)
