"""The process that sends the letters."""

from __future__ import annotations

import logging
import os
import signal
import threading
from argparse import Namespace

from django.db import DatabaseError, close_old_connections

from comity.journal.outbox import send_waiting

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
    """How many letters left; a database that is away for a while is waited for."""
    close_old_connections()
    try:
        return send_waiting()
    except DatabaseError:
        log.warning("the outbox cannot be read; trying again", exc_info=True)
        return 0
