"""What a file is, is told by its bytes; it is handed out only to the sides and the office, and never as a page."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from comity.commitments.models import Claim, Commitment, Evidence, Stage
from comity.files.reading import read_file
from tests.commitments.conftest import PDF, claim, file
from tests.corpora.files import HOSTILE

LARGEST = 10 * 1024 * 1024
HOSTILE_HERE = [
    ("a bomb", "a.docx"),
    ("macros", "a.docx"),
    ("a script on opening", "a.pdf"),
    ("a locked PDF", "a.pdf"),
    ("a vast picture", "a.png"),
    ("an empty file", "a.pdf"),
    ("a PDF called picture", "a.png"),
]


@pytest.mark.parametrize("what", HOSTILE_HERE, ids=lambda what: what[0])
def test_what_could_harm_is_refused_in_words(what):
    with pytest.raises(ValidationError) as refusal:
        read_file(file(what[1], HOSTILE[what]()), largest=LARGEST)

    assert refusal.value.messages[0].endswith(".")


def test_a_refusal_names_what_the_file_looks_like():
    with pytest.raises(ValidationError, match=r"“\.gif”"):
        read_file(file("a.png", b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0;"), largest=LARGEST)


# Typed on the page


def test_a_file_of_twenty_megabytes_gets_a_sentence_and_everything_else_typed_is_kept(office, officer):
    promised = office.commitment()

    answer = officer.act(
        promised, "claims", words="It is all here.", link="https://example.org/x", file=file("a.pdf", PDF * 500_000)
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "the largest that is taken has 10 MB" in page.replace("\xa0", " ")
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


@pytest.mark.parametrize("stem", ["report", "تقرير"])
def test_the_end_of_a_name_stands_behind_it_on_a_page_of_either_direction(office, officer, stem):
    """The name is one piece with its end; what was typed is isolated within it, so that it cannot move the end."""
    promised = office.commitment()
    claim(promised, by=office.officer, file=file(f"{stem}.pdf"), media_type="application/pdf")

    page = officer.open("commitment", promised.pk).content.decode()

    assert f'<bdi dir="ltr"><bdi>{stem}</bdi>.pdf</bdi>' in page
