"""A page of ours, as everybody gets it, cut into the pieces that are translated, and put together from them again.

A piece is what reads as one: running text with the links and names in it. An element in it stands there as
`<a id="a1">`, as the workbench of translators writes links, so that everything that checks and keeps passages takes
both alike. What says of itself that it is in another language, or is not to be translated, is left out of it: there
is only a place for it. What holds no letters is no piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from itertools import groupby
from typing import TypeAlias

INLINE = frozenset(
    "a abbr b bdi br cite code data del dfn em i ins kbd mark q s small span strong sub sup svg time u wbr".split()  # noqa: SIM905
)
VOID = frozenset("area br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
# Forms ask in the language of the site, and lead on in it; nothing of a reading is filled in.
LEFT_OUT = frozenset("button dialog form input script select style template textarea".split())  # noqa: SIM905
AS_IT_IS = frozenset({"svg", "math", "pre"})
SPOKEN = ("alt", "aria-label", "title", "data-label")  # attributes that people read or hear
# Kept without an id of their own: the workbench allows these, and they have nothing to be restored.
BARE = frozenset({"abbr", "b", "br", "code", "em", "i", "strong"})
BETWEEN = "·"
DOT = re.compile(rf"(?<!\w)({BETWEEN})(?!\w)")  # between labels, and not within a word
DEEPEST = 100  # elements in one another; ours are some twenty
WORKS = ("hx-", "on", "data-hx-")  # attributes that make a browser do something

Inside: TypeAlias = "Element | Piece | str"
Show = Callable[[str, "Piece"], str]
Lead = Callable[[str], str]


@dataclass
class Element:
    """An element of the page; what stands in it are elements, words and, once it is cut, pieces."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    spoken: frozenset[str] = frozenset()  # those of its attributes that are pieces
    stays: bool = False  # as it is, within words that are translated
    inside: list[Inside] = field(default_factory=list)


@dataclass
class Piece:
    """Words that are translated as one: as they stand on the page, and as an engine gets them."""

    inside: list[Inside]
    text: str = ""
    elements: dict[str, Element] = field(default_factory=dict)  # by their ids in the text


