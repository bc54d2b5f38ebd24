"""How many answers may come from one place in an hour, counted under marks of the day that nobody can read back."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from comity.opinion.visitors import Visitor

HOUR = 3_600  # seconds
OF_A_VISITOR = 30
OF_A_NETWORK = 300  # a university has one address for all


@dataclass(frozen=True)
class Counted:
    """How many answers came in this hour, this one included."""

    of_visitor: int
    of_network: int

    @property
    def is_too_many(self) -> bool:
        """Whether nobody reads so many pages in an hour."""
        return self.of_visitor > OF_A_VISITOR

    @property
    def is_a_rush(self) -> bool:
        """Whether so many come from one network that each is asked for a computation."""
        return self.of_network > OF_A_NETWORK


def count(visitor: Visitor) -> Counted:
    """This will count one more answer."""
    return Counted(one_more(f"opinion:hand:{visitor.hand}"), one_more(f"opinion:net:{visitor.network}"))


def one_more(key: str) -> int:
    """This will count one more of something in an hour, and tell how many these are."""
    if cache.add(key, 1, HOUR):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # its hour ended between the two questions
        return 1
