"""A table of organisations is shown before it is entered, hurts nothing, and doubles nothing."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook

from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.partners.importing import apply, apply_import, preview, read_table
from comity.partners.models import Import, Organisation
from comity.partners.models.organisations import StandingHere
from comity.partners.rows import State
from comity.partners.tables import COLUMNS, LARGEST, NotATable
from comity.translation.templatetags.said import isolated
from tests import make
from tests.make import NOW

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TABLE = """name_en,name_fr,name_ar,acronym,kind,country,place,website,ror,wikidata,part_of
Leibniz Association,Association Leibniz,مؤسسة ليبنيز,,association,DE,Berlin,,01n6r0e97,Q680090,
Leibniz Institute for Catalysis,,,LIKAT,Research institute,Allemagne,Rostock,www.catalysis.de,https://ror.org/029hg0311,,01n6r0e97
University of Rabat,,,UIR,UNIVERSITY,المغرب,,,,,
"""


def read(text, name="table.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return read_table(io.BytesIO(content), name)


def see(text):
    return preview(read(text))


def enter(text, office):
    return apply(see(text), by=office.officer)


def counts(new=0, adds=0, known=0, wrong=0):
    return {"new": new, "adds": adds, "known": known, "wrong": wrong}


def one(name):
    return Organisation.objects.same_as([name]).get()


def faults(text):
    return {row.line: [fault.column for fault in row.faults] for row in see(text).rows if row.faults}


def workbook(lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


# Entering


def test_a_table_is_entered_with_names_identifiers_and_what_is_part_of_what(office):
    assert enter(TABLE, office) == counts(new=3)

    leibniz, likat, rabat = one("Leibniz Association"), one("LIKAT"), one("UIR")
    assert dict(leibniz.name) == {
        "en": "Leibniz Association",
        "fr": "Association Leibniz",
        "ar": "مؤسسة ليبنيز",
    }
    assert (likat.kind, likat.country, likat.ror, likat.website) == (
        "institute",
        "DE",
        "029hg0311",
        "https://www.catalysis.de",
    )
    assert (dict(likat.place), dict(likat.short_name)) == ({"en": "Rostock"}, {"en": "LIKAT"})
    assert [belonging.whole for belonging in likat.wholes.all()] == [leibniz]
    assert (rabat.kind, rabat.country) == ("university", "MA")
    assert list(Organisation.objects.found_by("ليبنيز")) == [leibniz]


def test_every_organisation_of_a_table_has_its_entry_in_the_journal(office):
    enter(TABLE, office)

    (entry,) = Entry.objects.about(one("LIKAT"))
    assert (entry.act, entry.by_user) == ("entered", office.officer)
    assert entry.after["official (en)"] == "Leibniz Institute for Catalysis"
    assert entry.after["part_of"] == "Leibniz Association"


def test_entering_the_same_table_again_doubles_nothing(office):
    enter(TABLE, office)
    before = Organisation.objects.count(), Entry.objects.count()

    assert enter(TABLE, office) == counts(known=3)

    assert (Organisation.objects.count(), Entry.objects.count()) == before


def test_an_organisation_is_known_by_its_ids_whatever_its_name(office):
    enter(TABLE, office)

    seen = see("name_en,kind,ror,wikidata\nNew name,institute,029hg0311,\nAnother,association,,q680090\n")

    assert [row.match for row in seen.rows] == [one("LIKAT"), one("Leibniz Association")]


def test_an_organisation_is_known_by_a_folded_name_in_the_same_country(office):
    enter(TABLE, office)

    seen = see("name_fr,kind,country\nASSOCIATION LEIBNIZ,association,DE\nAssociation Léibniz,association,FR\n")

    assert [row.state for row in seen.rows] == [State.KNOWN, State.NEW]


def test_what_was_edited_here_is_kept_and_only_gaps_are_filled(office):
    enter(TABLE, office)
    one("LIKAT").change(country="FR", website="", by=office.officer)
    changed = TABLE.replace("Rostock", "Elsewhere").replace("Association Leibniz", "Autre nom")

    seen = see(changed)
    assert (seen.rows[0].kept, seen.rows[0].state) == (["name_fr"], State.KNOWN)
    assert (seen.rows[1].kept, seen.rows[1].state) == (["country", "place"], State.ADDS)
    assert apply(seen, by=office.officer) == counts(known=2, adds=1)

    likat = one("LIKAT")
    assert (likat.country, dict(likat.place), likat.website) == ("FR", {"en": "Rostock"}, "https://www.catalysis.de")
    assert one("Leibniz Association").name["fr"] == "Association Leibniz"


def test_a_row_adds_names_in_languages_that_were_missing(office):
    enter(TABLE, office)

    enter("name_en,name_ar,ror\nLeibniz Institute for Catalysis,معهد ليبنيز للحفز,029hg0311\n", office)

    assert one("LIKAT").name["ar"] == "معهد ليبنيز للحفز"
    assert one("LIKAT").names.count() == 3


# What they are to us


STANDINGS = """name_en,kind,standing
Republic of Member,state,member
Republic of Watching,state,{observer}
Republic of Partnership,state,{partner}
Republic of Nothing,state,
"""


def test_a_table_says_what_each_is_to_the_host_in_any_language(office):
    told = {"observer": told_in("fr", StandingHere.OBSERVER), "partner": told_in("ar", StandingHere.PARTNER)}
    text = STANDINGS.format(**told)

    assert enter(text, office) == counts(new=4)
    assert enter(text, office) == counts(known=4)

    found = {
        name: one(f"Republic of {name}").standing_here for name in ("Member", "Watching", "Partnership", "Nothing")
    }
    assert found == {"Member": "member", "Watching": "observer", "Partnership": "partner", "Nothing": ""}
    (entry,) = Entry.objects.about(one("Republic of Member"))
    assert entry.after["standing_here"] == "member"


def told_in(language, choice):
    with override(language):
        return str(choice.label)


def test_a_standing_is_filled_where_none_was_known_and_kept_where_one_was(office):
    text = "name_en,standing\nPartner Association,observer\n"

    assert [row.added for row in see(text).rows] == [["standing towards us"]]
    assert enter(text, office) == counts(adds=1)
    again = see(text.replace("observer", "member"))

    assert [(row.state, row.kept) for row in again.rows] == [(State.KNOWN, ["standing"])]
    assert one("Partner Association").standing_here == "observer"


def test_a_standing_that_is_none_is_told_for_its_row_with_those_that_are(office):
    text = "name_en,kind,standing\nOdd,state,friend\nFine,state,observer\n"

    (fault,) = see(text).rows[0].faults

    assert (fault.column, isolated("friend") in fault.words) == ("standing", True)
    assert fault.words.endswith("Known are: member, observer, partner; left empty, it is not known.")
    assert enter(text, office) == counts(new=1, wrong=1)


def test_the_host_has_no_standing_towards_itself(office):
    assert faults("name_en,standing\nHost Organisation,member\n") == {"2": ["standing"]}
    assert faults("name_en,standing\nHost Organisation,\n") == {}


# Faults


def test_broken_rows_are_named_with_their_columns_and_hold_up_no_other(office):
    text = (
        "name_en,kind,country,ror,wikidata,website,part_of\n"
        ",institute,,,,,\n"
        "No kind,,,,,,\n"
        "Odd kind,club,,,,,\n"
        "Odd rest,institute,Atlantis,029hg0312,42,not an address,\n"
        "Odd whole,institute,,,,,Nowhere at all\n"
        "Fine,institute,MA,,,,\n"
    )

    assert faults(text) == {
        "2": ["name_en"],
        "3": ["kind"],
        "4": ["kind"],
        "5": ["country", "website", "ror", "wikidata"],
        "6": ["part_of"],
    }
    assert enter(text, office) == counts(new=1, wrong=5)
    assert str(one("Fine").name) == "Fine"


def test_the_second_row_about_the_same_organisation_is_refused(office):
    text = (
        "name_en,kind,country,ror\nTwice,institute,MA,\nTWICE,institute,MA,\nA,other,,029hg0311\nB,other,,029hg0311\n"
    )

    assert faults(text) == {"3": ["name_en"], "5": ["name_en"]}


def test_a_double_is_told_in_the_column_that_names_it(office):
    text = "name_fr,kind,country\nInstitut,institute,MA\nINSTITUT,institute,MA\n"

    assert faults(text) == {"3": ["name_fr"]}


def test_a_formula_without_its_result_is_told_for_its_row(office):
    table = [["name_en", "kind", "country"], ["Fine", "institute", "MA"], ["Made up", "institute", "=A2"]]

    rows = preview(read(workbook(table), "table.xlsx")).rows

    assert [[fault.column for fault in row.faults] for row in rows] == [[], ["country"]]
    assert rows[1].faults[0].words.startswith("This cell holds a formula and not its result.")


def test_a_circle_inside_a_table_is_refused(office):
    text = "name_en,kind,part_of\nA,institute,B\nB,institute,C\nC,institute,A\n"

    assert faults(text) == {"4": ["part_of"], "3": ["part_of"], "2": ["part_of"]}


def test_a_circle_through_what_is_here_is_refused(office):
    office.other.join(office.partner, by=office.officer)

    assert faults("name_en,part_of\nPartner Association,Other University\n") == {"2": ["part_of"]}


def test_a_row_waits_for_no_whole_that_cannot_be_entered(office):
    assert faults("name_en,kind,part_of\nWhole,nonsense,\nPart,institute,Whole\n") == {"2": ["kind"], "3": ["part_of"]}


def test_ids_of_two_different_organisations_are_refused(office):
    enter(TABLE, office)

    assert faults("name_en,kind,ror,wikidata\nBoth,institute,029hg0311,Q680090\n") == {"2": ["wikidata"]}


def test_a_name_that_several_have_is_not_guessed(office):
    for country in ("MA", "FR"):
        make.organisation("Ministry of Education", by=office.officer, kind="ministry", country=country)

    assert faults("name_en,kind,country\nMinistry of Education,ministry,\n") == {"2": ["name_en"]}
    assert see("name_en,kind,country\nMinistry of Education,ministry,FR\n").rows[0].state == State.KNOWN


def test_hostile_names_lose_their_signs_and_that_is_said(office):
    seen = see("name_en,kind\n\u202eevil\u202c name,institute\n\u200f\u202e,institute\n<b>Bold</b>,institute\n")

    assert [row.had_overrides for row in seen.rows] == [True, True, False]
    assert [row.state for row in seen.rows] == [State.NEW, State.WRONG, State.NEW]
    apply(seen, by=office.officer)
    assert str(one("evil name").name) == "evil name"


# Files


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_delimiters_and_byte_order_marks_are_understood(db, delimiter, encoding):
    text = (
        delimiter.join(["Name_EN", "kind", "unknown"])
        + "\r\n"
        + delimiter.join(["Café; Institute".replace(";", ""), "institute", "x"])
    )

    (row,) = read(text.encode(encoding))

    assert (row["name_en"], row["kind"], row["line"]) == ("Café Institute", "institute", "2")


def test_a_workbook_is_read_like_a_text(db):
    lines = [
        ["name_en", "kind", "country"],
        [None, None, None],
        ["Institut", "institute", "DE"],
        [2024.0, "other", None],
    ]

    rows = read(workbook(lines), "table.xlsx")

    assert [(row["name_en"], row["line"]) for row in rows] == [("Institut", "3"), ("2024", "4")]


def test_quoted_cells_may_hold_delimiters_and_breaks(db):
    rows = read('name_en,kind\n"One, two\nthree",institute\nFour,institute\n')

    assert [row["name_en"] for row in rows] == ["One, two\nthree", "Four"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"  \n ", "The file is empty."),
        ("name_en,kind\nCafé,institute".encode("latin-1"), "not in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
        (b"name_en\x00,kind", "UTF-8"),
        (b"PK\x03\x04 not a workbook", "The workbook cannot be read."),
        (b"title,sort\nA,B\n", "The first row names no column of names."),
        (b'name_en,kind\n"' + b"x" * 200_000, "damaged"),
        (b"x" * (LARGEST + 1), "larger than 5 MB"),
        (b"name_en,kind\n" + b"A,other\n" * 20_001, "more than 20,000 rows"),
    ],
)
def test_what_is_no_table_is_refused_in_words(db, content, words):
    with pytest.raises(NotATable) as refusal:
        read(content)

    assert words in str(refusal.value)


def test_a_workbook_with_entities_is_refused(db):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')

    with pytest.raises(NotATable) as refusal:
        read(written.getvalue(), "table.xlsx")

    assert "instructions that are not read here" in str(refusal.value)


# Cost


def many(number):
    lines = [f"Institute number {n},Institut numéro {n},معهد {n},I{n},institute,MA,Whole" for n in range(number)]
    return "\n".join(["name_en,name_fr,name_ar,acronym,kind,country,part_of", "Whole,,,,network,,", *lines])


def test_a_thousand_rows_take_few_queries_each(office):
    with CaptureQueriesContext(connection) as asked:
        assert enter(many(1000), office) == counts(new=1001)

    assert len(asked) < 3.1 * 1001  # each transaction asks once for the key of whoever enters


def test_a_preview_asks_little_however_many_rows(office):
    enter(many(300), office)
    with CaptureQueriesContext(connection) as asked:
        assert see(many(300)).counts == counts(known=301)

    assert len(asked) <= 20


# The pages


@pytest.fixture
def officer(office, client):
    client.force_login(office.officer, backend=BACKEND)
    return client


def bring(client, content=TABLE, name="partners.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    return client.post(reverse("partner-imports"), {"file": SimpleUploadedFile(name, content)})


def test_a_table_is_brought_seen_and_entered(officer, office):
    answer = bring(officer)
    brought = Import.objects.get()
    assert answer["Location"] == reverse("partner-import", args=[brought.pk])
    assert Organisation.objects.partners().count() == 2

    page = officer.get(answer["Location"])
    assert page.context["counts"] == counts(new=3)
    assert "Enter these rows" in page.content.decode()

    officer.post(reverse("partner-import-entry", args=[brought.pk]))
    assert Organisation.objects.partners().count() == 5
    after = officer.get(answer["Location"])
    assert after.context["counts"] == counts(new=3)
    assert [row.happens for row in after.context["rows"]] == ["new"] * 3  # as the counter says
    assert "already here</td>" not in after.text
    assert "Enter these rows" not in after.content.decode()


def test_the_values_that_are_known_stand_on_the_page(officer):
    page = officer.get(reverse("partner-imports")).text

    assert '<code><bdi dir="ltr">institute</bdi></code> Research institute' in page
    assert '<code><bdi dir="ltr">MA</bdi></code> Morocco' in page
    assert '<code><bdi dir="ltr">observer</bdi></code> Observer' in page


def test_the_empty_table_has_every_column_and_its_row_can_be_entered(officer, office):
    table = officer.get(reverse("partner-import-table")).getvalue()

    (row,) = read(table)
    assert set(row) == {*COLUMNS, "line"}
    assert row["standing"] == "partner"
    assert faults(table) == {"2": ["part_of"]}  # which is not here


def test_the_same_table_is_entered_once_however_often_it_is_confirmed(officer, office):
    bring(officer)
    brought = Import.objects.get()
    apply_import(brought, at=NOW, by=office.officer)

    with pytest.raises(NotNow):
        apply_import(Import.objects.get(), at=NOW, by=office.officer)
    answer = officer.post(reverse("partner-import-entry", args=[brought.pk]), follow=True)

    assert "This table has been entered already" in answer.content.decode()
    assert Organisation.objects.partners().count() == 5
    assert [entry.act for entry in Entry.objects.about(brought)] == ["applied", "brought"]


def test_two_previews_of_the_same_file_double_nothing(officer, office):
    bring(officer)
    bring(officer)

    for brought in Import.objects.all():
        apply_import(brought, at=NOW, by=office.officer)

    assert Organisation.objects.partners().count() == 5
    assert len(set(Import.objects.values_list("sha256", flat=True))) == 1


def test_a_mistyped_file_comes_back_with_words_beside_the_field(officer):
    answer = bring(officer, b"\x89PNG\r\n\x1a\n\x00", "picture.png")

    assert answer.status_code == 422
    assert "no table that can be read here" in str(answer.context["form"].errors["file"])
    assert Import.objects.count() == 0


def test_a_file_of_twenty_megabytes_is_refused_in_words(officer):
    answer = bring(officer, b"name_en\n" + b"x" * 20 * 1024 * 1024)

    assert answer.status_code == 422
    assert "larger than 5 MB" in str(answer.context["form"].errors["file"])


def test_the_faulty_rows_stand_first_and_two_hundred_are_shown(officer):
    bring(officer, many(300) + "\n,,,,institute,,\n")

    page = officer.get(reverse("partner-import", args=[Import.objects.get().pk]))

    assert page.context["rows"][0].line == "303"
    assert len(page.context["rows"]) == 200
    assert "102 more rows are not shown" in page.content.decode()


def test_html_in_a_table_is_shown_as_text(officer):
    bring(officer, "name_en,kind,country\n<script>alert(1)</script>,institute,<b>x</b>\n", "<i>x<i>.csv")

    page = officer.get(reverse("partner-import", args=[Import.objects.get().pk])).content.decode()

    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_empty_table_can_be_filled_and_brought(officer, office):
    make.organisation("Leibniz Association", by=office.officer)
    content = officer.get(reverse("partner-import-table")).getvalue()

    bring(officer, content)

    assert preview(Import.objects.get().rows).counts == counts(new=1)


@pytest.mark.parametrize("role", ["reader", "counterpart"])
def test_only_the_office_brings_and_enters_tables(office, client, role):
    brought = Import.bring(read(TABLE), name="x", sha256="", at=NOW, by=office.officer)
    client.force_login(getattr(office, role), backend=BACKEND)

    assert bring(client).status_code == 403
    assert client.get(reverse("partner-import", args=[brought.pk])).status_code == 403
    assert client.post(reverse("partner-import-entry", args=[brought.pk])).status_code == 403
    assert Organisation.objects.partners().count() == 2


def test_a_row_with_more_cells_than_the_table_has_columns_is_refused_with_its_number(db):
    text = "name_en,kind,country\nUniversity of Arts, Letters,university,MA\nFull University,university,MA\n"

    rows = see(text).rows

    assert [(row.line, row.state) for row in rows] == [("2", State.WRONG), ("3", State.NEW)]
    assert rows[0].faults[0].words.startswith("This row has more cells than the table has columns")


def test_empty_cells_at_the_end_of_a_row_are_no_surplus(db):
    assert [row.state for row in see("name_en,kind\nFull University,university,,\n").rows] == [State.NEW]
