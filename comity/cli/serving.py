"""The server: workers that answer requests, and beside them the process that sends the letters."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from argparse import Namespace
from collections.abc import Callable
from importlib import import_module
from multiprocessing import get_context
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import connections
from django.urls import reverse
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from comity.cli import nothing_thrown_away
from comity.cli.readiness import refuse_if_unfit
from comity.cli.refusal import Refusal

log = logging.getLogger(__name__)
APPLICATION = "comity.wsgi.application"
THREADS = 4  # requests that one worker answers at a time
# Connections that one worker holds, idle ones too: a browser keeps six, and those beyond wait until another one ends.
CONNECTIONS = 1_024
PATIENCE = 5  # seconds that a worker gets to finish its requests when told to stop
REST = 5.0  # seconds before a letter worker that ended is started again


def serve(asked: Namespace) -> int:
    """This will serve until it is told to stop."""
    refuse_if_taken(asked.host, asked.port)
    load_where_fit()
    run(
        host=asked.host,
        port=asked.port,
        workers=asked.workers,
        with_letters=not asked.without_letters,
        when_open=lambda: print(f"Comity is open at {settings.ADDRESS}  (Ctrl-C closes it)", flush=True),
    )
    return 0


def refuse_if_taken(host: str, port: int) -> None:
    """This will raise Refusal where another program listens on the port, or none may."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as trouble:
        if trouble.errno == errno.EADDRINUSE:
            words = f"port {port} is in use by another program. Choose another one: PORT={port + 1} or --port."
        else:
            words = f"it may not listen on {host} port {port} ({trouble.strerror}). Choose another with --port."
        raise Refusal(words) from trouble


def run(
    *,
    host: str,
    port: int,
    workers: int,
    when_open: Callable[[], None],
    with_letters: bool = True,
    stops_with_terminal: bool = False,
) -> None:
    """This will run the workers until a signal ends them, and leave no process behind."""
    connections.close_all()  # a connection must not be shared by processes
    server = Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=CONNECTIONS,
        workers_kill_timeout=PATIENCE,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )
    server.main_loop_interrupt = Heard()
    letters = LetterWorker()
    if stops_with_terminal:
        server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    # The letters wait for the first page: reading in a process more would keep its reader waiting.
    server.on_startup(lambda: _beside(_open, server, when_open, letters.start if with_letters else None))
    try:
        server.serve(target_loader=load_in_worker)
    finally:
        letters.stop()


class Heard(threading.Event):
    """An event that is waited for in turns: Python answers a signal in its main thread alone, and only once it wakes.

    Whichever thread takes the signal from the system, the main one then hears of it within a turn.
    """

    TURN = 1.0  # seconds

    def wait(self, timeout: float | None = None) -> bool:
        """This will wait until it is set, at most `timeout` seconds where that is told, and say whether it is."""
        if timeout is not None:
            return super().wait(timeout)
        while not super().wait(self.TURN):
            pass
        return True


def load_where_fit() -> None:
    """This will load what every page needs while a process beside looks for faults; raises Refusal where it finds any.

    Either takes a good part of the start, and what the look loads and opens no worker needs. It only tells whether it
    found anything: then the look is taken again, here, for its words.
    """
    connections.close_all()  # a connection must not be shared by processes
    looking = get_context("fork").Process(target=_look, daemon=True)
    looking.start()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "No directory at")  # of static files: the look says how to make them
            load()
    finally:
        looking.join()
        if looking.exitcode:
            refuse_if_unfit()


def _look() -> None:
    try:
        refuse_if_unfit()
    except BaseException:
        sys.exit(1)  # without a word: whoever asked looks again


def load() -> None:
    """This will load what every page needs before the workers are forked, so that it is done, and kept, once."""
    with nothing_thrown_away():
        import_string(APPLICATION)
        import_module(settings.ROOT_URLCONF)
        reverse("home")  # which reads every address


def load_in_worker(target: str) -> Any:
    """This will load the application in a worker, which from then on ends when the server ends, and only then.

    Ctrl-C reaches every process of the terminal; a worker that hears it a second time from the server would hang.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    _beside(_end_with, os.getppid())
    return import_string(target)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _beside(work: Callable[..., None], *given: Any) -> None:
    threading.Thread(target=work, args=given, daemon=True).start()


def _rested(seconds: float) -> bool:
    time.sleep(seconds)
    return False


def _open(server: Any, when_open: Callable[[], None], and_then: Callable[[], None] | None) -> None:
    """Wait until the first page is answered, which also warms a worker, then begin what has waited, and say so.

    Nothing is asked before the workers are forked: one forked while this thread holds a lock would wait for it forever.
    """
    while len(server.wrks) < server.workers:
        time.sleep(0.01)
    is_open = any(_answers(server.bind_port) or _rested(0.05) for _attempt in range(1_200))
    if and_then is not None:
        and_then()
    if is_open:
        when_open()


def _answers(port: int) -> bool:
    question = Request(f"http://127.0.0.1:{port}/en/", headers={"Host": settings.ALLOWED_HOSTS[0].lstrip(".")})
    try:
        urlopen(question, timeout=5).close()
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
    return True


class LetterWorker:
    """The letter worker as a process of its own, started again should it end by itself."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.is_wanted = threading.Event()
        self.is_over = False

    def start(self) -> None:
        """This will start the process and watch it, unless it was told to stop before."""
        if self.is_over:
            return
        self.is_wanted.set()
        self.process = self._begin()
        _beside(self._watch)

    def stop(self) -> None:
        """This will end the process."""
        self.is_over = True
        self.is_wanted.clear()
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _begin(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "comity", "worker", "--with-parent", str(os.getpid())]
        return subprocess.Popen(command, start_new_session=True)  # Ctrl-C is told to it by `stop`

    def _watch(self) -> None:
        while self.process is not None:
            self.process.wait()
            time.sleep(REST)
            if not self.is_wanted.is_set():
                return
            log.warning("the letter worker ended; starting it again")
            self.process = self._begin()
