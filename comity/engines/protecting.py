"""Names are taken out of a text before it is translated, and put back as the registry has them; then they are counted.

What is taken out: names and terms of the glossary, addresses of the web and of mail, and signs that engines take for
marks of their own.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass

from comity.engines.glossary import FOR_THE, Glossary
from comity.engines.markup import (
    ADDRESS,
    FIRST_NAME,
    FIRST_TAG,
    FOREIGN,
    MOST,
    PRIVATE,
    TAGS,
    Broken,
    Tag,
    is_plain,
    name_sign,
    pairs_of,
    taken_apart,
)

VERBATIM = re.compile(rf"{ADDRESS.pattern}|[*#@]+\w+")


@dataclass(frozen=True)
class Guarded:
    """A text without what no engine may touch: a sign stands for each name and each tag."""

    words: str
    names: list[str]  # what is put back for each sign
    tags: list[Tag]
    is_plain: bool

    @property
    def has_words(self) -> bool:
        """Whether anything is left to translate."""
        return any(sign.isalpha() for sign in PRIVATE.sub("", self.words))

    def restored(self, words: str) -> str:
        """This will put names and tags back into translated words."""

        def put_back(found: re.Match[str]) -> str:
            number = ord(found[0])
            if number < FIRST_TAG:
                return self._said(self.names[number - FIRST_NAME])
            return self.tags[number - FIRST_TAG].raw

        return PRIVATE.sub(put_back, self._said(self._spaced(words)))

    def _spaced(self, words: str) -> str:
        """Blanks at both ends as they were, and none doubled on the way."""
        if not self.words.strip():
            return self.words
        begins, ends = (re.search(one, self.words) for one in (r"^\s*", r"\s*$"))
        words = words if "  " in self.words else re.sub(" {2,}", " ", words)
        return (begins[0] if begins else "") + words.strip() + (ends[0] if ends else "")

    def _said(self, words: str) -> str:
        return words if self.is_plain else html.escape(words, quote=False)

    def lost(self, words: str) -> tuple[str, ...]:
        """This will tell by the names of the checks what is not there exactly once, or stands out of its order."""
        found = Counter(PRIVATE.findall(words))
        names = {name_sign(number) for number in range(len(self.names))}
        lost_names = any(found[one] != 1 for one in names) or any(
            FIRST_NAME <= ord(one) < FIRST_TAG and one not in names for one in found
        )
        return (*(["names"] if lost_names else []), *([] if self._keeps_tags(words) else ["tags"]))

    def _keeps_tags(self, words: str) -> bool:
        order = [ord(one) - FIRST_TAG for one in re.findall(TAGS, words)]
        if FOREIGN in words or sorted(order) != list(range(len(self.tags))):
            return False
        pairs = pairs_of([self.tags[number] for number in order])
        if pairs is None:
            return False
        meant = {begin: end for begin, end in (pairs_of(self.tags) or {}).items() if begin >= 0}
        return {order[begin]: order[end] for begin, end in pairs.items() if begin >= 0} == meant


def guard(text: str, glossary: Glossary, *, source: str, target: str) -> Guarded:
    """This will take names and tags out of a text. Raises Broken where its markup cannot be read."""
    words, tags = taken_apart(text)
    names, pieces, at = list[str](), list[str](), 0
    for start, end, said, before in _to_keep(words, glossary, source, target):
        pieces += [words[at:start], before, name_sign(len(names))]
        names.append(said)
        at = end
    if len(names) > MOST:
        raise Broken
    return Guarded("".join([*pieces, words[at:]]), names, tags, is_plain(text))


def _to_keep(words: str, glossary: Glossary, source: str, target: str) -> list[tuple[int, int, str, str]]:
    """Where something is to be taken out, what is put back for it, and what stands before it all the same."""
    verbatim = [(one.start(), one.end(), one[0], "") for one in VERBATIM.finditer(words)]
    taken = [(start, end) for start, end, _said, _before in verbatim]
    found = list(verbatim)
    for one in glossary.mentions(words, source):
        said = glossary.rendering(one, words, source, target)
        if said is None or any(start < one.end and one.start < end for start, end in taken):
            continue
        hangs_on = words.startswith(FOR_THE, one.start) and not one.form.text.startswith(FOR_THE)
        found.append((one.start, one.end, said, "ل" if hangs_on else ""))
    return sorted(found)
