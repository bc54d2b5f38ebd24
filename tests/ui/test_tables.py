"""Tables that leave as a file: typed, in the reader's direction, and harmless to whoever opens them."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from openpyxl import load_workbook

from comity.translation.texts import Text
from comity.ui.tables import as_csv, as_xlsx, harmless

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "|calc",
    "%0A=1",
    "'=1",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\u202e=1",
    "＝1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "  \u200b\u00a0=1",
    "safe\n=cmd|' /C calc'!A0",
    "safe\r\n @SUM(A1)",
    '=HYPERLINK("https://example.org","x")',
    '=cmd|"/C calc"!A0',
]
HARMLESS = ["LIKAT", "a = b", "1-2", "الإيسيسكو", "x@example.org", "Leibniz-Gemeinschaft", "three\nlines\nhere", ""]


def read_csv(response):
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline="")))


def could_calculate(cell):
    """Told apart from the code on purpose: does any line of the cell begin with a sign that calculates?"""
    lines = cell.replace("\r", "\n").replace("\t", "\n").split("\n")
    unseen = " \u00a0\u200b\ufeff\u202e"
    return any(line.strip(unseen)[:1] in tuple("=+-@|%＝＋－＠") for line in lines if line.strip(unseen))


@pytest.mark.parametrize("words", FORMULAS)
def test_words_that_could_calculate_are_made_harmless_in_csv(words):
    (_header, (cell,)) = read_csv(as_csv(["a"], [[words]]))

    assert not could_calculate(cell)
    assert cell.startswith("'") or "\n'" in cell
    assert cell.replace("'", "") == words.replace("'", "")


def test_without_the_apostrophe_the_same_words_would_calculate():
    assert sum(could_calculate(words) for words in FORMULAS) == len(FORMULAS) - 1  # all but the escaped '=1


@pytest.mark.parametrize("words", HARMLESS)
def test_ordinary_words_leave_as_they_are(words):
    assert harmless(words) == words


def test_a_cell_of_csv_cannot_break_out_into_another_delimiter():
    response = as_csv(["a"], [['x";=1;"']])

    assert response.getvalue().decode("utf-8-sig").splitlines()[1] == '"x"";=1;"""'


@pytest.mark.parametrize("words", FORMULAS)
def test_words_are_cells_of_text_in_a_workbook(words):
    sheet = load_workbook(io.BytesIO(as_xlsx(["a"], [[words]]).content)).active

    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].quotePrefix


def test_days_and_numbers_keep_their_type_in_a_workbook():
    at = datetime(2021, 1, 21, 9, 30, tzinfo=UTC)
    sheet = load_workbook(io.BytesIO(as_xlsx(["a"], [[date(2021, 1, 21), 5000, at, None]]).content)).active

    assert sheet["A2"].value == datetime(2021, 1, 21)  # noqa: DTZ001 - a workbook knows no zones
    assert sheet["A2"].is_date
    assert sheet["B2"].value == 5000
    assert sheet["C2"].value == datetime(2021, 1, 21, 9, 30)  # noqa: DTZ001
    assert sheet["D2"].value is None


def test_a_sheet_runs_from_the_right_in_arabic():
    with translation.override("ar"):
        arabic = load_workbook(io.BytesIO(as_xlsx(["a"], []).content)).active
    english = load_workbook(io.BytesIO(as_xlsx(["a"], []).content)).active

    assert arabic.sheet_view.rightToLeft
    assert not english.sheet_view.rightToLeft


def test_a_text_leaves_in_the_readers_language():
    with translation.override("fr"):
        rows = read_csv(as_csv(["nom"], [[Text(en="Culture and heritage", fr="Culture et patrimoine")], [None]]))

    assert rows == [["nom"], ["Culture et patrimoine"], [""]]


def test_signs_that_no_workbook_can_hold_are_left_out():
    sheet = load_workbook(io.BytesIO(as_xlsx(["a"], [["be\x08ll\x00"]]).content)).active

    assert sheet["A2"].value == "bell"


def test_a_table_leaves_as_a_file_to_keep():
    response = as_csv(["a"], [], name="commitments")

    assert response["Content-Disposition"] == 'attachment; filename="commitments.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.getvalue().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("title", "name"), [("Engagements", "Engagements"), ("a/b: [c]?", "a b   c  "), ("ا" * 40, "ا" * 31), ("", "Sheet")]
)
def test_a_sheet_is_called_what_it_holds(title, name):
    assert load_workbook(io.BytesIO(as_xlsx(["a"], [], title=title).content)).sheetnames == [name]
