"""The lines of a table that an office kept for years: in whatever encoding, and parted by whatever sign."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from typing import BinaryIO

from django.utils.translation import gettext as _

from comity.partners.tables import LONGEST, NotATable, lines_of
from comity.translation.unseen import without_overrides

MOST_LINES = 5_000
MOST_CELLS = 60
SIGNS = ";,\t|"
# Two letters of Arabic beside each other: in Western European text read as Arabic they stand alone.
ARABIC_RUN = re.compile(r"[\u0621-\u064a]{2,}")
LINK = re.compile(r'^=HYPERLINK\(\s*"[^"]*"\s*[,;]\s*"([^"]*)"\s*\)$', re.IGNORECASE)


def read_lines(source: BinaryIO, name: str) -> list[list[str]]:
    """This will read a CSV or XLSX file into lines of plain words; of a linked cell the words that are shown.

    Nothing in a cell is ever worked out. Raises NotATable, in words, for what is no table, too large or too long.
    """
    lines = [[_plain(cell) for cell in line[:MOST_CELLS]] for line in lines_of(source, name, of_text=_of_text)]
    while lines and not any(lines[-1]):
        lines.pop()
    if len(lines) > MOST_LINES:
        raise NotATable(_("The table has more than 5,000 rows. Part it into several."))
    return lines


def _plain(cell: str) -> str:
    linked = LINK.match(cell.strip())
    words = linked.group(1) if linked else cell
    return " ".join(without_overrides(words).split())[:LONGEST]


def _of_text(content: bytes, name: str) -> list[list[str]]:
    text = _decoded(content)
    if "\0" in text:
        raise NotATable(_("This is no table that can be read here. Bring a .csv or an .xlsx file."))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=_sign_in(text)))
    except csv.Error:
        raise NotATable(_("The file is damaged: a quotation mark is opened and not closed.")) from None


def _decoded(content: bytes) -> str:
    """UTF-16 and UTF-8 tell themselves; else Windows wrote it, for Arabic or for Western Europe: the letters tell."""
    try:
        if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return content.decode("utf-16")
        if content.startswith(BOM_UTF8) or b"\0" not in content:
            return content.decode("utf-8-sig")
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    except UnicodeDecodeError:
        pass
    arabic = content.decode("cp1256", errors="replace")
    inside = sum(len(run) for run in ARABIC_RUN.findall(arabic))
    beyond = sum(byte > 0x7F for byte in content)
    return arabic if 2 * inside > beyond else content.decode("cp1252", errors="replace")


def _sign_in(text: str) -> str:
    """The sign that parts the cells: the one by which most of the first lines have the same number of cells."""
    head = "\n".join(text.splitlines()[:40])

    def told(sign: str) -> tuple[int, int]:
        widths = Counter(len(line) for line in csv.reader(io.StringIO(head), delimiter=sign) if len(line) > 1)
        width, times = widths.most_common(1)[0] if widths else (0, 0)
        return times, width

    return max(SIGNS, key=told)
