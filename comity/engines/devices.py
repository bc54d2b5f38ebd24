"""How an engine is told which names and tags to leave alone, and how they are found again in its answer."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from comity.engines.markup import (
    FIRST_NAME,
    FIRST_TAG,
    FOREIGN,
    MOST,
    NAMES,
    PRIVATE,
    TAG,
    TAGS,
    Tag,
    name_sign,
    pairs_of,
    tag_sign,
)

TAG_NUMBER = re.compile(r"""\bid\s*=\s*["']?t(\d+)\b""")


@dataclass(frozen=True)
class Device:
    """What stands for a name, and for a tag, in what an engine is sent.

    `name` is written for each name, with its number and the words that are to stand there; `found` finds it again.
    Tags are elements of the same name, or of `element`, with their number as id; where the engine knows no markup,
    they are words too.
    """

    name: str
    found: re.Pattern[str]
    is_markup: bool = True
    element: str = ""
    is_eased: bool = False  # marks are words without meaning: nothing may hang on them but blanks

    def write(self, words: str, names: list[str], tags: list[Tag]) -> str:
        """This will write plain words with our signs as the engine is to get them."""
        words = eased(words) if self.is_eased else words
        said = html.escape(words, quote=False) if self.is_markup else words
        pairs = pairs_of(tags) or {}
        closing = {end: begin for begin, end in pairs.items()}

        def mark(found: re.Match[str]) -> str:
            number = ord(found[0]) - FIRST_NAME
            if number < MOST:
                shown = html.escape(names[number]) if self.is_markup else names[number]
                return self.name.format(number=number, shown=shown)
            return self._tag(number := ord(found[0]) - FIRST_TAG, tags[number], closing.get(number))

        return PRIVATE.sub(mark, said)

    def _tag(self, number: int, tag: Tag, opened_by: int | None) -> str:
        if not self.is_markup:
            return f" XQT{number} "
        element = self.element or (tag.name if tag.name != "!--" else "wbr")
        if tag.kind == "close":
            return f"</{element}>"
        return f'<{element} id="t{number}"{"/" if tag.kind == "alone" else ""}>'

    def read(self, answer: str, tags: list[Tag]) -> str:
        """This will put our signs back; what looks like a tag and is none of ours gets a sign of its own."""
        words = PRIVATE.sub(FOREIGN, answer)
        words = self.found.sub(lambda found: _sign_or_foreign(found["number"]), words)
        if self.is_markup:
            return html.unescape(self._read_tags(words, tags))
        return self._read_words(words, tags)

    def _read_words(self, words: str, tags: list[Tag]) -> str:
        """Tags that were written as words stood between blanks, of which those within an element are ours."""
        words = re.sub(r"\bX ?QT ?(\d+)\b", lambda found: _tag_or_foreign(found[1], tags), words, flags=re.I)
        for number, tag in enumerate(tags):
            sign = tag_sign(number)
            inside = {"open": f"{sign} ", "close": f" {sign}"}.get(tag.kind, sign)
            words = words.replace(inside, sign)
        return words

    def _read_tags(self, words: str, tags: list[Tag]) -> str:
        pairs, open_ones = pairs_of(tags) or {}, list[int]()

        def sign(found: re.Match[str]) -> str:
            if found["end"]:
                opened = open_ones.pop() if open_ones else -1
                return tag_sign(pairs[opened]) if opened in pairs and opened >= 0 else FOREIGN
            number = TAG_NUMBER.search(found["rest"] or "")
            if number is None or int(number[1]) >= len(tags):
                return FOREIGN
            if tags[int(number[1])].kind == "open":
                open_ones.append(int(number[1]))
            return tag_sign(int(number[1]))

        return TAG.sub(sign, words)


def _sign_or_foreign(number: str) -> str:
    return name_sign(int(number)) if len(number) < 5 and int(number) < MOST else FOREIGN


def _tag_or_foreign(number: str, tags: list[Tag]) -> str:
    return tag_sign(int(number)) if len(number) < 5 and int(number) < len(tags) else FOREIGN


def eased(words: str) -> str:
    """This will free names from what hangs on them: a possessive 's goes, a hyphen becomes a blank.

    An engine that translates word by word takes "X's" for "X is", and glues what stands beside a mark.
    """
    words = re.sub(rf"({NAMES}{TAGS}*)(?:['’]s\b|(?<=s)['’](?=\s))", r"\1", words)
    words = re.sub(rf"({NAMES})[-‑](?=\w)", r"\1 ", words)
    words = re.sub(rf"(?<=\w)[-‑]({NAMES})", r" \1", words)
    return re.sub(rf"({NAMES})(?=\w)", r"\1 ", words)


# The devices that engines share.

WORDS = Device("XQA{number}", re.compile(r"\bX ?QA ?(?P<number>\d+)\b", re.I), is_eased=True)
PLAIN_WORDS = Device("XQA{number}", WORDS.found, is_markup=False, is_eased=True)
ELEMENTS = Device(
    '<span translate="no" class="notranslate" id="n{number}">{shown}</span>',
    re.compile(r"""<span\b[^<>]*\bid\s*=\s*["']?n(?P<number>\d+)\b[^<>]*>[^<>]*</span\s*>""", re.I),
)
IGNORED = Device(
    '<x id="{number}">{shown}</x>',
    re.compile(r"""<x\s+id\s*=\s*["']?(?P<number>\d+)["']?\s*(?:/>|>[^<>]*</x\s*>)""", re.I),
    element="g",
)
