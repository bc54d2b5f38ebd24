"""What engines of translation are set up, whether each answers, and what is left of its budget."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Iterator

from django.utils import timezone

from comity.cli.refusal import Refusal
from comity.engines.carrying import tried
from comity.engines.configured import Engines, engines
from comity.engines.engine import Engine, Trouble
from comity.engines.models import Spending
from comity.engines.naming import glossary_now
from comity.engines.routing import chains
from comity.engines.translating import Rendered, render

TRIAL = "The office wrote a letter."  # what an engine is asked, to hear whether it answers
SHOWN = 6  # pairs of languages that are named for one engine


def show(asked: Namespace) -> int:
    """This will list the engines and try each of them; or translate one sentence."""
    found = engines()
    for fault in found.faults:
        print(f"FAULT  {fault}")
    if asked.sentence:
        return _translate(asked)
    if not found.every:
        print("No engine is set up. See COMITY_ENGINES in docs/settings.md.")
        return 1 if found.faults else 0
    silent = sum([_show(one) for one in found.every])
    _show_glossary(found)
    return 1 if silent or found.faults else 0


def _show(one: Engine) -> bool:
    """Print a line on one engine, and tell whether it did not answer."""
    pairs = sorted(f"{source}>{target}" for source, target in one.pairs())
    more = f" and {len(pairs) - SHOWN} more" if len(pairs) > SHOWN else ""
    where = "outside, public texts only" if one.is_outside else "on this machine"
    said, answers = _answer(one)
    print(f"{one.name:<16} {where}; {', '.join(pairs[:SHOWN]) or 'no languages'}{more}")
    print(f"{'':<16} {said}")
    print(f"{'':<16} {_budget(one)}", flush=True)
    return not answers


def _answer(one: Engine) -> tuple[str, bool]:
    if not one.pairs():
        return "does not answer: nothing is installed for it", False
    source, target = min(one.pairs(), key=lambda pair: (pair[0] != "en", pair))
    begun = time.monotonic()
    try:
        tried(one, TRIAL, source, target)
    except Trouble as trouble:
        return f"does not answer: {trouble}", False
    version = f", version {one.version()}" if one.version() else ""
    return f"answers in {time.monotonic() - begun:.1f} s{version}", True


def _budget(one: Engine) -> str:
    spent = Spending.of(one.name, timezone.localdate())
    bound = f" of {one.setup.budget:,}" if one.setup.budget else ""
    return f"{spent:,}{bound} characters this month"


def _show_glossary(found: Engines) -> None:
    glossary = glossary_now()
    print(f"{'glossary':<16} {len(glossary.forms):,} names and terms, version {glossary.version}")
    for (source, target), steps in found.steps.items():
        print(f"{'route':<16} {source}>{target} by {', '.join(steps)}")


def _translate(asked: Namespace) -> int:
    if not chains(engines(), asked.source, asked.target):
        raise Refusal(f"no engine leads from {asked.source} to {asked.target}.")
    (told,) = render([asked.sentence], source=asked.source, target=asked.target, is_public=asked.public)
    for line in _told(told):
        print(line)
    return 1 if told.failed else 0


def _told(told: Rendered) -> Iterator[str]:
    if told.text:
        yield told.text
    yield f"by {' '.join(filter(None, (told.engine or 'nobody', told.version)))}, glossary {told.glossary}"
    if told.failed:
        yield f"failed: {', '.join(told.failed)}"
