"""Who may see and do what, as a table that anybody can read and that the code asks.

A row is something that can be seen or done, a column is who asks. A cell says `yes`, `no`, or what must be true of the
thing, in words that are explained where the table stands: `public and held or ours`. docs/access is drawn from the
tables (`make docs`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Model, Q

from comity.accounts.models import Role, SignedLink, User, Viewer

# A closed account and the holder of a link that was made for something else are visitors.
COLUMNS = {
    "visitor": "nobody who is signed in",
    "other": "a counterpart who speaks for none of the organisations concerned",
    "side": "a counterpart who speaks for an organisation concerned",
    "link": "the holder of a signed link made for this very thing",
    "reader": "a reader of the office",
    "officer": "an officer",
    "head": "a head of the office",
}
OFFICE_COLUMNS = {Role.READER: "reader", Role.OFFICER: "officer", Role.HEAD: "head"}
# Whoever is the one may do what the other may.
FALLS_BACK_ON = {"side": "other", "link": "visitor"}
YES, NO = "yes", "no"
# An empty Q() would vanish beside another one.
NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING

# Whether it is so of this thing, for somebody who speaks for the organisations of these numbers.
Relation = Callable[[Any, set[int]], bool]


@dataclass(frozen=True)
class Word:
    """What a word in a cell means: in a sentence, and as a condition on the fields of the thing."""

    means: str
    condition: Q | Relation


class Matrix:
    """The table of one kind of thing.

    `covers` names, for each row, the fields that are read through it, as in `Session.title`; `paths` says how the thing
    is reached from a record that is a part of it.
    """

    def __init__(
        self,
        thing: str,
        table: str,
        *,
        words: Mapping[str, Word] | None = None,
        covers: Mapping[str, str] | None = None,
        paths: Mapping[str, str] | None = None,
    ) -> None:
        self.thing, self.words, self.paths = thing, dict(words or {}), dict(paths or {})
        self.rows = _read(table)
        self.covers = {row: fields.split() for row, fields in (covers or {}).items()}
        self._refuse_unknown()

    def _refuse_unknown(self) -> None:
        used = {word for cells in self.rows.values() for cell in cells.values() for word in _words_in(cell)}
        if unknown := used - {YES, NO, *self.words}:
            raise ValueError(f"{self.thing}: nobody says what {sorted(unknown)} means")
        if unknown := set(self.covers) - set(self.rows):
            raise ValueError(f"{self.thing}: there is no row {sorted(unknown)}")

    def which(self, row: str, viewer: Viewer, *, own: Callable[[], Q] | None = None) -> Q:
        """This will say, as a condition for a query, for which things `viewer` has the right of a row.

        `own` keeps those that concern the viewer: by the organisations the viewer speaks for, or by the link. It is
        asked only where somebody comes for whom that matters.
        """
        column = self.column(viewer, speaks=lambda: own is not None)
        if column not in FALLS_BACK_ON or own is None:
            return self.condition(row, column)
        others, concerned = self.condition(row, FALLS_BACK_ON[column]), own() & self.condition(row, column)
        return concerned if others == NOTHING else others | concerned

    def may(
        self,
        row: str,
        viewer: Viewer,
        thing: Model | None = None,
        *,
        speaks: Callable[[], bool] = lambda: False,
        sides: Callable[[], set[int]] = set,
    ) -> bool:
        """This will tell whether `viewer` has the right of a row, for one thing where the row depends on it.

        `speaks` tells whether the thing concerns the viewer, `sides` for whom the viewer speaks; each is asked only
        where that matters.
        """
        column = self.column(viewer, speaks=speaks)
        columns = [column, *([FALLS_BACK_ON[column]] if column in FALLS_BACK_ON else [])]
        return any(self._holds(self.rows[row][one], thing, sides) for one in columns)

    @staticmethod
    def column(viewer: Viewer, *, speaks: Callable[[], bool]) -> str:
        """This will tell in which column `viewer` stands for a thing that concerns them, or does not."""
        if isinstance(viewer, SignedLink):
            return "link" if speaks() else "visitor"
        if not isinstance(viewer, User) or not viewer.is_active:
            return "visitor"
        return OFFICE_COLUMNS.get(Role(viewer.role)) or ("side" if speaks() else "other")

    def condition(self, row: str, column: str) -> Q:
        """This will say the same for a column, as it stands there, whoever comes."""
        # Nothing is added to what the words say: a database would have to be asked for more than it needs to look at.
        found = [reduce(and_, map(self._condition_of, words)) for words in _alternatives(self.rows[row][column])]
        return reduce(or_, found)

    def _condition_of(self, word: str) -> Q:
        if word in (YES, NO):
            return EVERYTHING if word == YES else NOTHING
        condition = self.words[word].condition
        if not isinstance(condition, Q):
            raise TypeError(f"{self.thing}: “{word}” is asked of one thing, not of many")
        return condition

    def _holds(self, cell: str, thing: Model | None, sides: Callable[[], set[int]]) -> bool:
        return any(all(self._is(word, thing, sides) for word in words) for words in _alternatives(cell))

    def _is(self, word: str, thing: Model | None, sides: Callable[[], set[int]]) -> bool:
        if word in (YES, NO):
            return word == YES
        condition = self.words[word].condition
        return holds(condition, thing) if isinstance(condition, Q) else condition(thing, sides())


def holds(condition: Q, thing: Any) -> bool:
    """This will tell whether a condition on fields is true of a thing that was fetched, as the database would."""
    told = [holds(one, thing) if isinstance(one, Q) else _is_so(one, thing) for one in condition.children]
    is_so = any(told) if condition.connector == Q.OR and told else all(told)
    return is_so != condition.negated


def _is_so(one: Any, thing: Any) -> bool:
    lookup, wanted = one
    *path, last = lookup.split("__")
    names = path if last in ("in", "isnull") else [*path, last]
    found = thing
    for name in names:
        found = getattr(found, name) if found is not None else None
    if last == "isnull":
        return (found is None) == wanted
    return found in wanted if last == "in" else found == wanted


def _read(table: str) -> dict[str, dict[str, str]]:
    """The rows of a table that is written with a line for its head and `|` between its cells."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.splitlines() if line.strip()]
    (_corner, *columns), *rows = lines
    if columns != list(COLUMNS) or any(len(row) != len(columns) + 1 for row in rows):
        raise ValueError(f"a table has the columns {', '.join(COLUMNS)}")
    return {name: dict(zip(columns, cells, strict=True)) for name, *cells in rows}


def _alternatives(cell: str) -> list[list[str]]:
    return [one.split(" and ") for one in cell.split(" or ")]


def _words_in(cell: str) -> list[str]:
    return [word for words in _alternatives(cell) for word in words]