class _Reader(HTMLParser):
    """Reads the main part of a page into elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.main = Element("main")
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._open:
            self._open = [self.main] if tag == "main" and not self.main.inside else []
            return
        if len(self._open) > DEEPEST:
            return
        element = Element(tag)
        for name, value in attrs:
            element.attributes.setdefault(name, value or "")
        self._open[-1].inside.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._open and self._open[-1].name == tag and tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        # What a browser closes by itself is closed here with what holds it.
        names = [one.name for one in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].inside.append(data)


@dataclass(frozen=True)
class Cut:
    """The main part of a page in a language, and the pieces in it in their order."""

    main: Element
    language: str
    pieces: list[Piece]

    @property
    def title(self) -> str:
        """What the page is called, as its heading is cut; nothing where no piece stands there."""
        heading = _first(self.main, "h1")
        found = next(_pieces_left_in(heading), None) if heading else None
        return found.text if found else ""

    def written(self, words: Mapping[str, str], *, show: Show, lead: Lead) -> str:
        """This will write the page with `words` for the texts of its pieces.

        `show` marks what is written for a piece; `lead` says where a link leads.
        """
        return _Writer(self.language, words, show, lead).inside(self.main)


def cut(page: str, language: str) -> Cut:
    """This will cut the main part of a page that is in `language`."""
    main = _read(page)
    return Cut(main, language, _pieces_in(main, language))


def _read(page: str) -> Element:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.main


def _pieces_in(element: Element, language: str) -> list[Piece]:
    """Cut what stands in an element, in place."""
    stands = list(_cut_up(element.inside, language))
    element.inside = [one for one, _pieces in stands]
    return [piece for _one, pieces in stands for piece in pieces]


def _cut_up(inside: Iterable[Inside], language: str) -> Iterator[tuple[Inside, list[Piece]]]:
    """What stands in an element once it is cut, each with the pieces in it."""
    for runs_on, some in groupby(_apart(inside), key=lambda one: _runs_on(one, language)):
        if runs_on:
            yield from _pieces_of(list(some), language)
        else:
            for one in some:
                if not isinstance(one, Element):
                    yield one, []
                elif one.name not in LEFT_OUT:
                    yield one, _within(one, language)


def _apart(inside: Iterable[Inside]) -> Iterator[Inside]:
    """Words that a dot keeps apart are labels, each of which reads as one."""
    for one in inside:
        if isinstance(one, str):
            yield from (each for each in DOT.split(one) if each)
        else:
            yield one


def _within(element: Element, language: str) -> list[Piece]:
    if not _is_for_us(element, language):
        return []
    spoken = {name: words for name in SPOKEN if _has_letters(words := element.attributes.get(name, "").strip())}
    element.spoken = frozenset(spoken)
    said = [Piece([words], escape(words, quote=False)) for words in spoken.values()]
    return [*said, *_pieces_in(element, language)]


def _pieces_of(running: list[Inside], language: str) -> Iterator[tuple[Inside, list[Piece]]]:
    """What runs on, cut: one piece where words stand in it themselves; else labels side by side, one by one."""
    if any(isinstance(one, str) and _has_letters(one) for one in running):
        yield from _one_piece(running, language)
    else:
        for one in running:
            yield one, _within(one, language) if isinstance(one, Element) else []


def _one_piece(running: list[Inside], language: str) -> Iterator[tuple[Inside, list[Piece]]]:
    """What stays as it is at its ends is no part of it, and the space around it stays on the page."""
    first, last = 0, len(running)
    while not _is_said(running[first], language):
        first += 1
    while not _is_said(running[last - 1], language):
        last -= 1
    yield from ((one, []) for one in running[:first])
    yield from _piece_of(running[first:last], language)
    yield from ((one, []) for one in running[last:])


def _piece_of(running: list[Inside], language: str) -> Iterator[tuple[Inside, list[Piece]]]:
    before, after = "", ""
    if isinstance(first := running[0], str):
        before, running[0] = first[: len(first) - len(first.lstrip())], first.lstrip()
    if isinstance(last := running[-1], str):
        after, running[-1] = last[len(last.rstrip()) :], last.rstrip()
    piece = Piece(running)
    piece.text = " ".join("".join(_as_text(one, piece.elements, language) for one in running).split())
    yield before, []
    yield piece, [piece]
    yield after, []


def _is_said(one: Inside, language: str) -> bool:
    """Whether something in it is translated."""
    if isinstance(one, Element):
        return _is_for_us(one, language) and one.name not in VOID
    return isinstance(one, str) and not one.isspace()


def _as_text(one: Inside, known: dict[str, Element], language: str) -> str:
    if isinstance(one, str):
        return escape(one, quote=False)
    assert isinstance(one, Element)
    if one.name in VOID:
        return "<br>" if one.name == "br" else ""
    if one.name in BARE and not one.attributes:
        name, opened = one.name, f"<{one.name}>"
    else:
        name, number = "a", f"a{len(known) + 1}"
        known[number] = one
        opened = f'<a id="{number}">'
        one.stays = not _is_for_us(one, language)
    within = "" if one.stays else "".join(_as_text(each, known, language) for each in one.inside)
    return f"{opened}{within}</{name}>"


def _runs_on(one: Inside, language: str) -> bool:
    """Whether it belongs to running text, with all that it holds."""
    if not isinstance(one, Element):
        return one != BETWEEN
    if one.name not in INLINE:
        return False
    return not _is_for_us(one, language) or all(_runs_on(each, language) for each in one.inside)


def _is_for_us(one: Element, language: str) -> bool:
    """Whether what it holds is to be translated: a page says so itself (HTML, `translate` and `lang`)."""
    is_ours = one.attributes.get("lang", language).partition("-")[0] == language
    return is_ours and one.name not in AS_IT_IS and one.attributes.get("translate") != "no"


def _has_letters(words: str) -> bool:
    return any(one.isalpha() for one in words)


def _first(element: Element, name: str) -> Element | None:
    for one in element.inside:
        if isinstance(one, Element):
            found = one if one.name == name else _first(one, name)
            if found is not None:
                return found
    return None


def _pieces_left_in(element: Element) -> Iterator[Piece]:
    for one in element.inside:
        if isinstance(one, Piece):
            yield one
        elif isinstance(one, Element):
            yield from _pieces_left_in(one)


@dataclass(frozen=True)
class _Writer:
    """Writes a page in other words; nothing that stands in those is believed to be more than words and known tags."""

    language: str
    words: Mapping[str, str]
    show: Show
    lead: Lead

    def inside(self, element: Element) -> str:
        return "".join(self._one(each) for each in element.inside)

    def _one(self, one: Inside) -> str:
        if isinstance(one, str):
            return escape(one, quote=False)
        return self._piece(one) if isinstance(one, Piece) else self._element(one, self.inside(one))

    def _piece(self, piece: Piece) -> str:
        if said := self.words.get(piece.text):
            known = dict(piece.elements)
            told = "".join(self._said(one, known) for one in _read(f"<main>{said}</main>").inside)
            return self.show(told, piece)
        return self.show("".join(self._one(one) for one in piece.inside), piece)

    def _said(self, one: Inside, known: dict[str, Element]) -> str:
        if isinstance(one, str):
            return escape(one, quote=False)
        assert isinstance(one, Element)
        if one.name == "br":
            return "<br>"
        within = "".join(self._said(each, known) for each in one.inside)
        if meant := known.pop(one.attributes.get("id", ""), None):
            return self._element(meant, self.inside(meant) if meant.stays else within)
        return f"<{one.name}>{within}</{one.name}>" if one.name in BARE else within

    def _element(self, one: Element, within: str) -> str:
        if one.name in LEFT_OUT:
            return ""
        opened = f"<{one.name}{self._attributes(one)}>"
        return opened if one.name in VOID else f"{opened}{within}</{one.name}>"

    def _attributes(self, one: Element) -> str:
        # What says that it is in the language of the page is in that of the reading now.
        is_ours = one.attributes.get("lang", "").partition("-")[0] == self.language
        left_out = {"lang", "dir"} if is_ours else set[str]()
        kept = {name: words for name, words in one.attributes.items() if name not in left_out}
        told = {name: self._attribute(one, name, words) for name, words in kept.items() if not name.startswith(WORKS)}
        return "".join(f' {name}="{escape(words)}"' for name, words in told.items())

    def _attribute(self, one: Element, name: str, words: str) -> str:
        if name == "href":
            return self.lead(words)
        said = self.words.get(escape(words.strip(), quote=False), "") if name in one.spoken else ""
        return unescape(said) if said and "<" not in said else words
