"""The document itself is kept with the act that it shows: whoever has it as a file sends it beside its name."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comity.agreements.ending import terminate
from comity.agreements.models import Agreement, ExchangedLetter, Notice, Paper, Signature, Stage
from comity.agreements.models.papers import random_paper_name
from comity.agreements.papers import keep_document
from comity.agreements.scans import Scan
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from tests.agreements.test_on_its_pages import act, signed_in, words_of
from tests.corpora.files import acting, pdf, picture, word
from tests.make import NOW, TODAY

LETTER = "exchanged-letter"
NAMED = "No. 7, file 3"


def pdf_called(name="letter.pdf", content=None):
    return SimpleUploadedFile(name, pdf() if content is None else content)


def renewed(browser, made, **more):
    """The office records that it was renewed, with how that was and what else is sent."""
    typed = {"until": "2034-11-24", "on": TODAY, "why": "by exchange of letters", **more}
    return browser.post(reverse("agreement-renewal", args=[made.pk]), typed)


def typed_for(agreement, name, **more):
    """What is typed for an act with a document; the file stands in `more`."""
    partner = agreement.contracting.last().pk
    days = {"dated_on": TODAY, "until": "2034-11-24"}
    typed = {
        "suspension": {},
        "resumption": {},
        "termination": {"on": TODAY},
        "notice": {"party": partner, "given_on": TODAY},
        LETTER: {"party": partner, **days},
    }[name]
    return {"document": NAMED, **typed, **more}


def scan():
    return Scan(pdf_called(), "application/pdf")


def begun(office, name):
    """An agreement to which this can happen."""
    made = office.agreement(at=Stage.IN_FORCE)
    if name == "resumption":
        act(signed_in(office.officer), made, "suspension", **typed_for(made, "suspension"))
    return made


def kept_files():
    return [name for name, _since in Paper.store().lying() if name.startswith("papers/")]


def kept_with_a_termination(office, **facts):
    made = office.agreement(at=Stage.IN_FORCE, **facts)
    act(signed_in(office.officer), made, "termination", **typed_for(made, "termination", scan=pdf_called()))
    return made, Paper.objects.get(agreement=made)


@pytest.mark.parametrize("name", ["suspension", "resumption", "termination", "notice", LETTER])
def test_a_document_is_kept_with_what_it_shows_and_is_read_on_the_page(office, name):
    made, content = begun(office, name), pdf()
    browser = signed_in(office.officer)

    answer = act(browser, made, name, **typed_for(made, name, scan=pdf_called("A letter.pdf", content)))

    assert answer.status_code == 302
    paper = Paper.objects.get()
    shown = {"notice": Notice, LETTER: ExchangedLetter}.get(name)
    assert (paper.shows, paper.document, paper.by_name) == (name.split("-")[-1], NAMED, office.officer.name)
    assert (paper.sha256, paper.size, paper.media_type) == (
        sha256(content).hexdigest(),
        len(content),
        "application/pdf",
    )
    assert (paper.letter or paper.notice) == (shown.objects.get() if shown else None)
    assert reverse("agreement-paper", args=[made.pk, paper.pk]) in words_of(browser.get(made.get_absolute_url()))
    assert "paper_kept" in Entry.objects.about(made).values_list("act", flat=True)


def test_the_instrument_of_a_renewal_is_kept_with_that_renewal_and_is_read_on_the_page(office):
    made, content = office.agreement(at=Stage.IN_FORCE), pdf()
    browser = signed_in(office.officer)

    assert renewed(browser, made, scan=pdf_called("A renewal.pdf", content)).status_code == 302

    paper = Paper.objects.get()
    assert (paper.shows, paper.document, paper.renewal) == ("renewal", "by exchange of letters", made.renewals.get())
    assert (paper.sha256, paper.by_name) == (sha256(content).hexdigest(), office.officer.name)
    for who in (office.officer, office.counterpart):
        page = words_of(signed_in(who).get(made.get_absolute_url()))
        assert reverse("agreement-paper", args=[made.pk, paper.pk]) in page
        assert "Instrument of renewal" in page
    assert "paper_kept" in Entry.objects.about(made).values_list("act", flat=True)


def test_a_renewal_needs_no_file_and_its_instrument_can_come_later_once(office):
    made = office.agreement(at=Stage.IN_FORCE)
    with pytest.raises(NotNow, match="Nothing of the kind"):
        keep_document(made, shows="renewal", document=NAMED, scan=scan(), at=NOW, by=office.officer)
    renewed(signed_in(office.officer), made)
    assert not Paper.objects.exists()

    keep_document(made, shows="renewal", document=NAMED, scan=scan(), at=NOW, by=office.officer)

    assert Paper.objects.get().renewal == made.renewals.get()
    with pytest.raises(NotNow, match="No renewal of this agreement still waits"):
        keep_document(made, shows="renewal", document=NAMED, scan=scan(), at=NOW, by=office.officer)


def test_of_a_renewal_that_is_refused_no_file_is_left_and_all_that_was_typed_is(office):
    made = office.agreement(at=Stage.IN_FORCE)
    browser = signed_in(office.officer)

    answer = renewed(browser, made, until="2020-01-01", scan=pdf_called())
    broken = renewed(browser, made, scan=pdf_called(content=b"%PDF-1.4 nothing"))

    for one in (answer, broken):
        assert one.status_code == 422
        assert "by exchange of letters" in words_of(one)
    assert not made.renewals.exists()
    assert kept_files() == []


def test_how_it_was_renewed_can_be_said_at_length_with_a_file(office):
    made, why = office.agreement(at=Stage.IN_FORCE), "by letters " * 60

    renewed(signed_in(office.officer), made, why=why, scan=pdf_called())

    assert made.renewals.get().why == why.strip()
    assert why.startswith(Paper.objects.get().document)


@pytest.mark.parametrize("name", ["suspension", "termination", "notice", LETTER])
def test_the_name_of_a_document_is_enough_where_nobody_has_the_file(office, name):
    made = begun(office, name)

    assert act(signed_in(office.officer), made, name, **typed_for(made, name)).status_code == 302

    assert not Paper.objects.exists()
    assert "paper_kept" not in Entry.objects.about(made).values_list("act", flat=True)


@pytest.mark.parametrize("name", ["suspension", "termination", "notice", LETTER])
def test_a_file_without_its_name_is_no_document(office, name):
    made = begun(office, name)

    answer = act(signed_in(office.officer), made, name, **typed_for(made, name, document="", scan=pdf_called()))

    assert answer.status_code == 422
    made.refresh_from_db()
    assert (made.stage, Paper.objects.exists(), kept_files()) == (Stage.IN_FORCE, False, [])


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: pdf_called(content=b"%PDF-1.4\n" + b"x" * 2_000), "It may be damaged"),
        (lambda: pdf_called(content=b"x" * 5_001), "the largest that is taken has"),
        (lambda: pdf_called(content=b""), "empty"),
        (lambda: pdf_called("letter.docx", word()), "Taken are"),
        (lambda: pdf_called("letter.pdf", picture()), "Its name does not say what it is"),
        (lambda: pdf_called(content=pdf(acting({"/S": "/JavaScript", "/JS": "app.alert(1)"}))), ""),
    ],
)
@pytest.mark.parametrize("name", ["suspension", "termination", "notice", LETTER])
def test_what_is_no_sound_pdf_or_picture_or_too_large_is_refused_in_words_with_the_act(
    office, settings, name, file, words
):
    settings.EVIDENCE_MAX_BYTES = 5_000
    made = begun(office, name)

    answer = act(signed_in(office.officer), made, name, **typed_for(made, name, scan=file()))

    assert answer.status_code == 422
    assert words in words_of(answer) and NAMED in words_of(answer)
    made.refresh_from_db()
    assert (made.stage, Paper.objects.exists(), kept_files()) == (Stage.IN_FORCE, False, [])
    assert not ExchangedLetter.objects.exists() and not Notice.objects.exists()


def test_a_picture_is_kept_as_it_was_drawn_anew(office):
    made = begun(office, "suspension")
    sent = picture()

    act(signed_in(office.officer), made, "suspension", **typed_for(made, "suspension", scan=pdf_called("a.png", sent)))

    paper = Paper.objects.get()
    assert paper.media_type == "image/png"
    with paper.file.open("rb") as file:
        assert sha256(file.read()).hexdigest() == paper.sha256


def test_of_an_act_that_is_refused_no_file_is_left(office):
    made = office.agreement(at=Stage.IN_FORCE)  # notice has to be given six months before
    scan = Scan(pdf_called(), "application/pdf")
    inside_the_notice = {"notified_on": TODAY, "on": TODAY + timedelta(days=1), "at": NOW + timedelta(days=2)}

    with pytest.raises(NotNow):
        terminate(made, document=NAMED, scan=scan, **inside_the_notice, by=office.officer)
    terminate(made, document=NAMED, notified_on=None, on=TODAY, at=NOW, by=office.officer)
    with pytest.raises(NotNow):  # a second time: here the file is stored already when the act is refused
        terminate(made, document=NAMED, notified_on=None, on=TODAY, scan=scan, at=NOW, by=office.officer)

    assert (Paper.objects.exists(), kept_files()) == (False, [])


def test_what_stands_under_it_ends_with_it_and_the_document_stays_with_the_one_it_names(office):
    above = office.agreement(at=Stage.IN_FORCE)
    under = office.agreement(at=Stage.IN_FORCE, parent=above)

    act(signed_in(office.officer), above, "termination", **typed_for(above, "termination", scan=pdf_called()))

    assert Agreement.objects.get(pk=under.pk).stage == Stage.TERMINATED
    assert Paper.objects.get().agreement == above


# What comes later


def sent_later(office, made, shows, **more):
    typed = {"shows": shows, "document": NAMED, "scan": pdf_called(), **more}
    name = "letter-document" if shows in ("letter", "notice") else "document"
    return act(signed_in(office.officer), made, name, **typed)


@pytest.mark.parametrize("shows", ["original", "certified", "translation"])
def test_the_original_and_its_copies_are_kept_of_an_agreement_that_binds(office, shows):
    made = office.agreement(at=Stage.IN_FORCE)

    assert sent_later(office, made, shows).status_code == 302

    assert (Paper.objects.get().shows, Paper.objects.get().document) == (shows, NAMED)
    assert NAMED in words_of(signed_in(office.counterpart).get(made.get_absolute_url()))


@pytest.mark.parametrize("name", ["suspension", "resumption", "termination"])
def test_the_document_of_what_happened_is_kept_later_and_of_what_did_not_is_refused(office, name):
    made = begun(office, name)

    assert "Nothing of the kind is recorded" in words_of(sent_later(office, made, name))
    act(signed_in(office.officer), made, name, **typed_for(made, name))
    assert sent_later(office, made, name).status_code == 302

    assert [one.shows for one in Paper.objects.all()] == [name]


@pytest.mark.parametrize(("name", "shows"), [("notice", "notice"), (LETTER, "letter")])
def test_a_letter_that_was_recorded_gets_its_document_once_and_from_its_own_party(office, name, shows):
    made = office.agreement(at=Stage.IN_FORCE)
    ours, theirs = made.contracting.order_by("position")
    act(signed_in(office.officer), made, name, **typed_for(made, name))

    assert sent_later(office, made, shows).status_code == 422, "nobody says who wrote it"
    assert "waits for its document" in words_of(sent_later(office, made, shows, party=ours.pk))
    assert sent_later(office, made, shows, party=theirs.pk).status_code == 302
    assert "waits for its document" in words_of(sent_later(office, made, shows, party=theirs.pk))

    paper = Paper.objects.get()
    assert (paper.letter or paper.notice).party == theirs
    assert len(kept_files()) == 1


def test_a_document_is_nothing_without_its_file_and_nothing_before_the_signature(office):
    made, early = office.agreement(at=Stage.IN_FORCE), office.agreement(at=Stage.NEGOTIATING)

    assert sent_later(office, made, "original", scan="").status_code == 422
    sent_later(office, early, "original")

    assert (Paper.objects.exists(), kept_files()) == (False, [])


# Who reads it


def test_it_is_handed_out_to_the_parties_and_the_office_so_that_it_can_do_nothing(office):
    _made, paper = kept_with_a_termination(office)

    for reader in (office.officer, office.counterpart):
        answer = signed_in(reader).get(paper.get_absolute_url())
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        assert answer["Content-Disposition"] == 'attachment; filename="letter.pdf"'
        assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")


def test_nobody_else_reads_it_or_learns_that_it_is_there(office, client):
    made, paper = kept_with_a_termination(office, is_public=True, is_text_public=True)

    assert signed_in(office.stranger).get(paper.get_absolute_url()).status_code == 404
    assert client.get(paper.get_absolute_url()).status_code == 302
    assert NAMED not in words_of(client.get(made.get_absolute_url()))
    assert NAMED in words_of(signed_in(office.counterpart).get(made.get_absolute_url()))


def test_its_number_opens_it_under_no_other_agreement(office):
    _made, paper = kept_with_a_termination(office)
    other = office.agreement(at=Stage.IN_FORCE)

    for reader in (office.officer, office.counterpart):
        answer = signed_in(reader).get(reverse("agreement-paper", args=[other.pk, paper.pk]))
        assert answer.status_code == 404


def test_the_review_leads_to_the_letter_and_the_notice_where_they_were_kept(office):
    made = office.agreement(at=Stage.IN_FORCE)
    browser = signed_in(office.officer)
    page = reverse("agreement-review", args=[made.pk])
    ours, theirs = made.contracting.order_by("position")
    act(browser, made, LETTER, **typed_for(made, LETTER, party=ours.pk, document="Ours, on paper"))
    act(browser, made, "notice", **typed_for(made, "notice", party=theirs.pk, scan=pdf_called()))

    shown = words_of(browser.get(page))

    assert "Ours, on paper" in shown
    assert Notice.objects.get().paper.get_absolute_url() in shown
    assert shown.count("/papers/") == 1


def test_the_page_costs_the_same_for_one_document_and_for_many(office, django_assert_max_num_queries):
    made = office.agreement(at=Stage.IN_FORCE)
    browser = signed_in(office.officer)
    for turn in range(3):
        for name in ("suspension", "resumption"):
            act(browser, made, name, **typed_for(made, name, scan=pdf_called(f"{name} {turn}.pdf")))

    with django_assert_max_num_queries(30):
        page = browser.get(made.get_absolute_url())

    assert words_of(page).count("/papers/") == 6


# What the database refuses


@pytest.mark.parametrize(
    "facts",
    [
        {"shows": "letter"},
        {"shows": "notice"},
        {"shows": "renewal"},
        {"shows": "rumour"},
        {"document": ""},
        {"file": ""},
    ],
)
def test_a_document_is_kept_with_what_it_shows_under_its_name_or_not_at_all(office, facts):
    made = office.agreement(at=Stage.IN_FORCE)
    given = {"shows": "termination", "document": NAMED, "file": random_paper_name(), "file_name": "a.pdf"}
    given |= {"media_type": "application/pdf", "sha256": "0" * 64, "by_name": "Somebody", "at": NOW}

    with pytest.raises(ValidationError):
        Paper.enter(agreement=made, by=office.officer, **given | facts)


# The scan of a signature, which is stored by the same hand


def test_the_scan_of_a_signature_is_kept_and_that_of_a_refused_one_is_not(office):
    made = office.agreement(at=Stage.APPROVED)
    party, browser = made.contracting.order_by("position").first(), signed_in(office.officer)
    content = pdf()
    typed = {"party": party.pk, "mode": "wet", "scan": pdf_called("Signed page.pdf", content)}

    act(browser, made, "signature", **typed, on="2199-01-01")  # it lies in the future
    assert [name for name, _since in Signature.store().lying() if name.startswith("signed/")] == []

    act(browser, made, "signature", **typed | {"scan": pdf_called("Signed page.pdf", content)}, on=TODAY)
    signature = Signature.objects.get()
    told = (signature.file_name, signature.media_type, signature.size, signature.sha256)
    assert told == ("Signed page.pdf", "application/pdf", len(content), sha256(content).hexdigest())
