"""What a Word file says, paragraph by paragraph, once every change tracked in it is taken over.

Run in a process of its own (`comity.papers.looking`), after `comity.files` looked at the whole archive: it opens a few
parts, fetches nothing and knows neither our settings nor our database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import IO
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

from comity.files.findings import Hostile
from comity.papers.manuscripts import Comment, Edited, Paragraph
from comity.papers.word_styles import meaning_of

PARAGRAPHS = 2_000  # of one document; a treaty of a hundred pages has fewer
SIGNS = 1_000_000  # characters of them together
MEMORY = 200  # properties
GONE = {"del", "moveFrom"}
TRACKED = {"ins", "del", "moveFrom", "moveTo"}
# What may stand around runs of a paragraph and says nothing itself.
AROUND = {"ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"}
BLOCKS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "tbl", "tr", "tc"}
SIGNS_OF = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


def edited(file: IO[bytes]) -> Edited:
    """This will read the text of a Word file. Raises Hostile for one that is longer than any text of ours."""
    with ZipFile(file) as archive:
        parts = {
            name: fromstring(archive.read(path))
            for name, path in {
                "document": "word/document.xml",
                "styles": "word/styles.xml",
                "comments": "word/comments.xml",
                "footnotes": "word/footnotes.xml",
                "endnotes": "word/endnotes.xml",
                "memory": "docProps/custom.xml",
            }.items()
            if path in archive.namelist()
        }
    reader = _Reader(_styles(parts.get("styles")), _comments(parts.get("comments")))
    for one in _children(parts["document"], "body"):
        reader.read(one)
    for name in ("footnotes", "endnotes"):
        for note in parts.get(name, ()):
            if _fact(note, "type") in ("", "normal"):
                reader.read(note, is_aside=True)
    return Edited(reader.told(), _memory(parts.get("memory")), reader.is_tracked)


def _name(element: Element) -> str:
    """What an element is, whichever of the two namespaces of Word it stands in."""
    return element.tag.rpartition("}")[2]


def _fact(element: Element | None, name: str) -> str:
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _child(element: Element | None, name: str) -> Element | None:
    return None if element is None else next((one for one in element if _name(one) == name), None)


def _children(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element if _name(one) == name)


def _styles(part: Element | None) -> dict[str, str]:
    """The names of the styles of a document, by their number."""
    if part is None:
        return {}
    return {_fact(one, "styleId"): _fact(_child(one, "name"), "val") for one in _children(part, "style")}


def _comments(part: Element | None) -> dict[str, Comment]:
    if part is None:
        return {}
    return {
        _fact(one, "id"): Comment(_fact(one, "author"), "\n".join(_plain(line) for line in _children(one, "p")))
        for one in _children(part, "comment")
    }


def _plain(paragraph: Element) -> str:
    return "".join(one.text or "" for one in paragraph.iter() if _name(one) == "t")


def _memory(part: Element | None) -> dict[str, str]:
    """What the file remembers of when it was written, by name."""
    if part is None:
        return {}
    found = [(_fact(one, "name"), "".join(one.itertext())) for one in _children(part, "property")]
    return dict(found[:MEMORY])


class _Reader:
    """Goes through a document and gathers its paragraphs."""

    def __init__(self, styles: dict[str, str], comments: dict[str, Comment]) -> None:
        self.styles, self.comments = styles, comments
        self.is_tracked, self._told, self._signs = False, list[Paragraph](), 0
        # What a paragraph whose end was taken out leaves to the next one.
        self._carried: Paragraph | None = None
        # Bookmarks and comments that begin between paragraphs belong to the next one.
        self._marks, self._remarks = list[str](), list[str]()

    def told(self) -> list[Paragraph]:
        """This will give what was read."""
        if self._carried is not None:
            self._keep(self._carried)
            self._carried = None
        return self._told

    def read(self, block: Element, *, is_aside: bool = False) -> None:
        """This will read every paragraph in a part of the document."""
        for one in block:
            name = _name(one)
            if name == "p":
                self._paragraph(one, is_aside=is_aside)
            elif name in GONE:
                self.is_tracked = True
            elif name in BLOCKS:
                self.is_tracked = self.is_tracked or name in TRACKED
                self.read(one, is_aside=is_aside or name == "tbl")
            else:
                self._note(one)

    def _note(self, element: Element) -> None:
        if _name(element) == "bookmarkStart":
            self._marks.append(_fact(element, "name"))
        elif _name(element) in ("commentRangeStart", "commentReference"):
            self._remarks.append(_fact(element, "id"))

    def _paragraph(self, paragraph: Element, *, is_aside: bool) -> None:
        facts = _child(paragraph, "pPr")
        sort, is_heading, is_lead = meaning_of(self.styles.get(_fact(_child(facts, "pStyle"), "val"), ""))
        boxes: list[Element] = []
        words = "".join(self._words(paragraph, boxes))
        marks, remarks = dict.fromkeys(self._marks), dict.fromkeys(self._remarks)
        self._marks, self._remarks = [], []
        said = tuple(self.comments[one] for one in remarks if one in self.comments)
        read = Paragraph(words, sort, is_heading, is_lead, tuple(marks), said, is_aside)
        self._meet(read, is_joined=self._is_end_gone(facts))
        for box in boxes:
            self.read(box, is_aside=True)

    def _is_end_gone(self, facts: Element | None) -> bool:
        """Whether the end of the paragraph was taken out, so that the next one goes on in its line."""
        letters = _child(facts, "rPr")
        tracked = {_name(one) for one in letters} & TRACKED if letters is not None else set()
        self.is_tracked = self.is_tracked or bool(tracked)
        return bool(tracked & GONE)

    def _meet(self, read: Paragraph, *, is_joined: bool) -> None:
        before, self._carried = self._carried, None
        if before is not None:
            # Of a paragraph that is gone whole, nothing is left but what was said beside it.
            leads = before if before.words.strip() else read
            read = replace(
                leads,
                words=before.words + read.words,
                marks=(before.marks if before.words.strip() else ()) + read.marks,
                comments=before.comments + read.comments,
            )
        if is_joined:
            self._carried = read
        else:
            self._keep(read)

    def _keep(self, read: Paragraph) -> None:
        self._signs += len(read.words)
        if len(self._told) >= PARAGRAPHS or self._signs > SIGNS:
            raise Hostile("too much")
        self._told.append(read)

    def _words(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        """The words of a paragraph as they read when all changes are taken over; `boxes` takes what floats above."""
        for one in element:
            name = _name(one)
            self.is_tracked = self.is_tracked or name in TRACKED
            if name == "r":
                yield from self._run(one, boxes)
            elif name in AROUND:
                yield from self._words(one, boxes)
            elif name not in GONE:
                self._note(one)

    def _run(self, run: Element, boxes: list[Element]) -> Iterator[str]:
        for one in run:
            name = _name(one)
            if name == "t":
                yield one.text or ""
            elif name in SIGNS_OF:
                yield "" if _fact(one, "type") in ("page", "column") else SIGNS_OF[name]
            elif name in ("drawing", "pict", "AlternateContent", "object"):
                boxes += _boxes(one)
            else:
                self._note(one)


def _boxes(drawing: Element) -> list[Element]:
    """The text that floats in a drawing; what is kept for older programs says the same once more."""
    chosen = _child(drawing, "Choice") if _name(drawing) == "AlternateContent" else drawing
    return [one for one in (drawing if chosen is None else chosen).iter() if _name(one) == "txbxContent"]
