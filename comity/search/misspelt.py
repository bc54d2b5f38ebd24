"""Names that are almost spelt as somebody typed them: near letter by letter, or alike as they sound.

A word may also be written as two, as "Al Malik" is for "AlMalik" and "عبد الله" for "عبدالله".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import DamerauLevenshtein

from comity.search.models import NameWord
from comity.search.sounds import sound_of
from comity.search.stems import ARABIC, bare, meant_by

SHORTEST, LONG = 4, 8  # letters of a word in which one mistake, and in which two, may be made
LIKE_ENOUGH, HEARD_LONG = 3, 6  # consonants in which a sound must agree, and letters of which three may then differ
LIKE_ACROSS = 4  # consonants in which it must agree between two scripts, where no letter can be compared
ACROSS = 9  # stands for how far two scripts are apart: farther than any word of the same script
STANDS_FOR = 4  # words of names that one misspelt word may stand for


@dataclass(frozen=True)
class Reading:
    """What may have been meant: for each word, or two written apart, the stems that stand for it; and which names."""

    words: list[str]
    wanted: list[frozenset[str]]
    names: frozenset[str]


def read_otherwise(words: list[str]) -> Reading | None:
    """This will read words as names that are spelt almost so; nothing where no name is. Asks the database once.

    Where some of the words are in no name, these alone are read otherwise, each as the names that are nearest to it.
    """
    joined = {one + other: (one, other) for one, other in pairwise(words)}
    known = {word: bare(word) for word in [*words, *joined] if _can_be_told(word)}
    names = NameWord.objects.alike(known.values()) if known else []
    near = {word: _near(spelt, names) for word, spelt in known.items()}
    unknown = {word for word in words if 0 not in near.get(word, {0: []})}
    reading = list(_read(words, joined, near, unknown))
    found = frozenset(name for _word, some in reading for name in some)
    if not found - {bare(word) for word in words}:
        return None
    wanted = [meant_by(word).union(*map(meant_by, some)) for word, some in reading]
    return Reading([word for word, _some in reading], wanted, found)


def _can_be_told(word: str) -> bool:
    return word.isalpha() and len(bare(word)) >= SHORTEST


Near = dict[int, list[str]]  # by how many letters differ


def _near(spelt: str, names: Iterable[str]) -> Near:
    found: Near = {}
    for name in sorted(names):
        apart = _letters_apart(spelt, name)
        if apart is not None:
            found.setdefault(apart, []).append(name)
    return found


def _letters_apart(spelt: str, name: str) -> int | None:
    """By how many letters a name differs from what was typed; nothing where that is another name."""
    most = 2 if len(spelt) >= LONG else 1
    if (sound := sound_of(spelt)) == sound_of(name) and len(sound) >= LIKE_ENOUGH:
        if bool(ARABIC.search(spelt)) != bool(ARABIC.search(name)):
            return ACROSS if len(sound) >= LIKE_ACROSS else None
        most = 3 if len(spelt) >= HEARD_LONG else 2
    apart = DamerauLevenshtein.distance(spelt, name, score_cutoff=most)
    return apart if apart <= most else None


def _read(
    words: list[str], joined: dict[str, tuple[str, str]], near: dict[str, Near], unknown: set[str]
) -> Iterator[tuple[str, list[str]]]:
    """Each word, or two that are one, with the names for which it may stand."""
    place = 0
    while place < len(words):
        pair = "".join(words[place : place + 2])
        if pair in joined and near.get(pair) and not any(0 in near.get(one, {}) for one in joined[pair]):
            yield pair, _nearest(near[pair])
            place += 2
            continue
        word = words[place]
        yield word, _nearest(near.get(word, {})) if word in unknown else _all(near.get(word, {}), bool(unknown))
        place += 1


def _nearest(near: Near) -> list[str]:
    """The nearest names, and those that sound so in another script."""
    return list(dict.fromkeys([*near[min(near)], *near.get(ACROSS, [])]))[:STANDS_FOR] if near else []


def _all(near: Near, is_known: bool) -> list[str]:
    """A word of a name stands for itself, unless all of the words do and nothing has them together."""
    return [] if is_known else [name for apart in sorted(near) for name in near[apart]][:STANDS_FOR]
