"""A program that stays between questions: each text it is given, and each that it gives back, ends with a zero byte.

It is started when it is first asked, and ended when nobody asked it for a while. Where this process ends, however that
happens, its input ends, and the program with it.
"""

from __future__ import annotations

import atexit
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Lock, Timer

from comity.engines.engine import Nonsense, Silent

END = b"\0"
PIECE = 1 << 16  # bytes read at once
IDLE = 60.0  # seconds after which it ends


class Resident:
    """A program that stays. Two threads may ask it: the second waits, within its own time, for the first."""

    def __init__(self, command: Sequence[str], *, surroundings: Mapping[str, str], largest: int) -> None:
        self._command, self._surroundings, self._largest = list(command), dict(surroundings), largest
        self._process: subprocess.Popen[bytes] | None = None
        self._lock, self._idle = Lock(), Timer(0, self.end)
        atexit.register(self.end)

    def ask(self, text: bytes, *, seconds: float) -> bytes:
        """This will give it a text and return its answer. Raises Silent, Nonsense; it starts anew after either."""
        until = time.monotonic() + seconds
        if not self._lock.acquire(timeout=max(seconds, 0.0)):
            raise Silent("the program is busy")
        try:
            self._idle.cancel()
            answer = self._asked(text.replace(END, b"") + END, until)
            self._end_when_idle()
            return answer
        except BaseException:
            self._end()  # whatever else it says would be taken for an answer to the next question
            raise
        finally:
            self._lock.release()

    def end(self) -> None:
        """This will end the program, once it has answered what it is being asked; asked again, it starts again."""
        with self._lock:
            self._end()

    def _asked(self, text: bytes, until: float) -> bytes:
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        answer, given = bytearray(), 0
        with selectors.DefaultSelector() as either:
            either.register(process.stdin, selectors.EVENT_WRITE)
            either.register(process.stdout, selectors.EVENT_READ)
            while not answer.endswith(END):
                ready = either.select(max(until - time.monotonic(), 0.0))
                if not ready:
                    raise Silent("the program took too long")
                for key, _events in ready:
                    if key.fileobj is process.stdout:
                        answer += _read(process.stdout.fileno())
                    elif (given := given + _written(process.stdin.fileno(), text[given : given + PIECE])) == len(text):
                        either.unregister(process.stdin)
                if len(answer) > self._largest:
                    raise Nonsense("the program said too much")
        if answer.count(END) != 1 or given < len(text):
            raise Nonsense("the program answered what it was not asked")
        return bytes(answer[:-1])

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            pipe = subprocess.PIPE
            try:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=pipe,
                    stdout=pipe,
                    stderr=subprocess.DEVNULL,
                    env=self._surroundings,
                    cwd="/",
                    bufsize=0,
                    start_new_session=True,
                )
            except OSError as trouble:
                raise Silent("the program cannot be started") from trouble
            for end in (self._process.stdin, self._process.stdout):
                assert end is not None
                os.set_blocking(end.fileno(), False)
        return self._process

    def _end_when_idle(self) -> None:
        self._idle = Timer(IDLE, self.end)
        self._idle.daemon = True
        self._idle.start()

    def _end(self) -> None:
        self._idle.cancel()
        process, self._process = self._process, None
        if process is not None:
            end_with_all(process)


def end_with_all(process: subprocess.Popen[bytes]) -> None:
    """This will end a program that was started in a session of its own, with all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def _read(source: int) -> bytes:
    piece = os.read(source, PIECE)
    if not piece:
        raise Silent("the program ended")
    return piece


def _written(target: int, text: bytes) -> int:
    try:
        return os.write(target, text)
    except BrokenPipeError as trouble:
        raise Silent("the program ended") from trouble
