"""Reading a table that somebody brings, CSV or XLSX, into rows of words; what is no table is refused in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from comity.files.findings import Hostile
from comity.files.reading import look
from comity.files.scanning import scan
from comity.files.words import REFUSALS
from comity.journal.refusals import NotNow

LARGEST = 5 * 1024 * 1024  # bytes of a file
MOST_ROWS = 20_000
LONGEST = 2_000  # characters of a cell
COLUMNS = [
    "name_en",
    "name_fr",
    "name_ar",
    "acronym",
    "kind",
    "standing",
    "country",
    "place",
    "website",
    "ror",
    "wikidata",
    "part_of",
]

Row = dict[str, str]
# Under this a row says that it has more cells than the table has columns.
SURPLUS = "surplus"


class NotATable(NotNow):
    """The file cannot be read as a table of organisations; the words say why and what to do."""


def read_table(source: str | Path | BinaryIO, name: str = "") -> list[Row]:
    """This will read a table into rows: the known columns by name, and under `line` the number of the row in the file.

    Raises NotATable, in words, for a file that is too large, of another sort, damaged, or without a column of names.
    """
    if isinstance(source, str | Path):
        path = Path(source)
        with path.open("rb") as opened:
            return read_table(opened, name or path.name)
    return list(_rows(lines_of(source, name, of_text=_lines_of_text)))


def lines_of(
    source: BinaryIO, name: str, *, of_text: Callable[[bytes, str], Iterable[list[str]]]
) -> Iterable[list[str]]:
    """This will read a table into lines of words; `of_text` reads what is no workbook.

    Raises NotATable, in words, for a file that is empty, too large, damaged or hostile.
    """
    content = source.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NotATable(_("The file is larger than 5 MB. Part it into several."))
    if not content.strip():
        raise NotATable(_("The file is empty."))
    _scan(content)
    return _lines_of_workbook(content) if content.startswith(b"PK") else of_text(content, name)


def _scan(content: bytes) -> None:
    try:
        scan(io.BytesIO(content))
    except Hostile as verdict:
        raise NotATable(str(REFUSALS[verdict.reason])) from None


def fingerprint(source: BinaryIO) -> str:
    """This will tell one file from another by its SHA-256, and turn it back to its beginning."""
    source.seek(0)
    told = sha256(source.read(LARGEST + 1)).hexdigest()
    source.seek(0)
    return told


def is_formula(cell: str) -> bool:
    """This will tell whether a cell holds a formula, of which no value is known."""
    return cell.startswith("=")


def _lines_of_text(content: bytes, name: str) -> Iterable[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotATable(_wrong_sort(name)) from None
    if "\0" in text:
        raise NotATable(_wrong_sort(name))
    first = text.lstrip("\r\n").splitlines()[0]
    delimiter = max(",;\t", key=lambda sign: len(_known(next(csv.reader([first], delimiter=sign), []))))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise NotATable(_("The file is damaged: a quotation mark is opened and not closed.")) from None


def _wrong_sort(name: str) -> str:
    if name.lower().endswith(".csv"):
        return _("The file is not in UTF-8. Save it again, as “CSV UTF-8”.")
    return _("This is no table that can be read here. Bring a .csv file in UTF-8 or an .xlsx file.")


def _lines_of_workbook(content: bytes) -> Iterable[list[str]]:
    """The first sheet, read in a process of its own: see `comity.files`."""
    try:
        told, _kept = look(io.BytesIO(content), "rows")
    except Hostile as verdict:
        raise NotATable(_wrong_workbook(verdict)) from None
    return told["lines"]


def _wrong_workbook(verdict: Hostile) -> str:
    if verdict.reason == "unpacks":
        return _("The workbook is too large when it is unpacked. Part it into several.")
    if verdict.reason == "entities":
        return _("The workbook holds instructions that are not read here. Save it again as .xlsx.")
    damaged = _("The workbook cannot be read. Save it again as .xlsx, or as “CSV UTF-8”.")
    return str(REFUSALS.get(verdict.reason, damaged))


def _too_many() -> str:
    return _("The table has more than 20,000 rows. Part it into several.")


def _rows(lines: Iterable[list[str]]) -> Iterator[Row]:
    header: dict[str, int] | None = None
    width = 0
    for number, line in enumerate(lines, start=1):
        if not any(cell.strip() for cell in line):
            continue
        if header is None:
            header, width = _header(line), len(line)
            continue
        if number > MOST_ROWS + 1:
            raise NotATable(_too_many())
        cells = {name: line[at].strip()[:LONGEST] for name, at in header.items() if at < len(line)}
        has_surplus = any(cell.strip() for cell in line[width:])
        yield {**dict.fromkeys(COLUMNS, ""), **cells, "line": str(number), **({SURPLUS: "yes"} if has_surplus else {})}
    if header is None:
        raise NotATable(_("The file is empty."))


def _header(line: list[str]) -> dict[str, int]:
    found = _known(line)
    if not any(name.startswith("name_") for name in found):
        raise NotATable(_("The first row names no column of names. Begin with name_en, name_fr or name_ar."))
    return found


def _known(cells: list[str]) -> dict[str, int]:
    """The known columns with their places, the first of each name."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        name = cell.strip().strip("\ufeff").lower().replace(" ", "_")
        if name in COLUMNS:
            found.setdefault(name, at)
    return found
