"""How well the names of an institution fit a line that somebody wrote: a few letters or a whole affiliation.

Nothing here asks the database. A name is laid against the words of the line at every place where one of them stands;
rare words count more than common ones, and what stands between, is out of order or in another part of the line counts
against it. The figures were found on every second line of a public set of 3,000 and tried on the others
(docs/registry.md).
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

from rapidfuzz.distance import DamerauLevenshtein

from comity.registry.places import Whereabouts, whereabouts
from comity.registry.words import BINDING, FORMS, GENERAL, HEADS, PARTING, QUALIFYING, words_of

PARTS = re.compile(r"[,;:|\n()\[\]/]| - | – ")
GLUED = re.compile(r"(?<=[a-zäöüéè])(?=[A-Z][a-z])")
INITIALS = re.compile(r"\b([A-Z])\.\s?([A-Z])\.\s?([A-Z])?\.?")
CAPITALS = re.compile(r"\b[A-Z][A-Za-z&\-]*[A-Z]\b")
MARKUP = re.compile(r"<[^<>]{1,20}>")
LONGEST = 1_000  # characters of a line
MISSPELT = 0.93  # what a misspelt word counts
SLACK = 2  # words that may stand between those of a name
LITTLE = 0.3  # the weight of a word that only parts others
COUNTRIES = {"usa", "us", "uk", "uae", "ussr", "prc"}  # no acronyms of institutions

# What a fit is multiplied by, for each thing that speaks against it.
BETWEEN = 0.8  # the weight of a foreign word between the name's own
APART = 0.6  # the name runs over two parts of the line, out of order or with words between
OVER = 0.97  # it runs over two parts in good order
BARE = 0.6  # one of the two parts has only words that many names share
TURNED = 0.9  # words in another order
HEADLESS = 0.8  # the word for the body is missing: "Abu Dhabi" is not "Abu Dhabi University"
QUALIFIED = 0.85  # a word before it makes another body of it: "Technical | University of Wrocław"
UNBOUND = 0.8  # "Columbia | University New York" is not "University of New York"
ALONE = 0.5  # a name of one word that does not stand alone

Weigh = Callable[[str], float]


def weigher(counts: Mapping[str, int], many: int) -> Weigh:
    """This will weigh words by how rare they are among the names of `many` institutions."""

    def weight(word: str) -> float:
        return LITTLE if word in PARTING else log(max(many, 2) / min(counts.get(word, 1), many))

    return weight


@dataclass
class Line:
    """What somebody wrote, in words, with the part of the line in which each stands."""

    text: str
    words: list[str] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    at: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    acronyms: set[str] = field(default_factory=set)
    place: Whereabouts = field(init=False)

    @classmethod
    def read(cls, written: str) -> Line:
        """This will part a line into words; glued ones and initials are taken apart first."""
        plain = MARKUP.sub(" ", html.unescape(html.unescape(written[:LONGEST])))
        plain = INITIALS.sub(lambda found: "".join(filter(None, found.groups())) + " ", GLUED.sub(" ", plain))
        line = cls(plain)
        for number, part in enumerate(PARTS.split(plain)):
            for word in words_of(part):
                line.at[word].append(len(line.words))
                line.words.append(word)
                line.parts.append(number)
        line.acronyms = {" ".join(words_of(found)) for found in CAPITALS.findall(plain)} - COUNTRIES
        line.place = whereabouts(plain)
        return line

    def learn(self, unknown: Iterable[str], words: list[str]) -> None:
        """This will let each unknown word of the line stand for those of `words` that are spelt almost like it."""
        for word in unknown:
            places = list(self.at[word])
            for other in words:
                if DamerauLevenshtein.distance(word, other, score_cutoff=1) == 1:
                    self.at[other] += places


@dataclass(frozen=True)
class Fit:
    """How a name fits a line: the weight of its words that are there, the share of it, and where it stands."""

    worth: float
    share: float
    first: int
    last: int
    weight: float

    def overlaps(self, other: Fit) -> bool:
        """This will tell whether the two stand on common words of the line."""
        return self.first <= other.last and other.first <= self.last


def fit(name: list[str], line: Line, weight: Weigh) -> Fit | None:
    """This will lay a name against a line where it fits best; nothing where too little of it is there."""
    total = sum(map(weight, name))
    there = sum(weight(word) for word in name if word in line.at)
    if not total or there / total < 0.5:
        return None
    hits = sorted((at, number) for number, word in enumerate(name) for at in line.at.get(word, ()))
    found = [_laid(name, line, weight, total, hits, first) for first in {at for at, _number in hits}]
    return max(found, key=lambda one: one.worth)


def _laid(name: list[str], line: Line, weight: Weigh, total: float, hits: list[tuple[int, int]], first: int) -> Fit:
    """The fit of a name whose first word there is at `first`."""
    taken: dict[int, int] = {}  # the place in the line, and the word of the name
    used: set[int] = set()
    for at, number in hits:
        if first <= at < first + len(name) + SLACK and at not in taken and number not in used:
            taken[at] = number
            used.add(number)
    places = sorted(taken)
    there = sum(weight(name[taken[at]]) * (1 if line.words[at] == name[taken[at]] else MISSPELT) for at in places)
    between = sum(weight(line.words[at]) for at in range(places[0], places[-1]) if at not in taken)
    share = there / (total + BETWEEN * between) * _doubts(name, line, taken, between)
    return Fit(there * share**3, share, places[0], places[-1], there)


def _doubts(name: list[str], line: Line, taken: dict[int, int], between: float) -> float:
    """What speaks against a name at this place, multiplied."""
    places = sorted(taken)
    is_turned = any(
        taken[one] > taken[next_one] and not {name[taken[one]], name[taken[next_one]]} & PARTING
        for one, next_one in pairwise(places)
    )
    doubt = TURNED if is_turned else 1.0
    if line.parts[places[0]] != line.parts[places[-1]]:
        doubt *= _over_parts(line, places, is_turned or between > 2)
    if any(word in HEADS for word in name) and not any(name[number] in HEADS for number in taken.values()):
        doubt *= HEADLESS
    return doubt * _before(name, line, places[0]) * _alone(name, line, taken)


def _over_parts(line: Line, places: list[int], is_loose: bool) -> float:
    telling = {line.parts[at] for at in places if line.words[at] not in GENERAL | PARTING}
    if telling != {line.parts[at] for at in places}:
        return BARE
    return APART if is_loose else OVER


def _before(name: list[str], line: Line, first: int) -> float:
    """What the word before the name says of it."""
    if not first or line.parts[first - 1] != line.parts[first]:
        return 1.0
    before, begins = line.words[first - 1], line.words[first]
    doubt = QUALIFIED if before in QUALIFYING and begins in ("university", "institute", "college") else 1.0
    follows = line.words[first + 1] if first + 1 < len(line.words) else ""
    is_unbound = begins in HEADS and follows and follows not in BINDING and any(word in BINDING for word in name)
    return doubt * (UNBOUND if before not in PARTING and is_unbound else 1.0)


def _alone(name: list[str], line: Line, taken: dict[int, int]) -> float:
    """A name of one telling word counts only where it is spelt right and has a part of the line to itself."""
    telling = [at for at in taken if line.words[at] not in PARTING]
    if len(telling) > 1:
        return 1.0
    if not telling or line.words[telling[0]] not in name:
        return ALONE
    part = line.parts[telling[0]]
    beside = [word for at, word in enumerate(line.words) if line.parts[at] == part and at not in taken]
    return ALONE if any(word not in FORMS and not word.isdigit() for word in beside) else 1.0


def is_general(name: list[str]) -> bool:
    """This will tell whether a name has only words that many share."""
    return all(word in GENERAL or word in PARTING for word in name)
