"""What an edited file does to a text: as it was exported, as it came back, and as it stands, beside each other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from comity.agreements.exporting import hash_of
from comity.agreements.matching import Chunk, Known, Matched
from comity.agreements.models import Doing
from comity.agreements.models.clauses import PARTS
from comity.meetings.texts import marked_changes

# What a clause read when its short hash was that: heading and words; nothing where nobody kept it.
Base = Callable[[int, str], tuple[str, str] | None]


@dataclass(frozen=True)
class Found:
    """One thing that the file does, with all that is known of it."""

    doing: str
    clause: int | None = None
    part: str = ""
    after: int | None = None
    heading: str = ""
    words: str = ""
    was: str = ""  # of what is no clause
    base: str = ""
    is_conflict: bool = False
    comment: str = ""
    comment_by: str = ""


def compared(file: Matched, standing: list[Known], remembered: dict[int, str], base: Base) -> list[Found]:
    """This will list what the file does, in its order; what it leaves out comes last.

    `standing` are the clauses as they are now; `remembered` is the hash that each had when the file was written.
    """
    now = {one.number: one for one in standing}
    moved = _moved(file.chunks, now, remembered)
    found: list[Found] = []
    for at, chunk in enumerate(file.chunks):
        found += _done_by(chunk, now, remembered, base, after=_before(file.chunks, at, now))
        if chunk.clause in moved:
            found.append(
                Found(Doing.MOVED, chunk.clause, chunk.part, after=_before(file.chunks, at, now, within=chunk.part))
            )
        found += _said_beside(chunk, chunk.clause if chunk.clause in now else None)
    for chunk in file.unplaced:
        words = "\n".join(filter(None, (chunk.heading, chunk.words)))
        if words.strip():
            found.append(Found(Doing.UNPLACED, part=chunk.part, words=words))
        found += _said_beside(chunk, None)
    return [*found, *_left_out(file.chunks, standing, remembered, base)]


def _done_by(
    chunk: Chunk, now: dict[int, Known], remembered: dict[int, str], base: Base, *, after: int | None
) -> Iterator[Found]:
    theirs = hash_of(chunk.heading, chunk.words)
    ours = now.get(chunk.clause) if chunk.clause else None
    was = remembered.get(chunk.clause, "") if chunk.clause else ""
    if theirs == was or (ours and theirs == hash_of(ours.heading, ours.words)):
        return  # they left it as it was, or say already what stands here
    if ours is None:
        # New, or a clause that our office took out meanwhile and they went on with.
        is_conflict = chunk.clause is not None
        yield Found(
            Doing.ADDED, None, chunk.part, after, chunk.heading, chunk.words, is_conflict=is_conflict and bool(was)
        )
        return
    is_conflict = bool(was) and was != hash_of(ours.heading, ours.words)
    kept = base(ours.number, was) if is_conflict else None
    told = "\n".join(filter(None, kept)) if kept else ""
    yield Found(
        Doing.CHANGED, ours.number, ours.part, None, chunk.heading, chunk.words, base=told, is_conflict=is_conflict
    )


def _said_beside(chunk: Chunk, clause: int | None) -> Iterator[Found]:
    for one in chunk.comments:
        yield Found(Doing.COMMENTED, clause, chunk.part, comment=one.words, comment_by=one.by_name)


def _before(chunks: list[Chunk], at: int, now: dict[int, Known], *, within: str = "") -> int | None:
    """The clause behind which a piece stands in the file, among those of its part that are still here."""
    part = within or chunks[at].part
    behind = (one.clause for one in reversed(chunks[:at]) if one.part == part and one.clause in now)
    return next(behind, None)


def _left_out(chunks: list[Chunk], standing: list[Known], remembered: dict[int, str], base: Base) -> Iterator[Found]:
    """Clauses that were in the file when it was written and are not in it any more."""
    there = {one.clause for one in chunks}
    for one in standing:
        if one.number in there or not (one.heading or one.words) or (remembered and one.number not in remembered):
            continue
        was = remembered.get(one.number, "")
        is_conflict = bool(was) and was != hash_of(one.heading, one.words)
        kept = base(one.number, was) if is_conflict else None
        told = "\n".join(filter(None, kept)) if kept else ""
        yield Found(Doing.REMOVED, one.number, one.part, base=told, is_conflict=is_conflict)


# What changed its place


def _moved(chunks: list[Chunk], now: dict[int, Known], remembered: dict[int, str]) -> set[int]:
    """The fewest clauses that have to move, in each part, to come from the order of the export to that of the file."""
    order = {number: at for at, number in enumerate(remembered or now)}
    moved: set[int] = set()
    for part in PARTS:
        row = [one.clause for one in chunks if one.part == part and one.clause in now and one.clause in order]
        kept = _longest_rising([order[one] for one in row if one is not None])
        moved |= {one for one in row if one is not None and order[one] not in kept}
    return moved


def _longest_rising(row: list[int]) -> set[int]:
    """The longest run of numbers that rise, by patience sorting."""
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for one in row:
        at = bisect_left(tops, one)
        before[one] = tops[at - 1] if at else None
        tops[at : at + 1] = [one]
    kept: set[int] = set()
    last = tops[-1] if tops else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


# What is shown of a change

LONGEST = 40_000  # characters of both; a form takes 20,000 of one
PARAGRAPH = re.compile(r".+?(?:\n\s*\n|\Z)", re.S)


def marked_by_paragraph(before: str, after: str) -> list[tuple[str, str]]:
    """This will compare two texts word by word within each paragraph, so that a long clause takes no long time.

    What is longer than two clauses can be is not compared: one stands instead of the other.
    """
    pieces: list[tuple[str, str]] = []
    if len(before) + len(after) > LONGEST:
        return [(kind, words) for kind, words in (("gone", before), ("instead", after)) if words]
    old, new = PARAGRAPH.findall(before), PARAGRAPH.findall(after)
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[i:j])))
        elif j - i == m - k:
            for one, other in zip(old[i:j], new[k:m], strict=True):
                pieces += marked_changes(one, other)
        else:
            pieces += marked_changes("".join(old[i:j]), "".join(new[k:m]))
    return pieces
