"""The first sheet of a workbook, as lines of words."""

from __future__ import annotations

from typing import IO, Any

from openpyxl import load_workbook

LINES = 20_002  # one more than is taken, so that too many are told from just enough
CELLS = 200  # of a line
LONGEST = 2_000  # characters of a cell


def lines_of(file: IO[bytes]) -> list[list[str]]:
    """This will read the first sheet; of lines and cells beyond any table of ours only so many that it shows."""
    file.seek(0)
    book = load_workbook(file, read_only=True, data_only=True)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    lines = []
    for row in sheet.iter_rows(values_only=True):
        lines.append([_words(cell) for cell in row[:CELLS]])
        if len(lines) == LINES:
            break
    return lines


def _words(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell)[:LONGEST]
