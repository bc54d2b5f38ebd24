"""Inline markup of a text that is to be translated: its words, its tags, and the addresses it leads to."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

# Private signs of Unicode stand for what no engine may touch; a text that brings such signs itself is not translated.
PRIVATE = re.compile("[\ue000-\uf8ff]")
FIRST_NAME, FIRST_TAG, FOREIGN = 0xE000, 0xEC00, "\uf8ff"
NAMES, TAGS = "[\ue000-\uebff]", "[\uec00-\uf8fe]"
MOST = 0x500  # of each in one text

TAG = re.compile(r"<!--.*?-->|<(?P<end>/?)(?P<name>[A-Za-z][\w:-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>", re.S)
ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|\w+);", re.I)
VOID = {"br", "img", "wbr", "hr", "embed"}
ADDRESS = re.compile(r"https?://[^\s<>\"”»]*[^\s<>\"”».,;:!?)’']|\bwww\.[\w.-]+\w|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True)
class Tag:
    """A tag as it stood: its name, what stands in it, and whether it opens, closes or stands alone."""

    raw: str
    name: str
    kind: str  # "open", "close", "alone"


class Broken(ValueError):
    """The markup of a text cannot be read: its tags do not pair, or it brings signs of ours."""


def name_sign(number: int) -> str:
    """This will make the sign that stands for a protected name."""
    return chr(FIRST_NAME + number)


def tag_sign(number: int) -> str:
    """This will make the sign that stands for a tag."""
    return chr(FIRST_TAG + number)


def is_plain(text: str) -> bool:
    """This will tell whether a text can only be plain words: it has a bare & or < as markup never has."""
    bare = ENTITY.sub("", TAG.sub("", text))
    return "&" in bare or "<" in bare


def taken_apart(text: str) -> tuple[str, list[Tag]]:
    """This will give the plain words of a text, a sign for each tag in them, and the tags in their order.

    Raises Broken where tags do not pair.
    """
    if PRIVATE.search(text):
        raise Broken
    words, tags, at = [], list[Tag](), 0
    plain = is_plain(text)
    for found in TAG.finditer(text):
        words.append(_unescaped(text[at : found.start()], plain) + tag_sign(len(tags)))
        tags.append(_tag(found))
        at = found.end()
    words.append(_unescaped(text[at:], plain))
    if len(tags) > MOST or not pairs_of(tags):
        raise Broken
    return "".join(words), tags


def _unescaped(text: str, plain: bool) -> str:
    return text if plain else html.unescape(text)


def _tag(found: re.Match[str]) -> Tag:
    name = (found["name"] or "!--").lower()
    alone = name in VOID or name == "!--" or (found["rest"] or "").rstrip().endswith("/")
    return Tag(found[0], name, "alone" if alone else "close" if found["end"] else "open")


def pairs_of(tags: list[Tag]) -> dict[int, int] | None:
    """This will find which tag closes which, by their places; nothing where they do not pair."""
    open_ones, pairs = list[int](), dict[int, int]()
    for place, tag in enumerate(tags):
        if tag.kind == "open":
            open_ones.append(place)
        elif tag.kind == "close":
            if not open_ones or tags[open_ones[-1]].name != tag.name:
                return None
            pairs[open_ones.pop()] = place
    return None if open_ones else pairs | {-1: -1}


class _Reader(HTMLParser):
    """Collects what stands in the tags of a text, and its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[tuple[str, ...]] = Counter()
        self.links: Counter[str] = Counter()
        self.words: list[str] = []
        self.open_ones: list[str] = []
        self.is_paired = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.links.update(value for name in ("href", "src") if (value := facts.pop(name, None)))
        self.tags[(tag, *(f"{name}={value}" for name, value in sorted(facts.items())))] += 1
        if tag not in VOID:
            self.open_ones.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open_ones.pop()

    def handle_endtag(self, tag: str) -> None:
        self.is_paired = self.is_paired and bool(self.open_ones) and self.open_ones.pop() == tag

    def handle_comment(self, data: str) -> None:
        self.tags[("!--", data)] += 1

    def handle_decl(self, decl: str) -> None:
        self.tags[("!", decl)] += 1

    def handle_pi(self, data: str) -> None:
        self.tags[("?", data)] += 1

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@dataclass(frozen=True)
class Read:
    """What a text is made of, to be compared with its translation."""

    words: str
    tags: Counter[tuple[str, ...]]
    links: Counter[str]
    is_paired: bool


def read(text: str) -> Read:
    """This will read the words, tags and addresses of a text; addresses that stand in its words count as well."""
    if is_plain(text) and not TAG.search(text):
        words, reader = text, _Reader()
    else:
        reader = _Reader()
        reader.feed(text)
        reader.close()
        words = "".join(reader.words)
    links = reader.links + Counter(ADDRESS.findall(words))
    return Read(ADDRESS.sub(" ", words), reader.tags, links, reader.is_paired and not reader.open_ones)
