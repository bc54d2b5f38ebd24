"""Tables that leave as a file, CSV or XLSX, in which nothing that somebody wrote can act as a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from typing import Any, TypeVar

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override

from comity.translation.unseen import UNSEEN

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 100  # rows that leave together
Rows = Iterable[Iterable[Any]]
Answer = TypeVar("Answer", bound=HttpResponseBase)

# What a spreadsheet program can take for the beginning of a formula, a command or an escape, wherever a line of a
# cell begins, also behind signs and spaces that nobody sees; and a cell that begins with a break.
_SKIPPED = rf"(?:\s|{UNSEEN.pattern})*"
_BEGINS_A_FORMULA = re.compile(rf"(?:^|(?<=[\t\r\n]))(?={_SKIPPED}[=+\-@|'%＝＋－＠｜])|^(?=[\t\r\n])")


def as_csv(header: Iterable[Any], rows: Rows, *, name: str = "table", title: str = "") -> StreamingHttpResponse:
    """This will answer with a CSV file in UTF-8, every cell quoted, words made harmless by a leading apostrophe.

    Such a file has no place for a title.

    It leaves row by row, so that the longest table takes no more memory than the shortest.
    """
    lines = _in_the_readers_words(_lines(list(header), rows))
    return _to_keep(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), f"{name}.csv")


def _lines(header: list[Any], rows: Rows) -> Iterator[str]:
    yield "\ufeff"  # without it Excel misreads every name that is not plain Latin
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    every = chain([header], rows)
    while some := list(islice(every, AT_ONCE)):
        yield "".join(writer.writerow([_plain(value) for value in row]) for row in some)


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _in_the_readers_words(lines: Iterator[str]) -> Iterator[str]:
    """The lines are made after the view has ended, and with it the reader's language and zone: both are kept."""
    language, zone = get_language(), timezone.get_current_timezone()
    return _kept(lines, language, zone)


def _kept(lines: Iterator[str], language: str | None, zone: Any) -> Iterator[str]:
    while True:
        with override(language), timezone.override(zone):
            line = next(lines, None)
        if line is None:
            return
        yield line


def as_xlsx(header: Iterable[Any], rows: Rows, *, name: str = "table", title: str = "") -> HttpResponse:
    """This will answer with a workbook of one sheet: words are cells of text, days and numbers keep their type.

    The sheet is called `title`.
    """
    from comity.ui.workbooks import written  # noqa: PLC0415 - slow to load, and few requests ask for a workbook

    return _to_keep(HttpResponse(written(header, rows, title=title), content_type=XLSX), f"{name}.xlsx")


def harmless(words: str) -> str:
    """This will put an apostrophe wherever a spreadsheet program could take what follows for a formula."""
    return _BEGINS_A_FORMULA.sub("'", words)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int | float | Decimal):
        return value
    return value.isoformat() if isinstance(value, date) else harmless(str(value))


def _to_keep(response: Answer, name: str) -> Answer:
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
