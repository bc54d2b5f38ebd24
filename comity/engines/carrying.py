"""Texts are carried through a chain of engines: in chunks, within the budget, asked again where that may help."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from comity.engines import figures
from comity.engines.engine import Engine, Late, Nonsense, OverQuota, Silent, Trouble, in_chunks
from comity.engines.models import Spending
from comity.engines.protecting import Guarded
from comity.engines.routing import Chain, Leg

log = logging.getLogger(__name__)
PAUSES = (0.3, 1.5)  # seconds before asking again, for the first time and the second
LONGEST_PAUSE = 10.0  # seconds that an engine may ask us to wait
REST = 60.0  # seconds in which an engine that is silent, or over its quota, is not asked by this process
_resting: dict[str, float] = {}


@dataclass(frozen=True)
class Translated:
    """What a chain made of one text, names and tags still marked; or that it failed, and how."""

    text: str
    failed: tuple[str, ...] = ()


FAILED = Translated("", ("engine",))


def through(chain: Chain, texts: Mapping[int, Guarded]) -> dict[int, Translated]:
    """This will carry numbered texts through each engine of a chain."""
    words = {number: Translated(one.words) for number, one in texts.items()}
    for leg in chain:
        # Names that were lost on the way to a second engine are not looked for any further.
        going = {number: one.text for number, one in words.items() if not one.failed}
        words |= _through_leg(leg, going, texts)
    return words


def _through_leg(leg: Leg, words: Mapping[int, str], texts: Mapping[int, Guarded]) -> dict[int, Translated]:
    device = leg.engine.device
    written = {number: device.write(one, texts[number].names, texts[number].tags) for number, one in words.items()}
    done: dict[int, Translated] = {}
    for chunk in in_chunks(written.items(), largest=leg.engine.largest, most=leg.engine.most):
        answers = _asked(leg, [text for _number, text in chunk])
        for (number, _text), answer in zip(chunk, answers, strict=True):
            done[number] = FAILED if answer is None else _read(answer, texts[number], leg)
    return done


def _read(answer: str, guarded: Guarded, leg: Leg) -> Translated:
    words = leg.engine.device.read(answer, guarded.tags)
    if not words.strip():
        return FAILED
    return Translated(words, guarded.lost(words))


def _asked(leg: Leg, texts: list[str]) -> list[str] | list[None]:
    """The answers of an engine to a chunk, or nothing for each text of it; log and figures hear how it went."""
    begun, characters = time.monotonic(), sum(map(len, texts))
    try:
        answers = _within_budget(leg, texts, characters)
        trouble = ""
    except Trouble as found:
        answers, trouble = None, found.kind
        if isinstance(found, Silent | OverQuota):
            _resting[leg.engine.name] = time.monotonic() + REST
    took = time.monotonic() - begun
    figures.asked(engine=leg.engine.name, trouble=trouble, texts=len(texts), seconds=took)
    told = {"engine": leg.engine.name, "texts": len(texts), "characters": characters, "ms": round(took * 1000, 1)}
    if trouble:
        log.warning("an engine did not translate", extra={"told": told | {"trouble": trouble}})
    return [None] * len(texts) if answers is None else answers


def _within_budget(leg: Leg, texts: list[str], characters: int) -> list[str]:
    """What an engine refused is given back; what it may have translated is not."""
    engine, today = leg.engine, timezone.localdate()
    if _resting.get(engine.name, 0.0) > time.monotonic():
        raise Resting("it was silent a moment ago")
    if any(len(text.encode()) > engine.largest for text in texts):
        raise OverLong("a text is longer than one question may be")
    if not Spending.take(engine.name, characters, budget=engine.setup.budget, today=today):
        raise BudgetUsedUp("the budget of this month is used up")
    try:
        return _insistently(engine, texts, leg)
    except Trouble as found:
        if not isinstance(found, Nonsense | Late):
            Spending.give_back(engine.name, characters, today=today)
        raise


class Resting(Trouble):
    """It did not answer a moment ago, and is left in peace for a while; asking for it does not prolong that."""


class OverLong(Trouble):
    """A text is longer than the engine takes in one question."""


class BudgetUsedUp(Trouble):
    """The operator's budget for the month does not hold this question; a shorter one may still fit."""


def _insistently(engine: Engine, texts: list[str], leg: Leg) -> list[str]:
    """Ask again, after a pause, where the trouble may pass and time is left."""
    until = time.monotonic() + engine.setup.seconds
    for pause in (*PAUSES, None):
        try:
            left = until - time.monotonic()
            answers = engine.translate(texts, leg.source, leg.target, seconds=left)
            return _one_for_one(texts, answers)
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


def tried(engine: Engine, text: str, source: str, target: str) -> str:
    """This will have an engine translate one sentence of ours, rested or not, within its budget. Raises Trouble."""
    _resting.pop(engine.name, None)
    (answer,) = _within_budget(Leg(engine, source, target), [text], len(text))
    if not answer.strip():
        raise Nonsense("it gave back nothing")
    return answer


def wake_all() -> None:
    """This will ask engines again that are left in peace for having been silent."""
    _resting.clear()
