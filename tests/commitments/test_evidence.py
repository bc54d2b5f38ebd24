"""What a file is, is told by its bytes; it is handed out only to the sides and the office, and never as a page."""

import struct
import zlib

import pytest
from comity.commitments.evidence import read_evidence
from django.core.exceptions import ValidationError
from django.urls import reverse

from comity.commitments.models import Claim, Commitment, Evidence, Stage
from tests.commitments.conftest import PDF, archive, claim, file

LARGEST = 10 * 1024 * 1024
TYPES = '<?xml version="1.0"?><Types/>'
WORD = {"[Content_Types].xml": TYPES, "word/document.xml": "<document/>"}
TABLE = {"[Content_Types].xml": TYPES, "xl/workbook.xml": "<workbook/>"}
ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}
ODS = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}


def png():
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")


TAKEN = {
    "pdf": lambda: file("a.pdf"),
    "png": lambda: file("a.PNG", png()),
    "jpg": lambda: file("a.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9"),
    "docx": lambda: archive(WORD, name="a.docx"),
    "xlsx": lambda: archive(TABLE, name="a.xlsx"),
    "odt": lambda: archive(ODT, name="a.odt"),
    "ods": lambda: archive(ODS, name="a.ods"),
    "csv": lambda: file("a.csv", "اسم;n\n".encode()),
    "txt": lambda: file("a.txt", "Fait à Rabat.\n".encode("utf-8-sig")),
}
REFUSED = {
    "nothing in it": lambda: file("a.pdf", b""),
    "a program": lambda: file("a.pdf", b"MZ\x90\0\x03" + b"\0" * 60),
    "a program by its own name": lambda: file("a.exe", b"MZ\x90\0\x03" + b"\0" * 60),
    "a page called text": lambda: file("a.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
    "a drawing with a script": lambda: file("a.svg", b"<svg onload='alert(1)'/>"),
    "a picture called pdf": lambda: file("a.pdf", png()),
    "a pdf called page": lambda: file("a.html", PDF),
    "half a pdf": lambda: file("a.pdf", b"%PDF-1.4\n"),
    "half a picture": lambda: file("a.png", png()[:-4]),
    "text in another encoding": lambda: file("a.txt", "é".encode("latin-1")),
    "text with signs for machines": lambda: file("a.txt", b"a\0b"),
    "a shell script": lambda: file("a.txt", b"#!/bin/sh\n"),
    "an archive": lambda: archive({"a.txt": "a"}, name="a.docx"),
    "half an archive": lambda: file("a.docx", b"PK\x03\x04" + b"\0" * 30),
    "macros": lambda: archive({**WORD, "word/vbaProject.bin": "x"}),
    "macros in other letters": lambda: archive({**WORD, "word/VBAPROJECT.BIN": "x"}),
    "macros by type": lambda: archive({**WORD, "[Content_Types].xml": "<a t='application/vnd.macroEnabled'/>"}),
    "macros of an open document": lambda: archive({**ODT, "Basic/Standard/Module.xml": "x"}, name="a.odt"),
    "a way out of the archive": lambda: archive({**WORD, "../../etc/passwd": "x"}),
    "a template from elsewhere": lambda: archive(
        {
            **WORD,
            "word/_rels/settings.xml.rels": '<R Type="attachedTemplate" Target="http://x/" TargetMode="External"/>',
        }
    ),
    "entities that blow up": lambda: archive({**WORD, "word/document.xml": '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'}),
    "broken markup": lambda: archive({**WORD, "word/document.xml": "<document>"}),
    "an unknown open document": lambda: archive({"mimetype": "application/x", "content.xml": "x"}, name="a.odt"),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_a_file_that_is_what_its_name_says_is_taken(kind):
    assert read_evidence(TAKEN[kind](), largest=LARGEST).extension == kind


@pytest.mark.parametrize("kind", REFUSED)
def test_everything_else_is_refused_in_words(kind):
    with pytest.raises(ValidationError) as refusal:
        read_evidence(REFUSED[kind](), largest=LARGEST)

    assert refusal.value.messages[0].endswith(".")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr("comity.commitments.evidence.UNPACKED_MAX", 1000)

    with pytest.raises(ValidationError, match="unpack"):
        read_evidence(archive({**WORD, "word/media/a.bin": "0" * 2000}), largest=LARGEST)


def test_an_archive_of_very_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr("comity.commitments.evidence.MEMBERS_MAX", 3)

    with pytest.raises(ValidationError, match="unpack"):
        read_evidence(archive({**WORD, "a": "1", "b": "2"}), largest=LARGEST)


def test_a_refusal_names_what_the_file_looks_like():
    with pytest.raises(ValidationError, match=r"“\.gif”"):
        read_evidence(file("a.png", b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0;"), largest=LARGEST)


# Typed on the page


def test_a_file_of_twenty_megabytes_gets_a_sentence_and_everything_else_typed_is_kept(office, officer):
    promised = office.commitment()

    answer = officer.act(
        promised, "claims", words="It is all here.", link="https://example.org/x", file=file("a.pdf", PDF * 500_000)
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "the largest that is taken has 10.0" in page.replace("\xa0", " ")
    assert "It is all here." in page
    assert "https://example.org/x" in page
    assert not Claim.objects.exists()


def test_a_good_file_beside_a_wrong_field_has_to_be_chosen_again_and_the_page_says_so(office, officer):
    promised = office.commitment()

    answer = officer.act(promised, "claims", words="Here.", link="not an address", file=file())

    assert "Choose the file again" in answer.content.decode()
    assert Commitment.objects.get(pk=promised.pk).stage == Stage.OPEN


def test_a_claim_without_evidence_gets_a_sentence_beside_the_field(office, officer):
    answer = officer.act(office.commitment(), "claims", words="Trust me.")

    assert answer.status_code == 422
    assert "Show what was done" in answer.content.decode()
    assert "Trust me." in answer.content.decode()


# Handed out


@pytest.fixture
def shown(office):
    promised = office.commitment()
    claim(promised, by=office.officer, file=file("Bericht \u202efdp.pdf"), media_type="application/pdf")
    return Evidence.objects.files().get()


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("head", 200), ("counterpart", 200), ("reader", 200), ("stranger", 404), ("visitor", 302)],
)
def test_evidence_is_handed_out_to_the_sides_and_the_office(shown, request, who, status):
    browser = request.getfixturevalue(who)

    answer = browser.open("evidence", shown.pk)
    answer.getvalue()

    assert answer.status_code == status


def test_evidence_is_never_shown_as_a_page(shown, officer):
    answer = officer.open("evidence", shown.pk)

    assert answer["Content-Disposition"] == 'attachment; filename="Bericht fdp.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.getvalue() == PDF


def test_the_saved_name_ends_in_what_the_file_is(shown):
    shown.media_type = "text/plain; charset=utf-8"

    assert shown.name_to_save == "Bericht fdp.txt"


def test_evidence_of_the_public_line_is_not_public(office, visitor, stranger):
    session = office.session(at="held", is_public=True, compiled_from="The newspaper")
    item = session.items.get()
    item.change(visibility="public", by=office.officer)
    promised = office.commitment(item=item)
    claim(promised, by=office.officer, file=file(), media_type="application/pdf")
    evidence = Evidence.objects.files().get()

    assert visitor.get(promised.get_absolute_url()).status_code == 200
    assert stranger.open("evidence", evidence.pk).status_code == 404
    assert "report" not in visitor.get(promised.get_absolute_url()).content.decode()


def test_a_link_as_evidence_has_no_file_to_hand_out(office, officer):
    claim(office.commitment(), by=office.officer)

    assert officer.get(reverse("evidence", args=[Evidence.objects.get().pk])).status_code == 404
