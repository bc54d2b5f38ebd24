"""What anybody may send as often as they like is turned away each time, and told by the journal once an hour.

The journal only grows, so nobody may make it grow at will: of each kind it has one entry in an hour, whatever the
number of requests, processes and machines, with how often it came since the entry before. Which process writes it is
decided in the database; one that knows that the hour has its entry only counts, and asks the database nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from threading import Lock

from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import Error, transaction
from django.http import HttpRequest
from django.utils import timezone

from comity.journal.acting import naming
from comity.journal.models import Entry, LastTurned, Turned
from comity.journal.refusing import SECRET
from comity.translation.unseen import as_name

log = logging.getLogger(__name__)

HOUR = 3_600  # seconds
# A database that could not be written is left in peace for so long, in seconds.
PATIENCE = 60
LONGEST = 100  # signs of what was seen


class EndlessAddress(SuspiciousOperation):
    """An address that is longer than anybody needs."""


KINDS: dict[type[Exception], Turned] = {
    DisallowedHost: Turned.HOST,
    EndlessAddress: Turned.ADDRESS,
    RequestDataTooBig: Turned.SIZE,
    TooManyFieldsSent: Turned.FIELDS,
    TooManyFilesSent: Turned.FIELDS,
}


@dataclass
class Heard:
    """What this process has heard of one kind: how often, since it last told somebody, and until when it keeps that."""

    times: int = 0
    quiet_until: float = 0  # seconds since 1970


_lock = Lock()
_heard: dict[Turned, Heard] = {}


def turn_away(kind: Turned, seen: str) -> None:
    """This will tell the journal that something of a kind was turned away, with a piece of what was seen.

    Never raises: that something cannot be written down is no reason not to turn it away.
    """
    now = timezone.now().timestamp()
    times = _due(kind, now)
    if not times:
        return
    try:
        _tell(kind, _cut(seen), hour=int(now // HOUR), times=times)
    except Error:
        log.warning("what was turned away could not be written down", exc_info=True)
        _keep(kind, times, until=now + PATIENCE)


def turn_away_request(request: HttpRequest, why: Exception) -> None:
    """This will tell the journal that a request was turned away for what is wrong with it, not what was asked in it."""
    kind = KINDS.get(type(why), Turned.UNREADABLE)
    seen = request.path + ("?…" if request.META.get("QUERY_STRING") else "")
    turn_away(kind, str(request.META.get("HTTP_HOST", "")) if kind == Turned.HOST else seen)


def forget() -> None:
    """This will forget what this process has heard, as one that begins anew."""
    with _lock:
        _heard.clear()


def _due(kind: Turned, now: float) -> int:
    """How often it was heard since this process last told somebody; nothing where the hour goes on."""
    with _lock:
        heard = _heard.setdefault(kind, Heard())
        heard.times += 1
        if now < heard.quiet_until:
            return 0
        times, heard.times = heard.times, 0
        heard.quiet_until = (now // HOUR + 1) * HOUR
        return times


def _keep(kind: Turned, times: int, *, until: float) -> None:
    with _lock:
        heard = _heard.setdefault(kind, Heard())
        heard.times += times
        heard.quiet_until = until


@transaction.atomic
def _tell(kind: Turned, seen: str, *, hour: int, times: int) -> None:
    """Write the entry of this hour, or count for the next one where another process has written it."""
    unsaid = LastTurned.objects.begin(kind, hour=hour)
    if unsaid is None:
        LastTurned.objects.add(kind, times=times)
        return
    with naming(by=None):  # no act: it does nothing that somebody asked for, and no form is answered by it
        Entry(at=timezone.now(), act=kind, subject_name=seen, after={"times": unsaid + times}).save()


def _cut(seen: str) -> str:
    """A piece of what was seen: in one line, without signs that nobody sees, and without what opens a link."""
    words = SECRET.sub("…", as_name(seen[: 4 * LONGEST])) or "…"
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
