"""Finding: which records answer the words that somebody typed, the likeliest first, as far as they may be seen.

The catalogue is asked in steps, each of which asks for less than the one before: a title of just these words, one with
a word more, any title with them, all of them anywhere, and at last what concerns an organisation that is called so.
What it names is then asked of the records themselves, so a right that was taken away counts at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from comity.accounts.models import Viewer
from comity.search.access import marks_of, seen
from comity.search.cards import about, in_language, in_name, in_title, of_group, titled_with
from comity.search.kinds import KINDS
from comity.search.misspelt import read_otherwise
from comity.search.models import Card, Pointer
from comity.search.stems import bare, meant_by, plain, words_in

LONGEST = 200  # signs that are looked for
MOST = 200  # records that are looked at for one answer
CALLED_SO = 5  # organisations up to which a word tells which one is meant
ASKED_AFTER = 4  # words of which that is asked
SHORTEST_NAME = 3  # letters of a word that names an organisation, such as an acronym

Groups = list[Collection[str]]


@dataclass
class Answer:
    """What was found: which records, in the reader's language and in others; by group, and how it came about."""

    words: list[str]
    stems: frozenset[str] = frozenset()
    own: list[Pointer] = field(default_factory=list)
    others: list[Pointer] = field(default_factory=list)
    is_misspelt: bool = False  # nothing has these words; what was found has names spelt almost so
    meant: frozenset[str] = frozenset()  # which these are, as bare words
    is_cut: bool = False  # there may be more
    counts: Counter[str] | None = None  # how much of each group has the words; nothing where there may be more of any

    @property
    def every(self) -> list[Pointer]:
        """What was found, in the reader's language first."""
        return [*self.own, *self.others]

    def counted(self) -> Answer:
        """This will count what was found by group, where all of it was looked at."""
        return self if self.is_cut else replace(self, counts=Counter(map(_group_of, self.every)))

    def only(self, group: str) -> Answer:
        """This will keep what is of one group."""
        own, others = ([one for one in some if _group_of(one) == group] for some in (self.own, self.others))
        return replace(self, own=own, others=others)


def find(typed: str, *, viewer: Viewer, language: str, group: str = "") -> Answer:
    """This will find what answers the words typed, in one group or in all; signs beyond `LONGEST` are passed over.

    All groups are looked at for one of them too, to tell how much each has, but where that is told of none.
    """
    words = list(dict.fromkeys(plain(word) for word in words_in(typed[:LONGEST])))
    if not words:
        return Answer(words)
    wanted = [meant_by(word) for word in words]
    within = _Search(viewer, language, group).answer(words, wanted) if group else None
    if within and within.is_cut:
        return within
    search = _Search(viewer, language)
    answer = search.answer(words, wanted)
    if within and answer.is_cut:
        return within
    if not answer.every and (meant := read_otherwise(words)):
        answer = replace(search.answer(meant.words, meant.wanted), is_misspelt=True, meant=meant.names)
    answer = answer.counted()
    return answer.only(group) if group else answer


def _group_of(one: Pointer) -> str:
    return KINDS[one.kind].group


@dataclass
class _Search:
    """What somebody looks for, and what they may be given."""

    viewer: Viewer
    language: str
    group: str = ""

    def __post_init__(self) -> None:
        self.frame: Groups = [marks_of(self.viewer)]
        if self.group:
            self.frame.append({of_group(self.group)})

    def answer(self, words: list[str], wanted: list[frozenset[str]]) -> Answer:
        own: dict[tuple[str, int], Pointer] = {}
        steps = _steps(words, wanted)
        for together in steps:
            if len(own) < MOST:
                self._gather(own, [[*step, {in_language(self.language)}] for step in together])
        every = dict(own)
        self._gather(every, steps[-1], most=2 * MOST)
        told = seen(self.viewer, _by_kind(every.values()))
        visible = _each_once(one for place, one in every.items() if place in told)
        return Answer(
            words,
            frozenset().union(*wanted),
            own=[one for one in visible if one[1:3] in own],
            others=[one for one in visible if one[1:3] not in own],
            is_cut=len(every) >= MOST,
        )

    def _gather(self, found: dict[tuple[str, int], Pointer], steps: list[Groups], *, most: int = MOST) -> None:
        for pointer in Card.objects.holding_in_turn([[*wanted, *self.frame] for wanted in steps], most=most):
            if len(found) < most:
                found.setdefault((pointer.kind, pointer.number), pointer)


def _each_once(pointers: Iterable[Pointer]) -> list[Pointer]:
    """An item has two cards, one with its minutes, and an agreement one with its text; the first found is shown."""
    found: dict[tuple[str, int], Pointer] = {}
    for one in pointers:
        found.setdefault((_group_of(one), one.number), one)
    return list(found.values())


def _steps(words: list[str], wanted: list[frozenset[str]]) -> list[list[Groups]]:
    """What is looked for, one after the other; what stands together is asked for at once."""
    titled: Groups = [set(map(in_title, stems)) for stems in wanted]
    lengths = (len(words), len(words) + 1)  # first, as FTS5 reads: where few titles are so long, little else is read
    steps: list[list[Groups]] = [[*([{titled_with(length)}, *titled] for length in lengths), titled], [list(wanted)]]
    meant = [_meant_organisations(word) for word in words[:ASKED_AFTER]]
    if any(meant):
        more = [*meant, *([set[str]()] * (len(words) - len(meant)))]
        steps.append([[stems | marks for stems, marks in zip(wanted, more, strict=True)]])
    return steps


def _meant_organisations(word: str) -> set[str]:
    """The marks of what concerns the organisations that are called so, where these are few."""
    if len(word) < SHORTEST_NAME:
        return set()
    called = Card.objects.holding([{of_group("partners")}, {in_name(bare(word))}], most=CALLED_SO + 1)
    return {about(one.number) for one in called} if len(called) <= CALLED_SO else set()


def _by_kind(pointers: Iterable[Pointer]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for one in pointers:
        found.setdefault(one.kind, set()).add(one.number)
    return found
