"""How accounts are called in the reader's language, where an app above keeps names in several."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from comity.translation.texts import Text

if TYPE_CHECKING:
    from comity.accounts.models import User

# Gives the names, per language, of the people behind accounts with these numbers.
NamesOf = Callable[[list[int]], dict[int, Text]]
_keepers: list[NamesOf] = []


def ask_for_names(names_of: NamesOf) -> None:
    """This will have the names of accounts asked of `names_of` from now on."""
    if names_of not in _keepers:
        _keepers.append(names_of)


def names_of(numbers: list[int]) -> dict[int, Text]:
    """This will find by which names, per language, accounts are known."""
    found: dict[int, Text] = {}
    for keeper in _keepers:
        found |= keeper(numbers)
    return found


def with_names(users: Iterable[User]) -> list[User]:
    """This will look up the names of many accounts with one question, for a list that shows them."""
    listed = list(users)
    known = names_of(list({one.pk for one in listed}))
    for one in listed:
        one.known_names = known.get(one.pk, Text())
    return listed
