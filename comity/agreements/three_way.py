"""Three versions of a thing beside each other: as it was for both, as it is there now, and as it reads here.

Of a clause, lines are the smallest thing that is merged by itself; where both changed the same line, a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from merge3 import Merge3

from comity.translation.texts import Text

MINE, THEIRS, BOTH = "mine", "theirs", "both"  # what a person decides where both sides changed the same


class Version(Protocol):
    """One of three versions."""

    def merged(self, now: Self, here: Self) -> Self | None:
        """This will put together what two others made of it; nothing where a person decides."""
        ...


T = TypeVar("T", bound=Version)


@dataclass(frozen=True)
class Said:
    """What a clause says: its heading and its words in each language."""

    heading: Text
    words: Text

    def __eq__(self, other: object) -> bool:
        """Whether both say the same; spaces and the ends of lines say nothing."""
        return isinstance(other, Said) and self._bare() == other._bare()

    def _bare(self) -> list[dict[str, list[str]]]:
        return [{code: said.split() for code, said in one.items()} for one in (self.heading, self.words)]

    __hash__ = None  # type: ignore[assignment]

    def merged(self, now: Said, here: Said) -> Said | None:
        """This will put together what was changed in different lines."""
        heading = _merged(self.heading, now.heading, here.heading)
        words = _merged(self.words, now.words, here.words)
        return Said(heading, words) if heading is not None and words is not None else None


@dataclass(frozen=True)
class Meeting(Generic[T]):
    """A clause or an exchange in three versions; nothing for one that is not there."""

    was: T | None
    now: T | None
    here: T | None

    @property
    def is_moved(self) -> bool:
        """Whether it says something else there now than it did."""
        return self.was != self.now

    @property
    def is_touched(self) -> bool:
        """Whether it was changed here, or taken out, or added."""
        return self.was != self.here

    @property
    def is_disputed(self) -> bool:
        """Whether both sides changed it, and not to the same."""
        return self.is_moved and self.is_touched and self.now != self.here

    def merged(self) -> T | None:
        """This will put both changes together, where they do not meet; nothing where a person decides."""
        if self.was is None or self.now is None or self.here is None:
            return None
        return self.was.merged(self.now, self.here)

    def choices(self) -> set[str]:
        """This will list between what a person can decide."""
        return {MINE, THEIRS, BOTH} if self.merged() is not None else {MINE, THEIRS}


def _merged(was: Text, now: Text, here: Text) -> Text | None:
    found = {}
    for code in {**was, **now, **here}:
        before, there, mine = (_lines(one.get(code, "")) for one in (was, now, here))
        groups = list(Merge3(before, there, mine).merge_groups())
        if any(group[0] == "conflict" for group in groups):
            return None
        found[code] = "".join(line for group in groups for line in group[1]).rstrip("\n")
    return Text(found)


def _lines(words: str) -> list[str]:
    return [f"{line}\n" for line in words.splitlines()]
