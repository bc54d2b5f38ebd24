"""The workbook of one sheet that a table leaves as. Apart from `tables`, because its library is slow to load."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.workbook.child import INVALID_TITLE_REGEX

from comity.translation.texts import current_language, direction
from comity.ui.tables import Rows, harmless

MOST_ROWS = 1_048_576  # a sheet holds no more
NOT_IN_A_NAME, LONGEST_NAME = INVALID_TITLE_REGEX, 31


def written(header: Iterable[Any], rows: Rows, *, title: str = "") -> bytes:
    """This will write the workbook; its sheet is called `title`, as far as a sheet may be."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(NOT_IN_A_NAME.sub(" ", title)[:LONGEST_NAME] or None)
    sheet.sheet_view.rightToLeft = direction(current_language()) == "rtl"
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, value) for value in header])
    for row in islice(rows, MOST_ROWS - 1):
        sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, value: Any) -> Cell:
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.make_naive(value)  # a workbook knows no zones: the reader's own clock
    if value is None or isinstance(value, int | float | Decimal | date):
        return WriteOnlyCell(sheet, value)
    words = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    cell = WriteOnlyCell(sheet, words)
    cell.data_type = "s"
    cell.quotePrefix = harmless(words) != words
    return cell


def _heading(sheet: Any, value: Any) -> Cell:
    cell = _cell(sheet, value)
    cell.font = Font(bold=True)
    return cell
