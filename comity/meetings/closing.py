"""The follow-up of a session is closed: nothing is left to do, or somebody says why it ends with something open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from comity.accounts.models import Actor, Viewer
from comity.journal.acting import act
from comity.journal.models import Entry, Strand
from comity.journal.permissions import may_read_history
from comity.journal.records import OnTheThread, key_of
from comity.journal.refusals import NotNow
from comity.journal.thread import fetch
from comity.meetings.models import Session
from comity.meetings.models.sessions import Stage
from comity.translation.templatetags.said import number


def still_open(session: Session, *, viewer: Viewer | None = None) -> list[OnTheThread]:
    """This will list the promises and proposals under the items of a session on which somebody still has to act.

    Without a viewer it lists all, for the act; with one, those that the viewer may see.
    """
    strands = Strand.objects.leaving({key_of(item) for item in session.items.all()})
    keys = list(dict.fromkeys(strand.result_key for strand in strands))
    found = fetch(set(keys), viewer=viewer)
    return [found[key] for key in keys if key in found and found[key].is_waiting_for_results]


@act
def close_follow_up(session: Session, *, by: Actor, why: str = "") -> None:
    """This will end the follow-up of a session, and write down how much was open then.

    What was promised holds all the same. Raises NotNow where something is open and no reason is given.
    """
    session._hold()
    session.refuse_move_to(Stage.CLOSED)
    count = len(still_open(session))
    if count and not why.strip():
        words = ngettext(
            "One promise or proposal is still open. Say why the follow-up is closed all the same.",
            "%(n)s promises and proposals are still open. Say why the follow-up is closed all the same.",
            count,
        )
        raise NotNow(words % {"n": number(count)})
    session._move_to(Stage.CLOSED, by=by, act="closed", why=why.strip(), left_open=count)


@dataclass(frozen=True)
class Closed:
    """When the follow-up of a session was closed; for those who read its history also by whom, why, with what open."""

    at: datetime
    by_name: str = ""
    why: str = ""
    left_open: int = 0


def how_closed(session: Session, viewer: Viewer) -> Closed | None:
    """This will tell how the follow-up of a session was closed; nothing where it is not."""
    if session.stage != Stage.CLOSED:
        return None
    entry = Entry.objects.about(session).filter(act="closed").first()
    if entry is None:
        return None
    if not may_read_history(viewer):
        return Closed(entry.at)
    return Closed(entry.at, entry.by_name, entry.why, session.left_open)
