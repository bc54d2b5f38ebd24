"""Three versions of a clause beside each other: as it was for both, as it is there now, and as it reads here.

Lines are the smallest thing that is merged by itself; where both sides changed the same line, a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from merge3 import Merge3

from comity.translation.texts import Text


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


@dataclass(frozen=True)
class Meeting:
    """One clause in three versions, where it is not the same in all; nothing for one that is not there."""

    was: Said | None
    now: Said | None
    here: Said | None

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

    def merged(self) -> Said | None:
        """This will put both changes together, where they are in different lines; nothing where a person decides."""
        if not (self.was and self.now and self.here):
            return None
        heading = _merged(self.was.heading, self.now.heading, self.here.heading)
        words = _merged(self.was.words, self.now.words, self.here.words)
        return Said(heading, words) if heading is not None and words is not None else None


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
