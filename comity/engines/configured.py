"""Which engines the operator set up, and by which of them each pair of languages goes (docs/operations.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import permutations
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from django.conf import settings

from comity.engines.adapters import KINDS
from comity.engines.engine import Engine, Pair, Setup

WRITTEN = re.compile(r"(?P<kind>[a-z0-9]+)(?:\+(?P<address>https?://.+)|:(?P<path>.*))")
LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?"
PAIR = re.compile(rf"({LANGUAGE})>({LANGUAGE})")
ROUTE = re.compile(rf"(?P<source>{LANGUAGE}|\*)>(?P<target>{LANGUAGE}|\*)=(?P<steps>.+)")
ANY, VIA = "*", "via:"
KNOWN = {"name", "outside", "budget", "languages", "pairs", "seconds"}


class Misconfigured(Exception):
    """What is wrong with COMITY_ENGINES or COMITY_ENGINE_ROUTES, in words; never with a key in them."""


@dataclass(frozen=True)
class Engines:
    """The engines in their order, the steps for each pair of languages, and what is wrong with the setting."""

    every: list[Engine] = field(default_factory=list)
    steps: dict[Pair, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def engines() -> Engines:
    """This will read the settings; what is wrong in them is left out, and `comity check` tells of it."""
    return _read(settings.ENGINES, settings.ENGINE_ROUTES)


@lru_cache(maxsize=8)
def _read(written: str, routes: str) -> Engines:
    found = Engines()
    for number, words in enumerate(written.split(), start=1):
        try:
            one = engine_in(words)
            if any(other.name == one.name for other in found.every):
                raise Misconfigured(f"two engines are called {one.name}; give one of them another with name=")
            found.every.append(one)
        except Misconfigured as fault:
            found.faults.append(f"COMITY_ENGINES, engine {number}: {fault}.")
    for words in routes.split():
        try:
            pair, steps = _route_in(words, {one.name for one in found.every})
            found.steps[pair] = steps
        except Misconfigured as fault:
            found.faults.append(f"COMITY_ENGINE_ROUTES: {fault}.")
    return found


def engine_in(words: str) -> Engine:
    """This will make an engine of what the operator wrote. Raises Misconfigured."""
    written = WRITTEN.fullmatch(words)
    if written is None or written["kind"] not in KINDS:
        raise Misconfigured(f"it does not begin with one of {', '.join(KINDS)}, followed by : or by + and an address")
    kind = KINDS[written["kind"]]
    setup = _setup(written)
    if kind.needs_address and not setup.address:
        raise Misconfigured(f"{setup.kind} needs an address: {setup.kind}+https://…")
    if unknown := setup.options.keys() - kind.takes:
        raise Misconfigured(f"{setup.kind} does not know {', '.join(sorted(unknown))}")
    if lacking := [one for one in kind.needs if not (setup.secret if one == "key" else setup.options.get(one))]:
        raise Misconfigured(f"{setup.kind} needs {', '.join(lacking)}")
    if kind.needs_address and not setup.pairs:
        raise Misconfigured(f"{setup.kind} needs languages= or pairs=, for nobody is asked what it offers")
    if setup.leads_outside and not setup.is_declared_outside:
        raise Misconfigured(f"{setup.name} leads off this machine; say outside=yes to let it have public texts")
    return kind(setup)


def _setup(written: re.Match[str]) -> Setup:
    address, path = written["address"] or "", written["path"] or ""
    try:
        parts = urlsplit(address or path)
        host = parts.netloc.rpartition("@")[2]
        given = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        if address and not parts.hostname:
            raise ValueError
        _ = parts.port
    except ValueError:
        raise Misconfigured("its address cannot be read") from None
    options = {name: value for name, value in given.items() if name not in KNOWN}
    if path:
        options["path"] = parts.path
    return Setup(
        kind=written["kind"],
        name=_word(given.get("name") or written["kind"]),
        address=urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", "")) if address else "",
        secret=unquote(parts.netloc.rpartition("@")[0]) if address else "",
        is_declared_outside=_yes(given.get("outside", "no")),
        budget=_whole(given.get("budget")),
        pairs=frozenset(_pairs(given.get("languages", ""), given.get("pairs", ""))),
        seconds=float(_whole(given.get("seconds")) or 30),
        options=options,
    )


def _word(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
        raise Misconfigured("its name has other signs than small letters, figures and hyphens")
    return name


def _yes(word: str) -> bool:
    if word not in ("yes", "no"):
        raise Misconfigured("outside= is yes or no")
    return word == "yes"


def _whole(word: str | None) -> int | None:
    if word is not None and not (word.isdecimal() and word.isascii() and 0 < int(word) < 10**12):
        raise Misconfigured("budget= and seconds= are whole numbers above 0")
    return int(word) if word else None


def _pairs(languages: str, pairs: str) -> Iterator[Pair]:
    for language in filter(None, languages.split(",")):
        if not re.fullmatch(LANGUAGE, language):
            raise Misconfigured("languages= are codes with commas between them: en,fr,ar")
    yield from permutations(filter(None, languages.split(",")), 2)
    for pair in filter(None, pairs.split(",")):
        if (found := PAIR.fullmatch(pair)) is None:
            raise Misconfigured("pairs= are written en>fr,en>ar")
        yield found[1], found[2]


def _route_in(words: str, names: set[str]) -> tuple[Pair, list[str]]:
    found = ROUTE.fullmatch(words)
    if found is None:
        raise Misconfigured(f"{words} is no route; one reads en>fr=deepl,via:es")
    steps = found["steps"].split(",")
    for step in steps:
        if step not in names and not re.fullmatch(rf"{VIA}{LANGUAGE}", step):
            raise Misconfigured(f"{step} in {words} is neither the name of an engine nor via: and a language")
    return (found["source"], found["target"]), steps
