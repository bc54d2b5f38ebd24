"""The process that sends the letters and seals the journal."""

from __future__ import annotations

import logging
import os
import signal
import threading
from argparse import Namespace

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from comity.journal.models import Receipt
from comity.journal.outbox import send_waiting
from comity.journal.sealing import seal
from comity.watch.fitness import say_that_letters_are_sent

log = logging.getLogger(__name__)
PAUSE = 2.0  # seconds between two looks into the outbox


def worker(asked: Namespace) -> int:
    """This will send what waits in the outbox until it is told to stop."""
    if asked.once:
        print(f"Sent: {send_waiting()}")
        return 0
    stop = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stop.set())
    while not stop.is_set() and asked.with_parent in (None, os.getppid()):
        if not _send():
            stop.wait(PAUSE)
    return 0


def _send() -> int:
    """How many letters left; the journal is sealed on the way. A database that is away is waited for."""
    close_old_connections()
    try:
        now = timezone.now()
        seal(now=now)
        Receipt.objects.past_keeping(now).delete()
        say_that_letters_are_sent()
        return send_waiting()
    except DatabaseError:
        log.warning("the outbox cannot be read; trying again", exc_info=True)
        return 0
