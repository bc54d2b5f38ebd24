"""An office brings the register it kept for years: what is clear is entered, what is doubtful asked, nothing twice."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from comity.agreements.bringing.cells import Ambiguous, Unreadable, order_told_by, read_day
from comity.agreements.bringing.columns import guess
from comity.agreements.bringing.entering import enter
from comity.agreements.bringing.lines import read_lines
from comity.agreements.bringing.rows import preview
from comity.agreements.models import Agreement, BroughtRegister
from comity.journal.refusals import NotNow
from comity.partners.models import Organisation
from comity.partners.tables import NotATable
from tests.make import NOW, organisation
from tests.registry.records import SOME, bring_records

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HEADER = "No;Title;Partner;Signed on;End date"


def lines_of(text, *, encoding="utf-8", name="register.csv"):
    return read_lines(io.BytesIO(text.encode(encoding)), name)


def brought(office, text, **facts):
    lines = lines_of(text) if isinstance(text, str) else text
    given = {"name": "register.csv", "sha256": "0" * 64, "columns": guess(lines)}
    return BroughtRegister.bring(lines, at=NOW, by=office.officer, **given | facts)


def entered(register, office):
    return enter(register, is_public=False, at=NOW, by=office.officer)


def table(*rows):
    return "\n".join([HEADER, *rows])


def states(register):
    return [str(row.state) for row in preview(register).rows]


# Lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_table_in_arabic_is_read_in_every_encoding_that_offices_use(encoding):
    lines = lines_of("العنوان;الشريك\nمذكرة تفاهم;جامعة القاهرة", encoding=encoding)

    assert lines == [["العنوان", "الشريك"], ["مذكرة تفاهم", "جامعة القاهرة"]]


def test_a_table_in_french_of_an_old_windows_is_read():
    assert (
        lines_of("Intitulé;Échéance\nConvention-cadre à Rabat;2024", encoding="cp1252")[1][0]
        == "Convention-cadre à Rabat"
    )


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_that_parts_the_cells_is_told_by_the_lines(sign):
    text = "\n".join(sign.join(row) for row in (["Title", "Partner"], ["One, and more", "A"], ["Two", "B"]))

    assert lines_of(text.replace("One, and more", '"One, and more"'))[1] == ["One, and more", "A"]


def workbook(rows, *, merge=""):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def test_a_workbook_is_read_with_its_days_links_and_headers_of_two_lines():
    link = '=HYPERLINK("https://example.org/","Memorandum")'
    rows = [["", "", "Period", ""], ["Title", "Partner", "from", "to"], [link, "PA", date(2021, 4, 16), 46128]]

    lines = read_lines(workbook(rows, merge="C1:D1"), "register.xlsx")
    columns = guess(lines)

    assert lines[2] == ["Memorandum", "PA", "2021-04-16 00:00:00", "46128"]
    assert columns == {"title": 0, "parties": 1, "in_force_on": 2, "ends_on": 3, "header": 1}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 damaged", b"x" * (5 * 1024 * 1024 + 1), b"a\0b\0\0\0"])
def test_what_is_no_table_is_refused_in_words(content):
    with pytest.raises(NotATable):
        read_lines(io.BytesIO(content), "register.csv")


# Days


@pytest.mark.parametrize(
    "cell",
    [
        "2021-04-16",
        "16.04.2021",
        "16. 4. 2021",
        "16/04/2021",
        "04/16/2021",
        "١٦/٠٤/٢٠٢١",
        "44302",
        "44302.0",
        "16 April 2021",
        "April 16, 2021",
        "16 avril 2021",
        "16 avr. 2021",
        "16 أبريل 2021",
        "16 نيسان 2021",
        "2021/4/16",
    ],
)
def test_a_day_is_read_however_it_was_written(cell):
    assert read_day(cell) == date(2021, 4, 16)


def test_a_day_that_can_be_read_in_two_ways_is_not_guessed():
    with pytest.raises(Ambiguous):
        read_day("04/05/2021")

    assert read_day("04/05/2021", "dmy") == date(2021, 5, 4)
    assert read_day("04/05/2021", "mdy") == date(2021, 4, 5)
    assert read_day("04.05.2021") == date(2021, 5, 4)
    assert read_day("05/05/2021") == date(2021, 5, 5)


@pytest.mark.parametrize("cell", ["2021", "31.02.2021", "soon", "12", "16/04/21", "99999", "16 Foo 2021"])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(Unreadable):
        read_day(cell)


def test_the_days_of_a_table_tell_their_own_order_where_they_agree():
    assert order_told_by(["01/02/2020", "16/04/2021"]) == "dmy"
    assert order_told_by(["01/02/2020", "04/16/2021"]) == "mdy"
    assert order_told_by(["16/04/2021", "04/16/2021"]) == ""


# Rows


def test_a_clear_row_is_entered_and_says_from_where_it_came(office):
    register = brought(office, table("HO-7;Memorandum;PA / HO;16.04.2021;16.04.2031"))

    assert entered(register, office) == 0

    made = Agreement.objects.get()
    assert (str(made.title), made.concluded_on, made.ends_on) == ("Memorandum", date(2021, 4, 16), date(2031, 4, 16))
    assert set(made.parties.all()) == {office.host, office.partner}
    assert made.contracting.get(organisation=office.host).number == "HO-7"
    assert made.source == "register.csv, row 2"
    assert not made.is_public
    register.refresh_from_db()
    assert register.happened == {"2": "entered"}


def test_our_own_office_is_a_party_whether_or_not_the_row_says_so(office):
    register = brought(office, table("1;Memorandum;Partner Association and Other University;16.04.2021;"))

    assert set(preview(register).rows[0].parties) == {office.host, office.partner, office.other}


def test_nothing_is_entered_twice(office):
    rows = ("HO-7;Memorandum;PA;16.04.2021;", ";Framework;PA;17.04.2021;")
    entered(brought(office, table(*rows)), office)

    again = brought(office, table("HO-7;Otherwise called;PA;18.04.2021;", rows[1]))

    assert states(again) == ["here", "here"]
    with pytest.raises(NotNow):
        entered(again, office)
    assert Agreement.objects.count() == 2


def test_what_was_entered_by_hand_is_known_by_its_title_parties_and_day(office):
    made = Agreement.conclude(
        parties=[office.host, office.partner],
        by=office.officer,
        title={"en": "Memorandum"},
        concluded_on=date(2021, 4, 16),
    )

    assert states(brought(office, table(";MEMORANDUM;PA;16.04.2021;", ";Memorandum;PA;17.04.2021;"))) == [
        "here",
        "ready",
    ]
    assert made.source == ""


def test_the_second_row_about_one_agreement_is_refused(office):
    rows = preview(brought(office, table(";Memorandum;PA;16.04.2021;", "", ";Memorandum;PA;16.04.2021;"))).rows

    assert [str(row.state) for row in rows] == ["ready", "refused"]
    assert rows[1].faults == ["The same agreement as in row 2."]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (";;PA;16.04.2021;", "no title"),
        (";Memorandum;PA;;", "does not say when"),
        (";Memorandum;PA;16.04.2021;16.04.2020", "ends before"),
        (";Memorandum;;16.04.2021;", "no party"),
        (";Memorandum;HO;16.04.2021;", "no party"),
        (";=1+1;PA;16.04.2021;", "formula"),
        (";Memorandum;PA;#REF!;", "formula"),
        (";Memorandum;PA;sometime;", "is not a day"),
        (f";{'long ' * 80};PA;16.04.2021;", "300 characters"),
    ],
)
def test_a_row_that_cannot_be_true_is_refused_with_the_reason_and_holds_up_no_other(office, row, words):
    register = brought(office, table(row, ";Good;PA;16.04.2021;"))
    first, second = preview(register).rows

    assert (str(first.state), str(second.state)) == ("refused", "ready")
    assert words in " ".join(first.faults)
    entered(register, office)
    assert str(Agreement.objects.get().title) == "Good"


def test_a_name_that_nobody_here_has_is_asked_and_then_known_in_every_row(office):
    register = brought(office, table(";One;Inst. X;16.04.2021;", ";Two;inst x / PA;17.04.2021;"))
    assert states(register) == ["doubtful", "doubtful"]
    assert preview(register).unknown() == [("inst x", 2)]

    register.settle(meant={"inst x": str(office.other.pk)}, by=office.officer)

    assert states(register) == ["ready", "ready"]
    assert office.other in preview(register).rows[1].parties


def test_a_name_that_two_have_is_asked(office):
    organisation("Another Body", by=office.officer, acronym="PA")

    assert states(brought(office, table(";One;PA;16.04.2021;"))) == ["doubtful"]


def test_a_name_that_is_no_party_is_left_out(office):
    register = brought(office, table(";One;PA / various;16.04.2021;"))
    register.settle(meant={"various": "0"}, by=office.officer)

    assert set(preview(register).rows[0].parties) == {office.host, office.partner}


def test_days_with_slashes_wait_until_somebody_says_which_comes_first(office):
    register = brought(office, table(";One;PA;04/05/2021;"))
    assert states(register) == ["doubtful"]

    register.settle(order_of_days="dmy", by=office.officer)

    assert preview(register).rows[0].facts["concluded_on"] == date(2021, 5, 4)


def test_a_thousand_rows_cost_as_many_questions_as_ten(office, django_assert_max_num_queries):
    few, many = (
        brought(office, table(*(f"{n};Memorandum {n};PA;{n % 27 + 1}.04.2021;" for n in range(size))))
        for size in (10, 1000)
    )
    preview(few)

    with django_assert_max_num_queries(16):
        assert preview(many).counts["ready"] == 1000


# Pages


@pytest.fixture
def browser(office, client):
    client.force_login(office.officer, backend=BACKEND)
    return client


def uploaded(browser, text):
    file = SimpleUploadedFile("register.csv", text.encode())
    return browser.post("/en/agreements/registers/", {"file": file}, follow=True)


def test_a_register_is_brought_read_otherwise_and_entered_on_its_pages(office, browser):
    page = uploaded(browser, "Foo;Bar;When\nMemorandum;Inst. X;16.04.2021")
    register = BroughtRegister.objects.get()
    here = f"/en/agreements/registers/{register.pk}/"
    assert "The row has no title." in page.text

    page = browser.post(here, {"title": "0", "parties": "1", "concluded_on": "2", "order_of_days": ""}, follow=True)
    assert "Say whom 1 name means" in page.text

    asked = browser.get(f"{here}names/")
    assert "Inst. X" in asked.text
    page = browser.post(f"{here}names/", {"name-0-meant": "", "name-0-other": office.other.pk}, follow=True)
    page = browser.post(f"{here}entry/", {"is_public": "on"}, follow=True)

    assert "Every row that was ready is entered." in page.text
    made = Agreement.objects.get()
    assert office.other in made.parties.all() and made.is_public


def test_a_name_can_mean_an_institution_of_the_registry_which_is_taken_over(office, browser, tmp_path, settings):
    settings.DATA = tmp_path
    bring_records(tmp_path, SOME)
    uploaded(browser, table(";Memorandum;Leibniz Institut Katalyse Rostock;16.04.2021;"))
    here = f"/en/agreements/registers/{BroughtRegister.objects.get().pk}/"
    asked = browser.get(f"{here}names/")
    assert "Leibniz Institute for Catalysis" in asked.text

    browser.post(f"{here}names/", {"name-0-meant": "ror:029hg0311", "name-0-other": ""})

    taken = Organisation.objects.get(ror="029hg0311")
    register = BroughtRegister.objects.get()
    assert set(preview(register).rows[0].parties) == {office.host, taken}


def test_a_register_is_its_own_alone(office, browser, client):
    uploaded(browser, table(";Memorandum;PA;16.04.2021;"))
    here = f"/en/agreements/registers/{BroughtRegister.objects.get().pk}/"

    for other in (office.head, office.reader, office.counterpart):
        client.force_login(other, backend=BACKEND)
        for address in (here, f"{here}names/"):
            assert client.get(address).status_code in (403, 404)
        assert client.post(f"{here}entry/").status_code in (403, 404)
    assert not Agreement.objects.exists()


def test_a_file_that_is_no_table_is_refused_on_the_page(browser):
    page = uploaded(browser, "")

    assert page.status_code == 422
    assert "The file is empty." in page.text
