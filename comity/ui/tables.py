"""Tables that leave as a file, CSV or XLSX, in which nothing that somebody wrote can act as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from comity.translation.texts import current_language, direction
from comity.translation.unseen import UNSEEN

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Iterable[Iterable[Any]]

# What a spreadsheet program can take for the beginning of a formula, a command or an escape, wherever a line of a
# cell begins, also behind signs and spaces that nobody sees; and a cell that begins with a break.
_SKIPPED = rf"(?:\s|{UNSEEN.pattern})*"
_BEGINS_A_FORMULA = re.compile(rf"(?:^|(?<=[\t\r\n]))(?={_SKIPPED}[=+\-@|'%＝＋－＠｜])|^(?=[\t\r\n])")


def as_csv(header: Iterable[Any], rows: Rows, *, name: str = "table") -> HttpResponse:
    """This will answer with a CSV file in UTF-8, every cell quoted, words made harmless by a leading apostrophe."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.write("\ufeff")  # without it Excel misreads every name that is not plain Latin
    writer = csv.writer(response, quoting=csv.QUOTE_ALL)
    for row in (header, *rows):
        writer.writerow([_plain(value) for value in row])
    return _to_keep(response, f"{name}.csv")


def as_xlsx(header: Iterable[Any], rows: Rows, *, name: str = "table") -> HttpResponse:
    """This will answer with a workbook of one sheet: words are cells of text, days and numbers keep their type."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.sheet_view.rightToLeft = direction(current_language()) == "rtl"
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, value) for value in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return _to_keep(HttpResponse(written.getvalue(), content_type=XLSX), f"{name}.xlsx")


def harmless(words: str) -> str:
    """This will put an apostrophe wherever a spreadsheet program could take what follows for a formula."""
    return _BEGINS_A_FORMULA.sub("'", words)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int | float | Decimal):
        return value
    return value.isoformat() if isinstance(value, date) else harmless(str(value))


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


def _to_keep(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
