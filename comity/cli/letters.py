"""The process that sends the letters, seals the journal, enters registers, publishes what is due and translates."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from argparse import Namespace
from datetime import datetime

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from comity.agreements.bringing.entering import enter_waiting, is_any_being_entered
from comity.agreements.looking_after import look_after_if_due
from comity.cli.readiness import refuse_if_unfit
from comity.journal.outbox import is_any_waiting, send_waiting
from comity.journal.sealing import seal
from comity.personal.retention import tidy_if_due
from comity.safekeeping.models import BEAT, WORKER, Pulse
from comity.translating.renaming import queue_renamed
from comity.translating.rendering import translate_waiting
from comity.website.scheduling import is_due, publish_due

log = logging.getLogger(__name__)
AT_ONCE = 1_000  # translations of one round
PAUSE = 2.0  # seconds between two looks into the outbox
ROUND = 30.0  # seconds after which translating is left for what else is due, as the sign of life is


def worker(asked: Namespace) -> int:
    """This will send what waits in the outbox until it is told to stop."""
    if asked.once:
        print(f"Sent: {send_waiting()}")
        while entered := enter_waiting(at=timezone.now()):
            print(f"Rows of registers entered: {entered}")
        queue_renamed(limit=AT_ONCE)
        if translated := translate_waiting(limit=AT_ONCE):
            print(f"Translations brought up to date: {translated}")
        return 0
    if asked.with_parent is None:  # the server, whose child it would be, has looked
        refuse_if_unfit(serves=False)
    stop = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stop.set())
    beat = Beat()
    while not stop.is_set() and asked.with_parent in (None, os.getppid()):
        if not _send(beat, stop):
            stop.wait(PAUSE)
    return 0


class Beat:
    """The worker's sign of life, given now and then so that heads hear when it stays out."""

    def __init__(self) -> None:
        self.last: datetime | None = None

    def give(self, *, now: datetime) -> None:
        """This will give the sign where it is due."""
        if self.last is None or now - self.last >= BEAT:
            Pulse.beat(WORKER, at=now)
            self.last = now


def _send(beat: Beat, stop: threading.Event) -> int:
    """How much was done of what waits; what is due is sealed and published. A database that is away is waited for."""
    close_old_connections()
    try:
        now = timezone.now()
        beat.give(now=now)
        seal(now=now)
        tidy_if_due(now=now)
        look_after_if_due(today=timezone.localdate(now), at=now)
        publish_due(now=now)
        queue_renamed()
        until = time.monotonic() + ROUND
        done = send_waiting() + enter_waiting(at=now)
        return done + translate_waiting(limit=AT_ONCE, goes_on=lambda: _may_go_on(stop, until))
    except DatabaseError:
        log.warning("the outbox cannot be read; trying again", exc_info=True)
        return 0


def _may_go_on(stop: threading.Event, until: float) -> bool:
    """Whether one more group of pages is translated before anything else; no letter, article or row waits for two."""
    if stop.is_set() or time.monotonic() >= until:
        return False
    now = timezone.now()
    return not (is_any_waiting(now=now) or is_due(now=now) or is_any_being_entered())
