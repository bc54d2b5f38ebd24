"""The parties sign the PDF by certificate: what is proven counts, and nothing else passes for it."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pyhanko.pdf_utils.reader import PdfFileReader

from comity.agreements.certifying import count_unproven, is_named, prepare_copy, present_file, sign_here, take_signed
from comity.agreements.models import Mode, Signature, SignedCopy, SigningCopy, Stage, Weight
from comity.agreements.recording_acts import print_record
from comity.agreements.verifying_files import look_at
from comity.journal.models import Change, Entry, Receipt
from comity.journal.refusals import NotNow
from comity.papers.certificates import Trust
from comity.papers.signing import sign
from comity.papers.verifying import verify
from comity.translation.texts import Text
from tests.agreements.test_by_link import sent
from tests.papers.made import ATTACKS, paper
from tests.papers.pki import PASSPHRASE, Authority

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def authority(settings, tmp_path):
    """A root that this office trusts."""
    made = Authority()
    settings.TRUST = str(made.folder(tmp_path / "trust"))
    return made


@pytest.fixture
def approved(office):
    made = office.agreement(at=Stage.APPROVED)
    prepare_copy(made, at=timezone.now(), by=office.officer)
    return made


def content_of(kept):
    with kept.file.open("rb") as file:
        return file.read()


def of(made, organisation):
    return made.contracting.get(organisation=organisation)


def signed_by(authority, made, organisation, name, **facts):
    """The PDF as it is now, signed by somebody on their own machine."""
    party = of(made, organisation)
    content, _level = sign(
        content_of(present_file(made)),
        authority.key_of(name, **facts),
        field=f"Party{party.position + 1}",
        trust=authority.trust(),
        stamper=authority.stamper(),
    )
    return content


def bring(made, office, organisation, content, *, by=None):
    by = by or office.officer
    return take_signed(made, party=of(made, organisation), content=content, at=timezone.now(), by=by)


# What counts


def test_each_party_signs_in_its_turn_and_the_last_signature_concludes_it(office, authority, approved):
    first = signed_by(authority, approved, office.partner, "Clara Counterpart")
    bring(approved, office, office.partner, first, by=office.counterpart)
    second = signed_by(authority, approved, office.host, "Hana Head")
    bring(approved, office, office.host, second, by=office.head)

    approved.refresh_from_db()
    assert approved.stage in (Stage.SIGNED, Stage.IN_FORCE)
    assert second.startswith(first)
    copies = list(SignedCopy.objects.of(approved))
    assert [one.weight for one in copies] == [Weight.PROVEN, Weight.PROVEN]
    assert all(one.is_same_name and one.proven_at and one.is_revocation_proven for one in copies)
    signatures = list(Signature.objects.of(approved))
    assert {one.mode for one in signatures} == {Mode.CERTIFICATE}
    assert all(one.confirmed_at for one in signatures)
    assert [one.act for one in Entry.objects.about(approved)].count("certified") == 2
    verdict = verify(second, authority.trust())
    assert verdict.is_proven and len(verdict.signings) == 2


def test_what_our_office_brings_for_a_party_is_still_for_the_party_to_confirm(office, authority, approved):
    bring(approved, office, office.partner, signed_by(authority, approved, office.partner, "Clara Counterpart"))

    assert Signature.objects.of(approved).get().confirmed_at is None


def test_a_certificate_in_another_name_is_told_beside_the_representative(office, authority, approved):
    copy = bring(approved, office, office.partner, signed_by(authority, approved, office.partner, "Lina Deputy"))

    page = read(office.officer, approved)

    assert copy.weight == Weight.PROVEN and not copy.is_same_name
    assert "The certificate says “<bdi>Lina Deputy</bdi>”, while" in page


@pytest.mark.parametrize(
    ("holder", "same"),
    [
        ("Clara Counterpart", True),
        ("COUNTERPART, Clara", True),
        ("Clára Counterpart", True),
        ("Clara", False),
        ("", False),
    ],
)
def test_names_are_compared_without_their_order_case_and_accents(office, approved, holder, same):
    assert is_named(of(approved, office.partner), holder) is same


def test_a_key_that_is_sent_signs_once_and_is_kept_nowhere(office, authority, approved, caplog):
    key = authority.p12("Clara Counterpart")
    browser = signed_in(office.counterpart)

    answer = act(
        browser, approved, "key", key=SimpleUploadedFile("my.p12", key), key_password=PASSPHRASE, once="o" * 22
    )

    assert answer.status_code == 302
    copy = SignedCopy.objects.get()
    assert (copy.weight, copy.holder) == (Weight.PROVEN, "Clara Counterpart")
    assert Signature.objects.get().confirmed_by == "Clara Counterpart"
    kept = [str(one.__dict__) for model in (Entry, Change, Receipt) for one in model.objects.all()]
    assert kept and not [one for one in kept if PASSPHRASE in one]
    assert PASSPHRASE not in caplog.text
    assert key not in content_of(copy)


def test_a_wrong_passphrase_is_refused_and_not_given_back(office, authority, approved):
    browser = signed_in(office.counterpart)

    key = SimpleUploadedFile("my.p12", authority.p12("Clara Counterpart"))
    answer = act(browser, approved, "key", key=key, key_password="not this secret")

    assert answer.status_code == 422
    assert "does not open with this passphrase" in answer.content.decode()
    assert "not this secret" not in answer.content.decode()
    assert not SignedCopy.objects.exists()


def test_a_refused_key_is_not_given_back_where_the_form_is_gone(office, authority):
    made, browser = office.agreement(at=Stage.APPROVED), signed_in(office.counterpart)

    key = SimpleUploadedFile("my.p12", authority.p12("Clara Counterpart"))
    answer = act(browser, made, "key", key=key, key_password="not this secret")

    assert "not this secret" not in answer.content.decode()


# What is not proven


def test_a_strangers_certificate_is_kept_in_view_and_counts_for_nothing(office, authority, approved):
    content = signed_by(Authority("Another Root"), approved, office.partner, "Clara Counterpart")

    copy = bring(approved, office, office.partner, content)

    assert (copy.weight, copy.signature) == (Weight.KEPT, None)
    assert copy.why == ["unknown_issuer"]
    assert not Signature.objects.exists()
    page = read(office.officer, approved)
    assert "It is kept, and does not count as a signature." in page
    assert "comes from nobody who is trusted here" in page


def test_without_any_trusted_root_nothing_is_proven(office, approved, settings):
    settings.TRUST = ""
    content = signed_by(Authority(), approved, office.partner, "Clara Counterpart")

    assert bring(approved, office, office.partner, content).weight == Weight.KEPT


def test_our_office_counts_it_with_a_reason_that_stays_in_view(office, authority, approved):
    content = signed_by(Authority("Another Root"), approved, office.partner, "Clara Counterpart")
    copy = bring(approved, office, office.partner, content)

    count_unproven(copy, why="Confirmed by letter 7.", at=timezone.now(), by=office.officer)

    copy.refresh_from_db()
    assert (copy.weight, copy.counted_by) == (Weight.COUNTED, "Amina Officer")
    assert Signature.objects.get().mode == Mode.CERTIFICATE
    assert "Confirmed by letter 7." in read(office.officer, approved)
    assert present_file(approved) == copy
    beside_the_day = "by certificate, in the PDF · <strong>not proven; counted by our office, with a reason</strong>"
    assert beside_the_day in read(office.officer, approved)


def test_whoever_counts_it_is_named_in_the_readers_language(office, authority, approved):
    office.officer.name = "Sample officer"
    content = signed_by(Authority("Another Root"), approved, office.partner, "Clara Counterpart")
    copy = bring(approved, office, office.partner, content)
    count_unproven(copy, why="Letter 7.", at=timezone.now(), by=office.officer)

    with override("ar"):
        page = read(office.head, approved)

    assert "موظف (نموذج)" in page
    assert "Sample officer" not in page


def test_it_is_not_counted_after_another_party_signed_without_it(office, authority, approved):
    content = signed_by(Authority("Another Root"), approved, office.partner, "Clara Counterpart")
    copy = bring(approved, office, office.partner, content)
    bring(approved, office, office.host, signed_by(authority, approved, office.host, "Hana Head"))

    with pytest.raises(NotNow, match="does not hold that signature"):
        count_unproven(copy, why="x", at=timezone.now(), by=office.officer)


# What is refused


def refused(made, office, content, words):
    before = set(files_lying())
    with pytest.raises(NotNow, match=words):
        bring(made, office, office.partner, content)
    assert not SignedCopy.objects.exists() and not Signature.objects.exists()
    assert set(files_lying()) == before


def files_lying():
    return [name for name, _since in Signature.store().lying()]


def test_another_document_is_refused_however_well_it_is_signed(office, authority, approved):
    content, _level = sign(paper(), authority.key_of("Clara Counterpart"), field="P", trust=authority.trust())

    refused(approved, office, content, "not the PDF that was handed out")


def test_the_pdf_as_it_was_handed_out_is_signed_by_nobody(office, authority, approved):
    refused(approved, office, content_of(present_file(approved)), "not the PDF that was handed out")
    refused(approved, office, content_of(present_file(approved)) + b"\n", "Nobody|shows|cannot be read")


@pytest.mark.parametrize("attack", list(ATTACKS)[:2])
def test_a_page_that_was_changed_before_it_was_signed_is_refused(office, authority, approved, attack):
    changed = ATTACKS[attack](content_of(present_file(approved)))
    content, _level = sign(changed, authority.key_of("Clara Counterpart"), field="Party2", trust=authority.trust())

    refused(approved, office, content, "more or other things")


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_changed_after_it_was_signed_is_refused(office, authority, approved, attack):
    content = ATTACKS[attack](signed_by(authority, approved, office.partner, "Clara Counterpart"))

    refused(approved, office, content, "more or other things|no signature covers|cannot be read|another document")


def test_a_revoked_certificate_is_refused(office, authority, approved, settings, tmp_path):
    key = authority.key_of("Clara Counterpart")
    content, _level = sign(content_of(present_file(approved)), key, field="Party2", trust=authority.trust())
    authority.revoke(key)
    settings.TRUST = str(authority.folder(tmp_path / "trust"))

    refused(approved, office, content, "was revoked")


def test_two_signatures_at_a_time_are_refused(office, authority, approved):
    content = content_of(present_file(approved))
    for name, field in (("Clara Counterpart", "Party1"), ("Hana Head", "Party2")):
        content, _level = sign(content, authority.key_of(name), field=field, trust=authority.trust())

    refused(approved, office, content, "One party signs at a time")


def test_nothing_is_signed_before_approval_or_without_an_authority(office, authority):
    early = office.agreement(at=Stage.AGREED)
    with pytest.raises(NotNow, match="Nothing can be signed now"):
        prepare_copy(early, at=timezone.now(), by=office.officer)

    made = office.agreement(at=Stage.APPROVED)
    prepare_copy(made, at=timezone.now(), by=office.officer)
    content = signed_by(authority, made, office.partner, "Clara Counterpart")
    party = of(made, office.partner)
    party.change(by=office.officer, authority="", represented_as=Text(en="Director"))
    with pytest.raises(NotNow, match="by what authority"):
        bring(made, office, office.partner, content)


def test_a_party_signs_once(office, authority, approved):
    bring(approved, office, office.partner, signed_by(authority, approved, office.partner, "Clara Counterpart"))
    again = content_of(present_file(approved))

    with pytest.raises(NotNow, match="has signed already"):
        bring(approved, office, office.partner, again)


def test_the_second_of_two_who_signed_the_same_file_is_asked_to_sign_the_one_that_is_now(office, authority, approved):
    mine = signed_by(authority, approved, office.partner, "Clara Counterpart")
    bring(approved, office, office.host, signed_by(authority, approved, office.host, "Hana Head"))

    with pytest.raises(NotNow, match="not the PDF that was handed out"):
        bring(approved, office, office.partner, mine)


def test_a_signature_from_before_the_text_was_agreed_is_refused(office, authority, approved):
    long_ago = approved.text().agreed_at - timedelta(days=2)
    unsigned = content_of(present_file(approved))
    with time_machine.travel(long_ago):
        content, _level = sign(unsigned, authority.key_of("Clara Counterpart"), field="Party2", trust=Trust())

    refused(approved, office, content, "cannot have been signed before")


# Pages


def signed_in(who):
    browser = Client()
    browser.force_login(who, backend=BACKEND)
    return browser


def act(browser, made, name, **typed):
    return browser.post(reverse("agreement-act", args=[made.pk, name]), typed)


def read(who, made):
    return signed_in(who).get(made.get_absolute_url()).content.decode()


def test_the_holder_of_a_link_downloads_the_pdf_and_brings_it_back_signed(office, authority, approved, client):
    token = sent(approved, office)

    given = client.get(reverse("to-sign-by-link", args=[token]))
    content = b"".join(given.streaming_content)
    signed, _level = sign(content, authority.key_of("Clara Counterpart"), field="Party2", trust=authority.trust())
    address = reverse("agreement-act-by-link", args=[token, "certificate"])
    answer = client.post(address, {"signed": SimpleUploadedFile("signed.pdf", signed)})

    assert sha256(content).hexdigest() == SigningCopy.objects.get().sha256
    assert answer.status_code == 302
    signature = Signature.objects.get()
    assert (signature.party.organisation, signature.confirmed_by) == (office.partner, "Lina Guest")


def test_only_the_parties_and_our_office_download_what_is_signed(office, authority, approved, client):
    copy = bring(approved, office, office.partner, signed_by(authority, approved, office.partner, "Clara Counterpart"))
    addresses = [
        reverse("to-sign", args=[approved.pk]),
        copy.get_absolute_url(),
        reverse("record-of-acts", args=[approved.pk]),
    ]

    def told(browser, address):
        answer = browser.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)  # to its end, at which the file is closed
        return answer.status_code

    for address in addresses:
        assert told(signed_in(office.counterpart), address) == 200
        assert told(signed_in(office.officer), address) == 200
        assert told(signed_in(office.stranger), address) == 404
        assert told(client, address) == 302


def test_only_our_office_prints_the_pdf_for_signing_and_counts_what_is_not_proven(office, approved):
    browser = signed_in(office.counterpart)

    for name in ("signing-copy", "certificate-on-behalf", "counting"):
        assert act(browser, approved, name).status_code == 403


def test_the_page_asks_for_the_same_queries_with_one_copy_and_with_two(office, authority, approved):
    counts = []
    for organisation, name in ((office.partner, "Clara Counterpart"), (office.host, "Hana Head")):
        content = signed_by(Authority("Another Root"), approved, organisation, name)
        bring(approved, office, organisation, content)
        browser = signed_in(office.officer)
        browser.get(approved.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            browser.get(approved.get_absolute_url())
        counts.append(len(asked))

    assert counts[0] == counts[1]


# The record of acts


def test_the_record_of_acts_says_that_it_is_not_sealed_where_there_is_no_seal(office, authority, approved):
    made = print_record(office.officer, approved, at=timezone.now())

    assert verify(made, authority.trust()).signings == ()


def test_the_record_of_acts_is_sealed_and_the_seal_is_verified(office, authority, approved, settings, tmp_path):
    (tmp_path / "seal.p12").write_bytes(authority.p12("Office of Tests", passphrase="of the seal"))
    settings.SEAL, settings.SEAL_PASSPHRASE = str(tmp_path / "seal.p12"), "of the seal"

    made = print_record(office.officer, approved, at=timezone.now())

    (one,) = verify(made, authority.trust()).signings
    assert one.is_proven and one.holder.name == "Office of Tests"


def test_a_seal_that_does_not_open_is_said_in_words(office, approved, settings, tmp_path):
    settings.SEAL, settings.SEAL_PASSPHRASE = str(tmp_path / "missing.p12"), "x"

    answer = signed_in(office.officer).get(reverse("record-of-acts", args=[approved.pk]))

    assert answer.status_code == 503
    assert "holds no key that can sign" in answer.content.decode()


# Whose text it is


def test_a_signed_file_is_known_as_the_text_that_was_handed_out_here(office, authority, approved):
    content = signed_by(authority, approved, office.partner, "Clara Counterpart")

    found = look_at(content, authority.trust(), now=timezone.now())

    assert found.agreement == approved and found.proof.is_proven
    foreign, _level = sign(paper(), authority.key_of("Clara"), field="P", trust=authority.trust())
    assert look_at(foreign, authority.trust(), now=timezone.now()).agreement is None


def test_a_text_whose_page_was_replaced_is_not_known_as_ours(office, authority, approved):
    changed = ATTACKS["the content of a page replaced"](content_of(present_file(approved)))
    content, _level = sign(changed, authority.key_of("Clara Counterpart"), field="Party2", trust=authority.trust())

    assert look_at(content, authority.trust(), now=timezone.now()).agreement is None


def test_anybody_verifies_a_file_and_nothing_is_kept(office, authority, approved, client):
    content = signed_by(authority, approved, office.partner, "Clara Counterpart")
    before = (files_lying(), Entry.objects.count())

    page = verified(client, content)

    assert "Every signature is proven" in page
    assert "Its text was handed out here for signing. You may not know of that agreement here." in page
    assert "Memorandum" not in page
    assert (files_lying(), Entry.objects.count()) == before
    assert not client.cookies
    assert approved.get_absolute_url() in verified(signed_in(office.counterpart), content)


def test_a_changed_file_is_told_as_not_to_be_relied_on(office, authority, approved, client):
    content = signed_by(authority, approved, office.partner, "Clara Counterpart")

    page = verified(client, ATTACKS["the content of a page replaced"](content))

    assert "Do not rely on this file" in page
    assert "bytes stand after what the last signature" in page


def verified(browser, content):
    answer = browser.post(reverse("verify"), {"file": SimpleUploadedFile("signed.pdf", content)})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("content", [b"", b"x", b"%PDF-1.7\n", b"%PDF-" + b"x" * 21_000_000])
def test_what_cannot_be_verified_is_refused_in_words(db, client, content):
    answer = client.post(reverse("verify"), {"file": SimpleUploadedFile("signed.pdf", content)})

    assert answer.status_code == 422


def test_too_many_files_of_one_network_are_asked_to_come_later(db, client, monkeypatch):
    monkeypatch.setattr("comity.papers.limits.OF_A_NETWORK", 2)

    answers = [client.post(reverse("verify"), {}).status_code for _number in range(4)]

    assert answers == [422, 422, 429, 429]


def test_the_key_of_a_device_is_not_there_where_its_library_is_not(office, approved, settings):
    settings.SEAL = "pkcs11:/nowhere/library.so?token=a&label=b"

    answer = signed_in(office.officer).get(reverse("record-of-acts", args=[approved.pk]))

    assert answer.status_code == 503
    assert "device that holds the key does not answer" in answer.content.decode()


def test_a_signing_copy_holds_every_language_and_a_place_for_each_party(office, approved):
    form = PdfFileReader(BytesIO(content_of(present_file(approved)))).root["/AcroForm"]

    assert [str(one.get_object()["/T"]) for one in form["/Fields"]] == ["Party1", "Party2"]
    with pytest.raises(NotNow, match="there already"):
        prepare_copy(approved, at=timezone.now(), by=office.officer)


def test_signing_here_goes_the_same_way_as_a_file_that_is_brought(office, authority, approved):
    copy = sign_here(
        approved,
        party=of(approved, office.partner),
        key=Authority("Another Root").p12("Clara Counterpart"),
        passphrase=PASSPHRASE,
        at=timezone.now(),
        by=office.counterpart,
    )

    assert copy.weight == Weight.KEPT
