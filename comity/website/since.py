"""What came of a session after an article on it was written: taken from the thread, dated, apart from the text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from comity.accounts.models import Viewer
from comity.journal.models import Key
from comity.journal.records import OnTheThread, key_of
from comity.journal.thread import Knot, threads_from
from comity.meetings.access import items_visible_at
from comity.meetings.models import Session


def what_came_since(session: Session, *, after: date, today: date, viewer: Viewer) -> list[OnTheThread]:
    """This will list what came about after one day and until another, the oldest first, as far as `viewer` may see."""
    items = list(items_visible_at(viewer, [session]).for_the_thread())
    found: dict[Key, OnTheThread] = {}
    for knot in threads_from(items, viewer=viewer).values():
        found |= {key_of(one): one for one in _new_in(knot, after, today)}
    return sorted(found.values(), key=lambda one: (one.came_about_on or today, key_of(one)))


def _new_in(knot: Knot, after: date, today: date) -> Iterable[OnTheThread]:
    for one in knot.all_below():
        day = one.came_about_on
        if day is not None and after < day <= today:
            yield one
