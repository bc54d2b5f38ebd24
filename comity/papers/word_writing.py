"""A document as a Word file: real styles, numbers that count by themselves, Arabic from right to left.

Each paragraph carries a bookmark that says which passage it belongs to. Word and LibreOffice keep these while the text
is edited, and LibreOffice through another format too; of bookmarks that span paragraphs, and of content controls,
LibreOffice 7.4 keeps nothing that can be read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import count
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm

from comity.papers.manuscripts import BLANK_LINE, SORTS, Manuscript, Passage, Version
from comity.papers.word_styles import (
    DEFAULTS,
    HEADINGS,
    LANGUAGES,
    LEADS,
    NAMESPACE,
    WORDS,
    numbering,
    style_id,
    styles,
)
from comity.translation.texts import direction

_NS = NAMESPACE.partition('"')[2].rstrip('"')
CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
PROPERTIES = (
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
)
FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of properties that users name (ECMA-376, part 1, 22.3)
UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0
FROM_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
# A stretch of Arabic or Hebrew, or of Latin letters, with the signs and figures between its words.
STRETCH = {
    "ltr": re.compile(rf"[{FROM_RIGHT}]+(?:[^\w{FROM_RIGHT}]*[{FROM_RIGHT}]+)*"),
    "rtl": re.compile(r"[A-Za-z\u00c0-\u024f]+(?:[ \d&.'’/@-]*[A-Za-z\u00c0-\u024f\d]+)*"),
}
PAGES = re.compile(r"(\{pages?\})")


def written(manuscript: Manuscript) -> bytes:
    """This will write a document as a Word file; each of its versions begins on a page of its own."""
    document = Document()
    first = manuscript.versions[0]
    _set_styles(document, first)
    _set_numbering(document, manuscript.versions)
    body, bookmarks = document.element.body, count(1)
    for at, version in enumerate(manuscript.versions):
        section = document.sections[0] if at == 0 else document.add_section()
        _set_section(section, version)
        lists = {sort: at * len(SORTS) + n for n, sort in enumerate(SORTS, start=1)}
        for one in _paragraphs(version, lists, bookmarks):
            body[-1].addprevious(parse_xml(one))
    _tell(document, manuscript, LANGUAGES.get(first.language, first.language))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_styles(document: Any, first: Version) -> None:
    kept = document.styles.element
    for one in list(kept):
        kept.remove(one)
    for words in (DEFAULTS.format(lang=LANGUAGES.get(first.language, first.language)), *styles()):
        kept.append(parse_xml(words))


def _set_numbering(document: Any, versions: list[Version]) -> None:
    numbers = [_attribute(version.numbering[sort]) for version in versions for sort in SORTS]
    lists = document.part.numbering_part.element
    for one in list(lists):
        lists.remove(one)
    for one in list(parse_xml(numbering(numbers))):
        lists.append(one)


def _set_section(section: Any, version: Version) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Mm(25)
    for bidi in section._sectPr.findall(f"{{{_NS}}}bidi"):
        section._sectPr.remove(bidi)
    if direction(version.language) == "rtl":
        section._sectPr.find(f"{{{_NS}}}docGrid").addprevious(parse_xml(f"<w:bidi {NAMESPACE}/>"))
    for part, style, words in (
        (section.header, "Header", f"{version.title} · {version.state}"),
        (section.footer, "Footer", version.footer),
    ):
        part.is_linked_to_previous = False
        for one in list(part._element):
            part._element.remove(one)
        part._element.append(parse_xml(_paragraph(style, _with_pages(words, version.language), version.language)))


def _paragraphs(version: Version, lists: dict[str, int], bookmarks: Iterator[int]) -> Iterator[str]:
    yield _paragraph("Title", _runs(version.title, version.language), version.language)
    for line in version.lines:
        yield _paragraph("Subtitle", _runs(line, version.language), version.language)
    for passage in version.passages:
        for at, (style, number, words) in enumerate(_lines(passage, lists)):
            runs, name = _runs(words, version.language), _attribute(f"{passage.mark}_{at}")
            runs = (
                f'<w:bookmarkStart w:id="{(bookmark := next(bookmarks))}" w:name="{name}"/>{runs}'
                f'<w:bookmarkEnd w:id="{bookmark}"/>'
            )
            yield _paragraph(style, runs, version.language, number=number)


def _lines(passage: Passage, lists: dict[str, int]) -> Iterator[tuple[str, int, str]]:
    """Each paragraph of a passage: its style, the list that numbers it or 0, and its words."""
    number, sort = lists.get(passage.sort, 0), passage.sort
    some = BLANK_LINE.split(passage.words.replace("\r\n", "\n").replace("\r", "\n").strip())
    if passage.heading:
        yield HEADINGS[sort], number, " ".join(passage.heading.split())
    else:
        yield LEADS[sort], number, some.pop(0)
    for words in some:
        yield WORDS[sort], 0, words


def _paragraph(style: str, runs: str, language: str, *, number: int = 0) -> str:
    counted = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    bidi = "<w:bidi/>" if direction(language) == "rtl" else ""
    return (
        f'<w:p {NAMESPACE}><w:pPr><w:pStyle w:val="{style_id(style)}"/>{counted}{bidi}'
        f"<w:rPr>{_letters(language)}</w:rPr></w:pPr>{runs}</w:p>"
    )


@cache
def _letters(language: str, *, is_rtl: bool | None = None) -> str:
    """How the letters of a run are set; `is_rtl` where it runs against its language."""
    runs_left = direction(language) == "rtl" if is_rtl is None else is_rtl
    said = LANGUAGES.get(language, language)
    if runs_left:
        return f'<w:rtl/><w:lang w:bidi="{said if direction(language) == "rtl" else "ar-SA"}"/>'
    return f'<w:lang w:val="{said if direction(language) == "ltr" else "en-GB"}"/>'


def _runs(words: str, language: str) -> str:
    """The runs of a line: names in letters of the other direction are runs of their own."""
    way, at, runs = direction(language), 0, []
    for found in STRETCH[way].finditer(words):
        runs.append(_run(words[at : found.start()], language))
        runs.append(_run(found[0], language, is_rtl=way == "ltr"))
        at = found.end()
    return "".join([*runs, _run(words[at:], language)])


def _run(words: str, language: str, *, is_rtl: bool | None = None) -> str:
    if not words:
        return ""
    lines = [
        "<w:tab/>".join(f'<w:t xml:space="preserve">{_text(one)}</w:t>' for one in line.split("\t"))
        for line in words.split("\n")
    ]
    return f"<w:r><w:rPr>{_letters(language, is_rtl=is_rtl)}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"


def _with_pages(words: str, language: str) -> str:
    """The runs of a foot in which a program writes the number of the page and of all pages."""
    fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    return "".join(
        f'<w:fldSimple w:instr=" {fields[piece]} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        if piece in fields
        else _runs(piece, language)
        for piece in PAGES.split(words)
    )


def _tell(document: Any, manuscript: Manuscript, language: str) -> None:
    """What the file says of itself: its title and language, and nobody's name; and what it remembers."""
    core = document.core_properties
    core.title, core.language = _plain(manuscript.title)[:255], language
    core.author = core.last_modified_by = core.comments = core.keywords = core.subject = ""
    values = "".join(
        f'<property fmtid="{FORMAT}" pid="{at}" name={quoteattr(name)}><vt:lpwstr>{_text(value)}</vt:lpwstr></property>'
        for at, (name, value) in enumerate(manuscript.memory.items(), start=2)
    )
    content = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties {PROPERTIES}>{values}</Properties>'
    package = document.part.package
    package.relate_to(Part(PackURI("/docProps/custom.xml"), CUSTOM, content.encode(), package), CUSTOM_RELATION)


def _plain(words: str) -> str:
    return UNWRITABLE.sub("", words)


def _text(words: str) -> str:
    return escape(_plain(words))


def _attribute(words: str) -> str:
    return escape(_plain(words), {'"': "&quot;"})
