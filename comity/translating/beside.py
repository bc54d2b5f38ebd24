"""What waits for people beside the translations of machines: versions of pages that people write themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from comity.accounts.models import User


@dataclass(frozen=True)
class OfPeople:
    """A version that somebody writes and that is not what its original is now."""

    title: str
    language: str  # in which it is written, with its title
    words: Any  # why it waits
    url: str  # where it is written


Asking = Callable[[User], list[OfPeople]]
_asked_above: list[Asking] = []


def put_beside_the_queue(asking: Asking) -> None:
    """This will let an app that stands above this one name versions beside the queue of translations.

    `asking` is given who works there, and may ask the database one question.
    """
    _asked_above.append(asking)


def versions_of_people(viewer: User, language: str = "") -> list[OfPeople]:
    """This will list what waits for people, in one language or in all."""
    found = [one for asking in _asked_above for one in asking(viewer)]
    return [one for one in found if language in ("", one.language)]
