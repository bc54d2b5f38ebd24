"""Making the whole catalogue: once after Comity was brought up to a version that has one, or whenever it is doubted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any

from comity.partners.models import Organisation
from comity.search.cards import AT_ONCE, refresh
from comity.search.kinds import EVERY, Kind
from comity.search.models import Card

Tell = Callable[[Kind, int, int], Any]


def make(tell: Tell = lambda kind, done, written: None) -> int:
    """This will make every card what it should be; saying it again changes nothing, and nobody has to wait for it.

    After each 500 records of a kind `tell` hears how many were looked at and how many cards were written so far.
    Returns the number of cards written.
    """
    return sum(_make(kind, tell) for kind in EVERY)


def _make(kind: Kind, tell: Tell) -> int:
    done = written = 0
    for numbers in _numbers(kind):
        written += refresh({kind.code: set(numbers)})
        done += len(numbers)
        tell(kind, done, written)
    return written


def _numbers(kind: Kind) -> Iterator[list[int]]:
    """The records of a kind from the oldest on, and those that are gone but have a card, a few at a time."""
    here = list(kind.every().order_by(kind.order, "pk").values_list("pk", flat=True))
    carded = set(Card.objects.filter(kind=kind.code).values_list("number", flat=True))
    every = chain(here, sorted(carded.difference(here)))
    while some := list(islice(every, AT_ONCE)):
        yield some


def is_missing() -> bool:
    """This will tell whether there is something to find, and no card by which it could be found."""
    return not Card.objects.exists() and Organisation.objects.exists()
