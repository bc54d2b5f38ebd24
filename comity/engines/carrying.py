"""Texts are carried through a chain of engines: in chunks, within the budget, page by page where a chunk fails."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from comity.engines import figures
from comity.engines.asking import Answer, Asking, Question, answered
from comity.engines.engine import Engine, Late, Nonsense, OverQuota, Silent, Trouble, in_chunks
from comity.engines.models import Spending
from comity.engines.protecting import Guarded
from comity.engines.routing import Chain, Leg

log = logging.getLogger(__name__)
REST = 60.0  # seconds in which an engine that is silent, or over its quota, is not asked by this process
_resting: dict[str, float] = {}

Page = Sequence[int]  # the numbers of its texts


@dataclass(frozen=True)
class Translated:
    """What a chain made of one text, names and tags still marked; or that it failed, and how."""

    text: str
    failed: tuple[str, ...] = ()


FAILED = Translated("", ("engine",))


def through(chain: Chain, texts: Mapping[int, Guarded], pages: Sequence[Page]) -> Asking[dict[int, Translated]]:
    """This will carry the numbered texts of some pages through each engine of a chain."""
    words = {number: Translated(one.words) for number, one in texts.items()}
    for leg in chain:
        # Names that were lost on the way to a second engine are not looked for any further.
        going = {number: one.text for number, one in words.items() if not one.failed}
        answers = yield from _through_leg(leg, going, texts, pages)
        words |= {number: _read(answers.get(number), texts[number], leg) for number in going}
    return words


def _through_leg(
    leg: Leg, words: Mapping[int, str], texts: Mapping[int, Guarded], pages: Sequence[Page]
) -> Asking[dict[int, str]]:
    device, done = leg.engine.device, dict[int, str]()
    written = {number: device.write(one, texts[number].names, texts[number].tags) for number, one in words.items()}
    for chunk in in_chunks(written.items(), largest=leg.engine.largest, most=leg.engine.most):
        done |= yield from _answers(leg, dict(chunk), pages)
    return done


def _answers(leg: Leg, chunk: Mapping[int, str], pages: Sequence[Page]) -> Asking[dict[int, str]]:
    """The answers to a chunk; where it fails as a whole, to each page in it alone: none fails for another."""
    answer = yield from _asked(leg, list(chunk.values()))
    if answer.trouble is None:
        return dict(zip(chunk, answer.texts, strict=True))
    parts = [part for page in pages if (part := [number for number in page if number in chunk])]
    done = dict[int, str]()
    for part in parts if len(parts) > 1 and not isinstance(answer.trouble, AWAY) else ():
        if missing := [number for number in part if number not in done]:
            answer = yield from _asked(leg, [chunk[number] for number in missing])
            done |= zip(missing, answer.texts, strict=False)
    return done


def _read(answer: str | None, guarded: Guarded, leg: Leg) -> Translated:
    words = "" if answer is None else leg.engine.device.read(answer, guarded.tags)
    if not words.strip():
        return FAILED
    return Translated(words, guarded.lost(words))


def _asked(leg: Leg, texts: list[str]) -> Asking[Answer]:
    """The answer of an engine; log and figures hear how it went."""
    answer = yield from _within_budget(leg, texts)
    if isinstance(answer.trouble, Silent | OverQuota):
        _resting[leg.engine.name] = time.monotonic() + REST
    trouble = answer.trouble.kind if answer.trouble else ""
    figures.asked(engine=leg.engine.name, trouble=trouble, texts=len(texts), seconds=answer.seconds)
    if trouble:
        told = {"engine": leg.engine.name, "texts": len(texts), "characters": sum(map(len, texts))}
        told |= {"ms": round(answer.seconds * 1000, 1), "trouble": trouble}
        log.warning("an engine did not translate", extra={"told": told})
    return answer


def _within_budget(leg: Leg, texts: list[str]) -> Asking[Answer]:
    """What an engine refused is given back; what it may have translated is not."""
    engine, today, characters = leg.engine, timezone.localdate(), sum(map(len, texts))
    if _resting.get(engine.name, 0.0) > time.monotonic():
        return Answer([], Resting("it was silent a moment ago"))
    if any(len(text.encode()) > engine.largest for text in texts):
        return Answer([], OverLong("a text is longer than one question may be"))
    if not Spending.take(engine.name, characters, budget=engine.setup.budget, today=today):
        return Answer([], BudgetUsedUp("the budget of this month is used up"))
    answer = yield Question(leg, texts)
    if answer.trouble and not isinstance(answer.trouble, Nonsense | Late):
        Spending.give_back(engine.name, characters, today=today)
    return answer


class Resting(Trouble):
    """It did not answer a moment ago, and is left in peace for a while; asking for it does not prolong that."""


class OverLong(Trouble):
    """A text is longer than the engine takes in one question."""


class BudgetUsedUp(Trouble):
    """The operator's budget for the month does not hold this question; a shorter one may still fit."""


AWAY = (Silent, OverQuota, Resting)  # the engine itself, whatever it is asked


def tried(engine: Engine, text: str, source: str, target: str) -> str:
    """This will have an engine translate one sentence of ours, rested or not, within its budget. Raises Trouble."""
    _resting.pop(engine.name, None)
    answer = answered(_within_budget(Leg(engine, source, target), [text]))
    if answer.trouble:
        raise answer.trouble
    if not answer.texts[0].strip():
        raise Nonsense("it gave back nothing")
    return answer.texts[0]


def wake_all() -> None:
    """This will ask engines again that are left in peace for having been silent."""
    _resting.clear()
