"""Counting how often the question is shown, without a cookie, an address or a script.

A page lies ready for everybody, in our store and in the server in front, so nobody here hears of each reader. Beside
the question stands a picture of one dot, which no cache may keep; whoever loads it is counted, in memory, and every
minute the numbers are written down. It is a count of about: what a killed process had not written is lost, and
browsers that load no pictures are not seen, which keeps most programs out as well.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import date, datetime
from threading import Lock
from time import monotonic

from django.db import DatabaseError, transaction
from django.utils import timezone

from comity.opinion.asking import seen
from comity.opinion.models import PageViews

log = logging.getLogger(__name__)
EVERY = 60.0  # seconds between two times that numbers are written; each makes the pages that are kept anew
# The smallest picture there is, of one dot that nobody sees.
DOT = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b")


class Counted:
    """The views that this process has seen and not written down yet."""

    def __init__(self) -> None:
        self.waiting: Counter[tuple[date, str, str, str]] = Counter()
        self.lock = Lock()
        self.written_at = monotonic()

    def add(self, day: date, kind: str, language: str, state: str) -> bool:
        """This will count one more, and tell whether a minute is over: then all of them are to be written down."""
        with self.lock:
            self.waiting[day, kind, language, state] += 1
            return monotonic() - self.written_at >= EVERY

    def write(self) -> None:
        """This will write the numbers down; what the database does not take now waits for the next time."""
        with self.lock:
            taken, self.waiting, self.written_at = self.waiting, Counter(), monotonic()
        try:
            with transaction.atomic():
                for (day, kind, language, state), times in taken.items():
                    PageViews.add(times, day=day, kind=kind, language=language, state=state)
        except DatabaseError:
            log.warning("views of pages could not be written down; they wait")
            with self.lock:
                self.waiting.update(taken)


counted = Counted()


def count(sign: str, *, now: datetime) -> None:
    """This will count one view. Raises BadSignature where the sign is none of ours."""
    if counted.add(timezone.localdate(now), *seen(sign)):
        counted.write()
