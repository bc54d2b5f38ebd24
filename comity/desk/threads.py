"""The thread at a larger scale than one session: what was said with whom, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from comity.accounts.models import Viewer
from comity.commitments.access import commitments_visible_to
from comity.commitments.models import Commitment
from comity.commitments.models.orders import NEWEST
from comity.commitments.models.questions import SIDES, CommitmentQuestions
from comity.journal.records import Mark, key_of
from comity.journal.thread import Knot, threads_from
from comity.meetings.access import items_visible_at, sessions_visible_to
from comity.meetings.models import AgendaItem, Session
from comity.meetings.telling import lede
from comity.partners.models import Organisation
from comity.ui.lists import Long, Way

LATEST = 8  # sessions on the home page
SAID = 60  # things said on a partner's page


@dataclass
class SessionThread:
    """A session, how much was said in it, every result of that, and the session whose result it is itself."""

    session: Session
    in_words: str
    results: list[Knot]
    came_from: Session | None = None


def latest_sessions(viewer: Viewer, *, now: datetime) -> list[SessionThread]:
    """This will draw the sessions that were held last, each with what came of it."""
    sessions = list(sessions_visible_to(viewer).took_place().with_delegations()[:LATEST])
    items = list(items_visible_at(viewer, sessions).for_the_thread())
    knots = threads_from(items, viewer=viewer)
    by_session: dict[int, list[Knot]] = {}
    for item in items:
        by_session.setdefault(item.session_id, []).extend(knots[key_of(item)].led_to)
    threads = [_thread(session, by_session.get(session.pk, []), viewer, now) for session in sessions]
    sources = {key_of(knot.record): thread.session for thread in threads for knot in thread.results}
    for thread in threads:
        thread.came_from = sources.get(key_of(thread.session))
    return threads


def _thread(session: Session, said: list[Knot], viewer: Viewer, now: datetime) -> SessionThread:
    return SessionThread(session, lede(session, said, viewer, now=now), list(_results(said)))


def _results(knots: Iterable[Knot]) -> Iterable[Knot]:
    """The first tangible record on each strand: an event, an agreement, a further session; no agenda item.

    A promise that was kept is one itself, where nothing else came of it.
    """
    for knot in knots:
        if not isinstance(knot.record, Commitment | AgendaItem):
            yield knot
            continue
        further = list(_results(knot.led_to))
        is_kept = isinstance(knot.record, Commitment) and knot.record.standing.mark == Mark.DONE
        yield from further or ([knot] if is_kept else [])


def said_with(partner: Organisation, viewer: Viewer) -> list[Knot]:
    """This will draw what was said with `partner`, newest first, and what came of each, one step on.

    That it stands on the agenda of a later session is told there, in the same words.
    """
    seen = commitments_visible_to(viewer)
    ways = [Way(seen, {side: partner.pk}) for side in SIDES]
    said = Long(ways, NEWEST, dress=CommitmentQuestions.for_the_thread).first(SAID)
    Commitment.make_ready(said, viewer)
    knots = threads_from(said, viewer=viewer, deepest=1, leaving_out=[AgendaItem])
    return [knots[key_of(one)] for one in said]
