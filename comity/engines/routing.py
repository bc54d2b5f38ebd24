"""By which engines a text goes from one language into another: one engine, or two with a language between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from comity.engines.configured import ANY, VIA, Engines
from comity.engines.engine import Engine

MOST_CHAINS = 8  # that are tried for one text


@dataclass(frozen=True)
class Leg:
    """One engine from one language into another."""

    engine: Engine
    source: str
    target: str


Chain = tuple[Leg, ...]


def name_of(chain: Chain) -> str:
    """This will name the engines of a chain: "apertium", "apertium+deepl"."""
    return "+".join(dict.fromkeys(leg.engine.name for leg in chain))


def version_of(chain: Chain) -> str:
    """This will tell the versions of the engines of a chain, as far as they say them."""
    return "+".join(filter(None, dict.fromkeys(leg.engine.version() for leg in chain)))


def chains(engines: Engines, source: str, target: str, *, is_public: bool = True) -> list[Chain]:
    """This will list the ways from one language into another, the first one preferred.

    What is not public goes to no engine outside of this machine.
    """
    found = (chain for chain in _chains(engines, source, target) if is_public or not _leads_outside(chain))
    return [chain for chain, _ in zip(found, range(MOST_CHAINS), strict=False)]


def _leads_outside(chain: Chain) -> bool:
    return any(leg.engine.is_outside for leg in chain)


def _chains(engines: Engines, source: str, target: str) -> Iterator[Chain]:
    if source == target:
        return
    for step in _steps(engines, source, target):
        if step.startswith(VIA):
            between = step.removeprefix(VIA)
            legs = (_direct(engines, source, between), _direct(engines, between, target))
            yield from product(*legs)
        else:
            yield from ((leg,) for leg in _direct(engines, source, target) if leg.engine.name == step)


def _direct(engines: Engines, source: str, target: str) -> list[Leg]:
    """By one engine: those that are named for the pair, or all where only a language between is named."""
    by_name = {one.name: one for one in engines.every}
    named = [by_name[step] for step in _steps(engines, source, target) if step in by_name] or engines.every
    return [Leg(one, source, target) for one in named if one.offers(source, target)]


def _steps(engines: Engines, source: str, target: str) -> list[str]:
    """What the operator says of this pair, else of one of its languages, else of all; else every engine in order."""
    for pair in ((source, target), (ANY, target), (source, ANY), (ANY, ANY)):
        if pair in engines.steps:
            return engines.steps[pair]
    return [one.name for one in engines.every]


def targets(engines: Engines, source: str) -> list[str]:
    """This will list the languages into which something leads from `source`."""
    every = {target for one in engines.every for _source, target in one.pairs()}
    return sorted(target for target in every if next(_chains(engines, source, target), None))
