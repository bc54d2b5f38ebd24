"""Which organisations a cell names: by any of their names in any language, one or several of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from comity.partners.models import Organisation, OrganisationName
from comity.translation.spelling import folded

CHUNK = 500
# What parts names for certain, and what parts them only where each part is the name of somebody.
HARD = re.compile(r"\s*[/;|\n]\s*|\s+[–—]\s+")
SOFT = re.compile(r"\s*[,،&+]\s*|\s+(?:and|et|with|avec)\s+|\s+-\s+|\s+و\s*", re.IGNORECASE)
NOBODY = "0"  # what was said of a name that is no party


class Known:
    """The organisations that the cells of a table can mean; asked for 500 names at a time, however many rows."""

    def __init__(self, cells: Iterable[str], meant: dict[str, str]) -> None:
        wanted = {folded(part) for cell in cells for part in _every_part(cell)} - {""}
        self.meant = meant
        self.named: dict[str, dict[int, Organisation]] = {}
        for some in _chunks(wanted):
            for name in OrganisationName.objects.folded_as(some):
                self.named.setdefault(name.folded, {})[name.organisation_id] = name.organisation
        chosen = {int(number) for number in meant.values() if number != NOBODY}
        self.chosen = {one.pk: one for one in Organisation.objects.numbered(chosen)}

    def called(self, name: str) -> list[Organisation] | None:
        """This will find those of this name: none where it was said to be no party, nothing where none is known."""
        key = folded(name)
        if key in self.meant:
            number = self.meant[key]
            return [] if number == NOBODY else [self.chosen[int(number)]] if int(number) in self.chosen else None
        found = list(self.named.get(key, {}).values())
        return found or None

    def is_clear(self, name: str) -> bool:
        """This will tell whether a name means just one organisation, or none by what was said."""
        found = self.called(name)
        return found is not None and len(found) < 2

    def parts_of(self, cell: str) -> list[str]:
        """This will part a cell into names: the whole where it is one, else by what parts names for certain.

        A part is parted further, at commas and words, only where each piece is known.
        """
        if self.is_clear(cell):
            return [cell]
        found: list[str] = []
        for part in _split(HARD, cell):
            pieces = _split(SOFT, part)
            found += pieces if not self.is_clear(part) and all(map(self.is_clear, pieces)) else [part]
        return found


def _split(sign: re.Pattern[str], words: str) -> list[str]:
    return [part for part in sign.split(words) if folded(part)]


def _every_part(cell: str) -> set[str]:
    hard = _split(HARD, cell)
    return {cell, *hard, *(piece for part in hard for piece in _split(SOFT, part))}


def _chunks(values: Iterable[str]) -> Iterable[list[str]]:
    every = sorted(values)
    return (every[start : start + CHUNK] for start in range(0, len(every), CHUNK))
