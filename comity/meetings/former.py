"""When a session was planned before it was moved, as the journal tells it."""

from __future__ import annotations

from copy import copy
from datetime import datetime

from comity.journal.models import Entry
from comity.meetings.models import Session
from comity.meetings.models.sessions import WHEN, Stage


def former_of(session: Session, entry: Entry) -> Session | None:
    """This will give the session as it was planned before this entry moved it, or called it anew on another day."""
    moved: Entry | None = entry if entry.act == "moved" else None
    if entry.act == "convened" and entry.before.get("stage") == Stage.POSTPONED:
        latest = Entry.objects.about(session).filter(act__in=["postponed", "moved"]).order_by("-pk").first()
        moved = latest if latest and latest.act == "moved" else None
    if moved is None:
        return None
    former = copy(session)
    for name in WHEN:
        if value := moved.before.get(name):
            setattr(former, name, _as_moment(value) if name != "zone" else value)
    return former


def _as_moment(told: datetime | str) -> datetime:
    """An entry that was just written holds the moment itself, one that was fetched the words of JSON."""
    return datetime.fromisoformat(told) if isinstance(told, str) else told
