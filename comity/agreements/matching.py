"""Which paragraphs of an edited file belong to which clause: by the mark that each carries, else by its words.

A paragraph that carries no mark and resembles nothing stays where it stands: in the clause above it, or, where it is
set as the beginning of a clause, as a clause of its own. None is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from comity.agreements.exporting import MARK
from comity.papers.manuscripts import BLANK_LINE, Comment, Paragraph

ALIKE = 70  # of 100, rapidfuzz: so much of a paragraph may be changed before it counts as another one
SHORT = 12  # characters; below that two headings differ in a letter and mean something else
ALIKE_IF_SHORT = 90
SAME_CLAUSE = 60  # of 100, words in any order, of whole clauses
# A number that was typed, or came out of a list when the text was copied elsewhere.
NUMBERED = re.compile(r"^\s*(?:(?:article|annexe?|المادة|الملحق)\s+\d+\s*[.:)–—-]*|\(\d+\)|\d+[.)])\s*", re.I)
SAMPLE = 40  # paragraphs that tell a language from another
Place = tuple[int, int]  # the number of a clause, and of a paragraph in it


@dataclass(frozen=True)
class Known:
    """A clause as the file has it from us: its number, its part, and its heading and words in the language."""

    number: int
    part: str
    heading: str
    words: str

    def lines(self) -> list[str]:
        """This will list its paragraphs as they are written into a file."""
        return [line for _at, line in self.numbered_lines()]

    def numbered_lines(self) -> list[tuple[int, str]]:
        """This will list them with the places that their marks name."""
        words = BLANK_LINE.split(self.words.replace("\r\n", "\n").strip())
        every = [self.heading, *words] if self.heading else words
        return [(at, line) for at, line in enumerate(every) if line.strip()]


@dataclass
class Chunk:
    """Paragraphs of a file that stand together, and the clause that they are."""

    clause: int | None = None
    part: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    has_heading: bool = False

    @property
    def heading(self) -> str:
        """The heading, on one line; empty where it has none."""
        return " ".join(self.paragraphs[0].words.split()) if self.has_heading else ""

    @property
    def words(self) -> str:
        """The words below the heading, a blank line between paragraphs."""
        return "\n\n".join(one.words.strip() for one in self.paragraphs[self.has_heading :])

    @property
    def comments(self) -> list[Comment]:
        """What was written beside it."""
        return [said for one in self.paragraphs for said in one.comments]


@dataclass(frozen=True)
class Matched:
    """The whole file: its clauses in order, and what belongs to none."""

    chunks: list[Chunk]
    unplaced: list[Chunk]


def matched(
    paragraphs: list[Paragraph], known: list[Known], *, marks: dict[str, Place], around: Iterable[str]
) -> Matched:
    """This will gather the paragraphs of a file into clauses.

    `marks` says which place in our text each bookmark names, `around` what is written around the clauses in any file.
    """
    by_number = {one.number: one for one in known}
    placed = _placed(paragraphs, by_number, marks)
    around = [one for one in around if one]
    chunks, unplaced = _gathered(placed, by_number, around)
    for one in chunks:
        _tell_heading(one, by_number)
    _claim_by_words(chunks, known)
    return Matched(chunks, unplaced)


def share_known(paragraphs: list[Paragraph], known: list[Known]) -> float:
    """This will tell which share of the paragraphs of our text the file still has, a little changed or not.

    It asks of paragraphs spread over the text, so that a long file takes no long time.
    """
    every = [line for one in known for line in one.lines()]
    ours = every[:: len(every) // SAMPLE + 1]
    theirs = [one.words for one in paragraphs if one.words.strip()]
    if not ours or not theirs:
        return 0.0
    found = sum(_most_alike(line, theirs) is not None for line in ours)
    return found / len(ours)


def _placed(
    paragraphs: list[Paragraph], known: dict[int, Known], marks: dict[str, Place]
) -> list[tuple[Paragraph, Place | None]]:
    """Each paragraph with where it stood in our text: as its mark says, else as the words that it resembles."""
    by_mark = [next((marks[mark] for mark in one.marks if mark in marks), None) for one in paragraphs]
    claimed = {place for one, place in zip(paragraphs, by_mark, strict=True) if place and one.words.strip()}
    free = [
        ((number, at), line)
        for number, one in known.items()
        for at, line in one.numbered_lines()
        if (number, at) not in claimed
    ]
    placed = []
    for one, place in zip(paragraphs, by_mark, strict=True):
        if place is None and one.words.strip() and not one.is_aside and free:
            at = _most_alike(_unnumbered(one), [line for _place, line in free])
            place = free.pop(at)[0] if at is not None else None
        placed.append((one, place))
    return placed


def places_of(paragraphs: list[Paragraph], numbers: set[int], language: str) -> dict[str, Place]:
    """This will read the marks in one language that name clauses of these numbers; no others are believed."""
    found = [MARK.fullmatch(mark) for one in paragraphs for mark in one.marks]
    return {
        one[0]: (int(one[1]), int(one[3])) for one in found if one and one[2] == language and int(one[1]) in numbers
    }


def _unnumbered(paragraph: Paragraph) -> str:
    return paragraph.words if paragraph.sort else NUMBERED.sub("", paragraph.words, count=1)


def _most_alike(words: str, lines: list[str]) -> int | None:
    """The place of the line that is most alike, if one is alike enough."""
    least = ALIKE_IF_SHORT if len(words) < SHORT else ALIKE
    found = process.extractOne(words, lines, scorer=fuzz.ratio, score_cutoff=least)
    return found[2] if found else None


def _gathered(
    placed: list[tuple[Paragraph, Place | None]], known: dict[int, Known], around: list[str]
) -> tuple[list[Chunk], list[Chunk]]:
    leads = {place[0] for one, place in placed if place and place[1] == 0 and one.words.strip()}
    chunks: list[Chunk] = []
    unplaced: list[Chunk] = []
    begun: set[int] = set()
    for one, place in placed:
        if not (one.words.strip() or one.comments):
            continue
        here = chunks[-1] if chunks else None
        if one.is_aside:
            _set_aside(one, unplaced)
        elif place and place[0] not in begun and (place[1] == 0 or place[0] not in leads):
            begun.add(place[0])
            part = known[place[0]].part if place[0] in known else one.sort
            chunks.append(Chunk(place[0], part, paragraphs=[one]))
        elif place is None and _begins(one):
            chunks.append(Chunk(None, one.sort or (here.part if here else ""), paragraphs=[one]))
        elif here is not None:
            here.paragraphs.append(one)
        elif not _is_around(one, around):
            unplaced.append(Chunk(None, "", paragraphs=[one]))
    return chunks, unplaced


def _set_aside(one: Paragraph, unplaced: list[Chunk]) -> None:
    """What stands in one table, box or note after the other is one piece."""
    if unplaced and unplaced[-1].paragraphs[-1].is_aside:
        unplaced[-1].paragraphs.append(one)
    else:
        unplaced.append(Chunk(None, "", paragraphs=[one]))


def _begins(one: Paragraph) -> bool:
    return one.is_lead or (not one.sort and NUMBERED.match(one.words) is not None)


def _is_around(one: Paragraph, around: list[str]) -> bool:
    return not one.comments and _most_alike(one.words, around) is not None


def _tell_heading(chunk: Chunk, known: dict[int, Known]) -> None:
    """Tell heading from words: by the style; of a paragraph that lost its style, by what our clause has there."""
    first = chunk.paragraphs[0]
    ours = known.get(chunk.clause) if chunk.clause else None
    if not first.sort:
        chunk.paragraphs[0] = first = replace(first, words=NUMBERED.sub("", first.words, count=1))
    is_like_ours = ours is not None and bool(ours.heading) and not first.sort
    is_new = ours is None and not first.sort and len(chunk.paragraphs) > 1 and len(first.words) < 100
    chunk.has_heading = first.is_heading or is_like_ours or is_new


def _claim_by_words(chunks: list[Chunk], known: list[Known]) -> None:
    """What was written anew or pasted without its marks is the clause that it resembles, if no other piece is it."""
    claimed = {one.clause for one in chunks}
    free = [one for one in known if one.number not in claimed and one.words.strip()]
    for chunk in chunks:
        if chunk.clause is None and free:
            words = [f"{one.heading} {one.words}" for one in free]
            found = process.extractOne(
                f"{chunk.heading} {chunk.words}", words, scorer=fuzz.token_sort_ratio, score_cutoff=SAME_CLAUSE
            )
            if found:
                ours = free.pop(found[2])
                chunk.clause, chunk.part = ours.number, ours.part
