"""Where something is being done: the route of a request with its number, or the command that an operator runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Place:
    """A request or a command; the route of a request is known only once its address was understood."""

    kind: str
    name: str = ""
    reference: str = ""  # the number of a request, by which its log line is found

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, self.name, self.reference)))


_here: ContextVar[Place | None] = ContextVar("whereabouts", default=None)


@contextmanager
def entering(kind: str, name: str = "", reference: str = "") -> Iterator[Place]:
    """This will say, until the block ends, that everything happens here: `entering("command", "remind")`."""
    place = Place(kind, name, reference)
    before = _here.set(place)
    try:
        yield place
    finally:
        _here.reset(before)


def whence() -> str:
    """This will tell where we are, as in "request session 7K3M-9QX2-4TZD", "command remind", or "process"."""
    return str(_here.get() or Place("process"))


def at_route(name: str) -> None:
    """This will note the route of the request that is being answered, and nothing outside a request."""
    if (place := _here.get()) is not None:
        place.name = name


def reference() -> str:
    """This will tell the number of the request that is being answered; empty outside a request."""
    place = _here.get()
    return place.reference if place else ""
