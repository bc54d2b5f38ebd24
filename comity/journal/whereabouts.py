"""From where something is done: the route and the request, or the command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_here: ContextVar[str] = ContextVar("here", default="")


def whence() -> str:
    """This will say from where the present act is done, such as "command remind"; empty where nobody said."""
    return _here.get()


@contextmanager
def entering(kind: str, name: str) -> Iterator[None]:
    """This will say of everything inside that it is done from there: a `kind` (command, route) and its name."""
    token = _here.set(f"{kind} {name}")
    try:
        yield
    finally:
        _here.reset(token)
