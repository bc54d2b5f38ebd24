"""What a file that came back does to the exchanges and the doctorate behind its clauses: it is shown, never applied.

They are told on pages of their own, and stand in the file to be read. Their paragraphs are known by their marks and
styles, else by their words, so that none of them is taken for a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz, process

from comity.agreements.collating import Found
from comity.agreements.conditions import CONDITIONS
from comity.agreements.exporting import MARK, hash_of, told_in
from comity.agreements.matching import ALIKE, NUMBERED, Known
from comity.agreements.models import Doing
from comity.papers.manuscripts import BLANK_LINE, RECORD, Paragraph, Passage
from comity.translation.facts import ISOLATES

OURS = re.compile(rf"comity_({'|'.join(CONDITIONS)})_[a-z]{{2,3}}_\d{{1,6}}(?:_Copy_\d+)?", re.ASCII)

Told = dict[str, list[Paragraph]]  # by what it is called in what is hashed


def apart(
    paragraphs: list[Paragraph], clauses: list[Known], now: Mapping[str, Passage]
) -> tuple[list[Paragraph], Told]:
    """This will set what the record tells apart from the paragraphs of clauses."""
    sorter, rest, told = _Sorter(clauses, now), list[Paragraph](), Told()
    for one in paragraphs:
        if name := sorter.belongs_to(one):
            told.setdefault(name, []).append(one)
        else:
            rest.append(one)
    return rest, told


class _Sorter:
    """Tells what each paragraph of a file belongs to, one after the other."""

    def __init__(self, clauses: list[Known], now: Mapping[str, Passage]) -> None:
        self.clauses = [line for one in clauses for line in one.lines()]
        self.lines = [(name, line) for name, one in now.items() for line in _lines(one)]
        self.last, self.seen = "", set[str]()

    def belongs_to(self, one: Paragraph) -> str:
        """This will name what a paragraph tells of; nothing for one that is of a clause, or of nothing known."""
        marks = [found[1] for mark in one.marks if (found := OURS.fullmatch(mark))]
        if marks:
            self.last = marks[0]
        elif one.sort == RECORD:
            self.last = self.last or next(iter(dict(self.lines)), CONDITIONS[0])
        elif one.sort or one.is_aside or any(MARK.fullmatch(mark) for mark in one.marks):
            self.last = ""
        elif one.words.strip() and (self.lines or self.last):
            self.last = self._by_words(one.words)
        return self.last

    def _by_words(self, words: str) -> str:
        """What lost its mark and its style is what it resembles most; else it stays with what stands above it."""
        ours = process.extractOne(words, [line for _name, line in self.lines], scorer=fuzz.ratio, score_cutoff=ALIKE)
        clause = process.extractOne(words, self.clauses, scorer=fuzz.ratio, score_cutoff=ALIKE)
        # A clause may say the same by a variable; it stands before, and says it once.
        is_second = words in self.seen
        self.seen.add(words)
        if ours and (not clause or ours[1] > clause[1] or (is_second and ours[1] == clause[1])):
            return self.lines[ours[2]][0]
        return "" if clause or NUMBERED.match(words) else self.last


def _lines(passage: Passage) -> list[str]:
    return [passage.heading, *BLANK_LINE.split(passage.words)]


def told_otherwise(told: Told, now: Mapping[str, Passage], memory: Mapping[str, str], language: str) -> Iterator[Found]:
    """This will list what the file tells otherwise than it did when it was written, and than the record does now."""
    for name in CONDITIONS:
        paragraphs, standing, was = told.get(name, []), now.get(name), told_in(memory, name, language)
        theirs = _plain(one.words for one in paragraphs)
        ours = "\n\n".join(_lines(standing)) if standing else ""
        # A file without marks may never have held any of it.
        is_missing = not theirs and not was
        if not is_missing and hash_of("", theirs) not in (was, hash_of("", ours)):
            yield Found(Doing(name), words=theirs, was=ours)
        for one in (said for paragraph in paragraphs for said in paragraph.comments):
            yield Found(Doing.COMMENTED, comment=one.words, comment_by=one.by_name)


def _plain(lines: Iterator[str]) -> str:
    return "\n\n".join(filter(None, (ISOLATES.sub("", one).strip() for one in lines)))
