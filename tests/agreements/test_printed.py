"""The text on paper: every language, its hash and its pages told, and nothing shown to whom the text is not."""

import re
import subprocess
from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from comity.agreements.models import Stage
from comity.agreements.printing_text import page_of, print_text, printout_of
from comity.agreements.wording import Wording, add_clause, reword
from comity.papers import printing
from comity.translation.texts import Text
from tests.agreements.test_by_link import sent
from tests.make import NOW
from tests.programs import needs

TITLES = Text(en="Memorandum", fr="Mémorandum", ar="مذكرة تفاهم")
WORDS = {
    "en": ("Purpose", "The parties work together."),
    "fr": ("Objet", "Les parties coopèrent."),
    "ar": ("الغرض", "يتعاون الطرفان."),
}


def in_three_languages(office, *, at):
    made = office.agreement(at=Stage.DRAFTING, title=TITLES, languages=["en", "fr", "ar"], prevailing="fr")
    clause = add_clause(made, part="article", wording=Wording("en", *WORDS["en"]), at=NOW, by=office.officer)
    for code in ("fr", "ar"):
        clause.refresh_from_db()
        wording = Wording(code, *WORDS[code], keeps_pace=True)
        reword(clause, wording=wording, was=clause.words.get(code, ""), at=NOW, by=office.officer)
    made.refresh_from_db()
    office.lead(made, to=at)
    return made


def text_in(made):
    needs("pdftotext")
    return subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()


@pytest.fixture
def draft(office):
    return office.agreement(at=Stage.NEGOTIATING)


def test_every_page_tells_the_hash_its_number_and_that_it_is_a_draft(office):
    made = office.agreement(at=Stage.DRAFTING)
    for number in range(1, 30):
        wording = Wording("en", f"Heading {number}", "The parties work together. " * 20)
        add_clause(made, part="article", wording=wording, at=NOW, by=office.officer)
    printout = printout_of(made)

    pages = text_in(print_text(printout, ["en"])).split("\f")[:-1]

    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert printout.sha256 in re.sub(r"[\u2068\u2069]", "", page)
        assert f"{number}/{len(pages)}" in page.replace(" ", "")
        assert "DRAFT" in page


def test_what_was_agreed_is_printed_as_it_was_frozen_and_is_no_draft(office):
    made = office.agreement(at=Stage.AGREED)

    printout = printout_of(made)
    told = text_in(print_text(printout, ["en"]))

    assert printout.sha256 == made.text().sha256
    assert "DRAFT" not in told
    assert "The parties work together." in told
    assert "Host Organisation (legal name)" in told and "Clara Counterpart" in told
    assert told.count("Signature\n") >= 1 and "Place" in told and "Date" in told


def test_a_page_is_tagged_in_its_language_and_titled_and_its_fonts_are_inside(office):
    made = in_three_languages(office, at=Stage.AGREED)

    for code, title in TITLES.items():
        with pikepdf.open(BytesIO(print_text(printout_of(made), [code]))) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in pdf.Root
            assert str(pdf.Root.Lang) == code
            assert title in str(pdf.docinfo.Title)
            assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
            assert fonts_of(pdf) and all("+Plex" in name and is_inside for name, is_inside in fonts_of(pdf))


def fonts_of(pdf):
    found = [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
    ]
    return [(str(one.FontName), "/FontFile2" in one or "/FontFile3" in one) for one in found]


def test_all_languages_in_one_begin_with_the_one_that_prevails_and_are_signed_once(office):
    printout = printout_of(in_three_languages(office, at=Stage.APPROVED))

    told = text_in(print_text(printout, printout.languages))

    assert printout.languages[0] == "fr"
    assert told.index("Les parties coopèrent.") < told.index("The parties work together.")
    assert told.count("الطرفان") >= 1
    assert told.count("Clara Counterpart") == 6  # in each language, and in each where she signs
    assert told.count("الاسم") + told.count("التوقيع") >= 1 and "Lieu" in told
    assert told.index("Pour") < told.index("For Host Organisation")


def test_a_name_that_a_language_lacks_is_printed_in_its_script_and_not_in_another(office):
    made = in_three_languages(office, at=Stage.APPROVED)
    printout = printout_of(made)
    for party in printout.content["parties"]:
        party["represented_by"] = {"ar": "ليلى", "en": "Lina Guest"}

    assert "Lina Guest" in text_in(print_text(printout, ["fr"]))
    assert "ليلى" not in page_of(printout, ["fr"]) and "Lina Guest" not in page_of(printout, ["ar"])


def test_whoever_reads_the_text_prints_it_and_nobody_else(office, draft, client):
    at, browser = reverse("printed-text", args=[draft.pk]), Client()
    token = sent(draft, office)

    browser.force_login(office.counterpart, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.get(at + "?in=en")

    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-1.7")
    assert answer["Content-Disposition"] == f'attachment; filename="agreement-{draft.pk}-en.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert client.get(reverse("printed-text-by-link", args=[token])).status_code == 200
    assert client.get(at).status_code == 404
    assert client.get(reverse("printed-text-by-link", args=["x" * 43])).status_code == 404
    assert browser.get(at + "?in=xx").status_code == 404


def test_a_text_without_a_clause_is_not_printed(office):
    made, browser = office.agreement(at=Stage.DRAFTING), Client()
    browser.force_login(office.officer, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert browser.get(reverse("printed-text", args=[made.pk])).status_code == 404


def test_nothing_is_fetched_for_a_page_from_here_or_elsewhere(office, draft, tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"x")
    fetch = printing._our_fonts_only().fetch

    for address in (secret.as_uri(), "http://127.0.0.1/x", "https://example.org/x", "comity:../secret", "data:,x"):
        with pytest.raises(ValueError, match="nothing is fetched"):
            fetch(address)
    assert fetch("comity:ibm-plex-sans-latin-400-normal.woff2").read()


def test_markup_in_a_clause_is_words_on_paper(office):
    made = office.agreement(at=Stage.DRAFTING)
    words = '<img src="file:///etc/passwd"><h1>Agreed</h1>'
    add_clause(made, part="article", wording=Wording("en", "<b>x</b>", words), at=NOW, by=office.officer)

    told = text_in(print_text(printout_of(made), ["en"]))

    assert "<h1>Agreed</h1>" in told and "<b>x</b>" in told


def test_where_pango_is_missing_it_is_said_in_words_and_all_else_works(office, draft, monkeypatch):
    def missing():
        raise printing.CannotPrint("Nothing can be printed here: the server lacks Pango.")

    monkeypatch.setattr(printing, "_library", missing)
    browser = Client()
    browser.force_login(office.officer, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = browser.get(reverse("printed-text", args=[draft.pk]))

    assert answer.status_code == 503
    assert "the server lacks Pango" in answer.content.decode()
    assert not printing.can_print()
    assert browser.get(reverse("agreement-text", args=[draft.pk])).status_code == 200
