"""Writing the minutes while the session runs: nobody's words are lost when two write, decisions are numbered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from merge3 import Merge3

from comity.accounts.models import Actor
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.meetings.models import AgendaItem, Decision, Session


@dataclass
class Clash(Exception):
    """Somebody else wrote the same item meanwhile: what stands there now, and a proposal that keeps both."""

    item: AgendaItem
    theirs: str
    mine: str
    merged: str
    is_clean: bool  # whether the two changed different lines, so that nothing had to be chosen


def write(
    item: AgendaItem, *, language: str, words: str, read_version: int, was: str, by: Actor
) -> AgendaItem:
    """This will store the minutes of an item in one language.

    `read_version` and `was` are the version and the words that the writer started from. Raises Clash where the
    item was written since, and NotNow where the minutes can no longer be written. The row is guarded by one UPDATE.
    """
    words = words.replace("\r\n", "\n")
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=item.session_id)
        if not session.may_be_written:
            raise NotNow(_("These minutes can no longer be written: the session is “%s”.") % session.stage_in_words())
        item = AgendaItem.objects.select_for_update().get(pk=item.pk)
        theirs = item.minutes.get(language, "")
        if theirs == words:
            return item
        if item.version != read_version and theirs != was.replace("\r\n", "\n"):
            raise _clash(item, theirs=theirs, mine=words, was=was)
        return _store(item, language, words, by=by)


def _store(item: AgendaItem, language: str, words: str, *, by: Actor, act: str = "written") -> AgendaItem:
    before, after = item.minutes, item.minutes.with_version(language, words)
    AgendaItem.objects.filter(pk=item.pk).update(minutes=after, version=F("version") + 1)
    item.minutes, item.version = after, item.version + 1
    record(item, act, by=by, before={"minutes": before}, after={"minutes": after})
    return item


def _clash(item: AgendaItem, *, theirs: str, mine: str, was: str) -> Clash:
    def lines(text: str) -> list[str]:
        return [f"{line}\n" for line in text.splitlines()]

    merge = Merge3(lines(was), lines(theirs), lines(mine))
    groups = list(merge.merge_groups())
    is_clean = all(group[0] != "conflict" for group in groups)
    merged = "".join(
        "".join(group[2]) + "".join(group[3]) if group[0] == "conflict" else "".join(group[1]) for group in groups
    )
    return Clash(item=item, theirs=theirs, mine=mine, merged=merged.rstrip("\n"), is_clean=is_clean)


def add_item(session: Session, *, by: Actor, **facts: Any) -> AgendaItem:
    """This will put an item at the end of the agenda."""
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=session.pk)
        last = session.items.aggregate(last=Max("number"))["last"] or 0
        return AgendaItem.enter(session=session, number=last + 1, by=by, **facts)


def move_item(item: AgendaItem, *, up: bool, by: Actor) -> None:
    """This will let an item change places with the one before it, or after it; the ends stay where they are."""
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=item.session_id)
        others = AgendaItem.objects.filter(session=item.session_id)
        near = others.filter(number__lt=item.number) if up else others.filter(number__gt=item.number)
        other = near.order_by("-number" if up else "number").first()
        if other is None:
            return
        mine, theirs = item.number, other.number
        # The database allows a number once at any moment, so the first one steps aside.
        others.filter(pk=item.pk).update(number=0)
        others.filter(pk=other.pk).update(number=mine)
        others.filter(pk=item.pk).update(number=theirs)
        item.number = theirs
        record(item, "changed", by=by, before={"number": mine}, after={"number": theirs})


def decide(item: AgendaItem, *, by: Actor, **facts: Any) -> Decision:
    """This will enter a decision under an item with the next number of the session.

    Raises NotNow once the minutes are final.
    """
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=item.session_id)
        if not session.may_be_written:
            raise NotNow(_("These minutes can no longer be written: the session is “%s”.") % session.stage_in_words())
        last = Decision.objects.at(session).aggregate(last=Max("number"))["last"] or 0
        return Decision.enter(item=item, session=session, number=last + 1, by=by, **facts)
