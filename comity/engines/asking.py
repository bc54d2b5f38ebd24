"""One question to one engine: asked again where that may help, and in another thread where there is other work.

Whoever has questions is a generator that yields each of them and is sent its answer. So it reads and writes the
database where it runs, and only the engine is waited for elsewhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from comity.engines.engine import Nonsense, Trouble
from comity.engines.routing import Leg

PAUSES = (0.3, 1.5)  # seconds before asking again, for the first time and the second
LONGEST_PAUSE = 10.0  # seconds that an engine may ask us to wait

Result = TypeVar("Result")


@dataclass(frozen=True)
class Answer:
    """What came of a question: the texts, or the trouble in their place, and after how many seconds."""

    texts: list[str]
    trouble: Trouble | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Question:
    """Some texts for one engine; asking it touches no database."""

    leg: Leg
    texts: list[str]

    def asked(self) -> Answer:
        """This will ask, and ask again after a pause where the trouble may pass."""
        begun = time.monotonic()
        try:
            texts, trouble = self._insistently(), None
        except Trouble as found:
            texts, trouble = [], found.with_traceback(None)  # which would keep this frame, and the texts, for long
        return Answer(texts, trouble, time.monotonic() - begun)

    def _insistently(self) -> list[str]:
        engine, leg = self.leg.engine, self.leg
        until = time.monotonic() + engine.setup.seconds
        for pause in (*PAUSES, None):
            try:
                left = until - time.monotonic()
                return _one_for_one(self.texts, engine.translate(self.texts, leg.source, leg.target, seconds=left))
            except Trouble as found:
                wait = max(pause or 0.0, min(found.after, LONGEST_PAUSE))
                if pause is None or not found.may_pass or time.monotonic() + wait >= until:
                    raise
                time.sleep(wait)
        raise AssertionError("the last try has no pause")


def _one_for_one(texts: list[str], answers: list[str]) -> list[str]:
    """Raises Nonsense where an engine gave back more or fewer texts than it got, or none at all, or far too much."""
    if len(answers) != len(texts):
        raise Nonsense("another number of texts came back")
    if sum(map(len, answers)) > 10 * sum(map(len, texts)) + 10_000:
        raise Nonsense("far more came back than was sent")
    return answers


Asking = Generator[Question, Answer, Result]


def answered(asking: Asking[Result]) -> Result:
    """This will ask each question in its turn, here and now."""
    try:
        question = next(asking)
        while True:
            question = asking.send(question.asked())
    except StopIteration as end:
        result: Result = end.value
        return result


class Beside(Generic[Result]):
    """Questions that are asked in another thread, the first from now on, while this thread does something else."""

    def __init__(self, asking: Asking[Result], threads: Executor) -> None:
        self._asking, self._threads = asking, threads
        self._future: Future[Answer] | None = None
        self._go_on(next, asking)

    def answered(self) -> Result:
        """This will wait until every question is answered. Raises what `asking` raises."""
        while self._future is not None:
            try:
                answer = self._future.result()
            except Exception as fault:  # an engine may fail in any way; whoever asks it knows what that is to them
                self._go_on(self._asking.throw, fault)
            else:
                self._go_on(self._asking.send, answer)
        return self._result

    def _go_on(self, step: Callable[[Any], Question], given: Any) -> None:
        self._future = None
        try:
            self._future = self._threads.submit(step(given).asked)
        except StopIteration as end:
            self._result: Result = end.value
