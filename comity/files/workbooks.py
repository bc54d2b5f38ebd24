"""The first sheet of a workbook, as lines of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any
from zipfile import ZipFile

from openpyxl import load_workbook

LINES = 20_002  # one more than is taken, so that too many are told from just enough
CELLS = 200  # of a line
LONGEST = 2_000  # characters of a cell
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")


def lines_of(file: IO[bytes]) -> list[list[str]]:
    """This will read the first sheet; of lines and cells beyond any table of ours only so many that it shows."""
    file.seek(0)
    book = load_workbook(file, read_only=True, data_only=True)
    lines = [[_words(cell) for cell in row] for row in _rows(book)]
    if _holds_formulas(file):
        _show_formulas(file, lines)
    return lines


def _rows(book: Any) -> Iterator[tuple[Any, ...]]:
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    for row in islice(sheet.iter_rows(values_only=True), LINES):
        yield row[:CELLS]


def _holds_formulas(file: IO[bytes]) -> bool:
    """Whether it is worth reading the workbook once more: that takes as long as the first time."""
    file.seek(0)
    with ZipFile(file) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(FORMULA.search(line) for name in sheets for line in _pieces(archive, name))


def _pieces(archive: ZipFile, name: str) -> Iterator[bytes]:
    """The bytes of a part, in pieces that overlap, so that no sign is cut in two."""
    with archive.open(name) as part:
        end = b""
        while piece := part.read(1 << 16):
            yield end + piece
            end = piece[-8:]


def _show_formulas(file: IO[bytes], lines: list[list[str]]) -> None:
    """Put the formula where a program that wrote the workbook left no value: it would look like an empty cell."""
    file.seek(0)
    book = load_workbook(file, read_only=True)
    for line, row in zip(lines, _rows(book), strict=False):
        for at, cell in enumerate(row[: len(line)]):
            if not line[at] and isinstance(cell, str) and cell.startswith("="):
                line[at] = cell[:LONGEST]


def _words(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell)[:LONGEST]
