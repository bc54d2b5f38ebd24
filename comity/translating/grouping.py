"""What waits for the worker is put into groups: passages of several pages that one question to an engine holds.

A group is as much as was done in a moment lately, by the engine and by us: a quick engine gets many pages at once, a
slow one gets page after page, so that whoever waits for one page does not wait for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from comity.engines.translating import largest_question
from comity.translating.models import Passage, Version
from comity.translating.models.versions import VersionQuerySet
from comity.translating.workbench import Segment

AT_ONCE = 40  # passages of a page that goes by itself
MOMENT = 2.0  # seconds
FEW = 4  # pages that one question may hold in any case; of more,
GROWTH = 2  # times as many as the last one held: while a group is formed, an engine that is done has nothing to do
TAPER = 2  # and half of what waits: while the last group is written, an engine has nothing to do

Languages = tuple[str, str]
# Bytes of the originals that were done in a second lately; nothing where that is not known, or trouble came between.
_pace: dict[Languages, float] = {}


@dataclass
class Work:
    """A page that the worker leased, and what is missing in its translation."""

    version: Version
    segments: dict[tuple[str, str], Segment]
    missing: list[Passage]

    @property
    def languages(self) -> Languages:
        """From which language into which."""
        return self.version.source, self.version.language

    def whole(self) -> Part:
        """This will take all that is missing as one part of a group."""
        return Part(self, self.missing, is_last=True)

    def parts(self) -> Iterator[Part]:
        """This will cut what is missing into parts, each of which is kept as soon as it is made."""
        for first in range(0, len(self.missing), AT_ONCE):
            last = first + AT_ONCE
            yield Part(self, self.missing[first:last], is_last=last >= len(self.missing))


@dataclass(frozen=True)
class Part:
    """Passages of one page within a group."""

    work: Work
    passages: list[Passage]
    is_last: bool  # of its page

    @property
    def texts(self) -> list[str]:
        """What is to be translated."""
        return [one.source_text for one in self.passages]


Group = list[Part]  # an empty one asks nothing: what is under way is written before more is begun


@dataclass(frozen=True)
class Room:
    """What still goes into a group."""

    texts: int
    size: float

    def holds(self, passages: list[Passage]) -> bool:
        """This will tell whether these, or as many of their size, go into it."""
        return len(passages) <= self.texts and size_of(passages) <= self.size

    def beside(self, passages: list[Passage]) -> Room:
        """This will give the room that is left beside these."""
        return Room(self.texts - len(passages), self.size - size_of(passages))


def size_of(passages: Iterable[Passage]) -> int:
    """This will weigh originals, in bytes."""
    return sum(len(one.source_text.encode()) for one in passages)


def room_for(languages: Languages) -> Room:
    """This will tell how much goes into a group: what an engine takes at once, and what is done in a moment."""
    texts, largest = largest_question(*languages)
    return Room(texts, min(largest, _pace.get(languages, 0.0) * MOMENT))


def learn(languages: Languages, *, size: int, seconds: float) -> None:
    """This will note how long a group took; after one of which something failed, page follows page again (size 0)."""
    now, before = size / max(seconds, 0.001), _pace.get(languages, 0.0)
    _pace[languages] = (now + before) / 2 if now and before else now


def forget_pace() -> None:
    """This will begin with single pages again."""
    _pace.clear()


class Groups:
    """The groups of what is due, one after the other; a page is leased when its group is formed, and not before.

    `begin` compares a page with its original; it gives nothing where no engine has anything to do there. `goes_on` is
    asked after a page and those that joined it, so that some are taken whatever else there is to do.
    """

    def __init__(
        self, begin: Callable[[Version], Work | None], *, limit: int, goes_on: Callable[[], bool], held: set[int]
    ) -> None:
        self._begin, self._left, self._goes_on, self._held = begin, limit, goes_on, held
        self._pages = 1  # of the last group

    def __iter__(self) -> Iterator[Group]:
        while self._left and (first := self._due().first()) is not None:
            # What was tried before may have ended the worker: nothing else is at stake while it is tried again.
            was_tried = first.attempts > 0
            if was_tried:
                yield []
            for work in self._leased([first]):
                yield from ([part] for part in work.parts()) if was_tried else self._from(work)
            if was_tried:
                yield []
            if not self._goes_on():
                return

    def _due(self) -> VersionQuerySet:
        return Version.objects.due(timezone.now()).exclude(pk__in=self._held)

    def _from(self, work: Work) -> Iterator[Group]:
        """Groups that begin with a page; others between the same languages join it while there is room."""
        room = room_for(work.languages)
        if not room.holds(work.missing):
            yield from ([part] for part in work.parts())
            return
        group, others = [work.whole()], self._leased(self._others(work))
        while (room := room.beside(group[-1].passages)).holds(group[-1].passages):
            if (other := next(others, None)) is None:
                break
            group.append(other.whole())
        self._pages = len(group)
        yield group

    def _others(self, work: Work) -> VersionQuerySet:
        others = self._due().between(*work.languages).never_tried()
        most = min(GROWTH * self._pages, (others.count() + 1) // TAPER)
        return others[: max(most, FEW) - 1]

    def _leased(self, due: Iterable[Version]) -> Iterator[Work]:
        for version in due:
            if not self._left:
                return
            if version.lease(now=timezone.now()):
                self._left -= 1
                version.refresh_from_db()
                if (work := self._begin(version)) is not None:
                    yield work
