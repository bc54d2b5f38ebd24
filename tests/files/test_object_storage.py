"""Files in object storage: handed out by us alone, never replaced, and trouble of the storage told like a disk's."""

import io
import os
import signal
from contextlib import nullcontext
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from comity.accounts.models import User
from comity.commitments.models import Claim, Commitment, Evidence, Stage
from comity.files import objects
from comity.files.objects import PIECE, ObjectFiles, opened
from comity.files.places import bucket_and_prefix
from comity.journal.refusals import NotNow
from comity.personal.erasing import erase
from comity.personal.whole import of_account
from tests.commitments.conftest import PDF, browser_of, claim, file
from tests.make import NOW
from tests.promises.somebody import Somebody

WORDS = "It is all in the report."
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SEVERAL_PIECES = os.urandom(2 * PIECE + 77)


@pytest.fixture
def store(bucket):
    return ObjectFiles(bucket.address)


# What the storage is asked


@pytest.mark.parametrize("address", ["s3://bucket", "s3://bucket/", "s3://bucket/office", "s3://a.bucket/of/ours/"])
def test_an_address_names_a_bucket_and_what_lies_below_it(address):
    bucket, prefix = bucket_and_prefix(address)

    assert f"s3://{bucket}/{prefix}".rstrip("/") == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    ["", "bucket", "https://bucket/x", "s3://", "s3://B", "s3://bucket/../x", "s3://bucket//x", "s3://bucket?a"],
)
def test_what_is_no_address_of_object_storage_is_refused(address):
    with pytest.raises(ValueError):
        bucket_and_prefix(address)


def test_a_file_comes_back_as_it_was_given_from_any_place_in_it(store):
    store.save("evidence/a", ContentFile(SEVERAL_PIECES))

    with store.open("evidence/a") as kept:
        kept.seek(PIECE - 3)
        assert kept.read(6) == SEVERAL_PIECES[PIECE - 3 : PIECE + 3]
        kept.seek(0)
        assert kept.read() == SEVERAL_PIECES
    assert (store.size("evidence/a"), kept.size) == (len(SEVERAL_PIECES), len(SEVERAL_PIECES))


def test_a_file_never_replaces_another(store, bucket):
    store.save("evidence/a", ContentFile(b"the first"))

    with pytest.raises(FileExistsError):
        store.save("evidence/a", ContentFile(b"the second"))

    assert bucket.files() == {"evidence/a": b"the first"}


def test_without_that_condition_it_would_be_replaced(store, bucket):
    store.save("evidence/a", ContentFile(b"the first"))

    opened(bucket.address).put("evidence/a", b"the second")

    assert bucket.files() == {"evidence/a": b"the second"}


def test_what_lies_beside_the_prefix_is_not_ours(store, bucket):
    bucket.put("office2/evidence/b", b"of others")
    bucket.put("evidence/c", b"of others")
    store.save("evidence/a", ContentFile(b"ours"))

    assert [name for name, _since in store.lying()] == ["evidence/a"]


def test_a_file_that_is_not_there_is_missed_and_taking_it_away_is_nothing(store):
    store.delete("evidence/none")

    assert not store.exists("evidence/none")
    with pytest.raises(FileNotFoundError):
        store.open("evidence/none")


def test_a_file_has_no_address_of_its_own(store):
    with pytest.raises(NotImplementedError):
        store.url("evidence/a")
    with pytest.raises(NotImplementedError):
        store.path("evidence/a")


def test_a_process_that_was_forked_too_late_is_refused_and_does_not_wait_for_ever(store):
    assert not store.exists("evidence/a")

    child = os.fork()
    if not child:
        signal.alarm(20)
        try:
            store.exists("evidence/a")
        except RuntimeError:
            os._exit(0)
        os._exit(1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


# Evidence


@pytest.fixture
def shown(office, in_object_storage):
    promised = office.commitment()
    claim(promised, by=office.officer, file=file("report.pdf"), media_type="application/pdf")
    return Evidence.objects.files().get()


def test_a_claim_keeps_its_file_in_the_bucket_and_nothing_in_a_folder(shown, in_object_storage, settings):
    assert in_object_storage.files() == {shown.file.name: PDF}
    assert not settings.MEDIA_ROOT.exists()


def test_the_other_side_gets_the_file_from_us_and_a_stranger_does_not(shown, office):
    answer = browser_of(office.counterpart).open("evidence", shown.pk)

    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="report.pdf"'
    assert (answer["Content-Type"], answer["Content-Length"]) == ("application/pdf", str(len(PDF)))
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert browser_of(office.stranger).open("evidence", shown.pk).status_code == 404
    assert browser_of().open("evidence", shown.pk).status_code == 302


def test_a_claim_that_fails_leaves_no_file_behind(office, in_object_storage):
    promised = office.commitment()
    claim(promised, by=office.officer)

    with pytest.raises(NotNow):
        claim(promised, by=office.officer, file=file())

    assert in_object_storage.files() == {}


# Trouble


def claimed_on_the_page(office, language="en"):
    promised = office.commitment()
    browser = Client(raise_request_exception=False)
    browser.force_login(office.officer, backend=BACKEND)
    typed = {"words": WORDS, "file": file()}
    return promised, browser.post(f"/{language}/commitments/{promised.pk}/claims/", typed)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Comity cannot work right now"), ("ar", 'dir="rtl"'), ("fr", 'lang="fr"')]
)
def test_a_bucket_that_is_gone_is_told_in_words_and_nothing_is_claimed(office, in_object_storage, language, said):
    in_object_storage.vanish()

    promised, answer = claimed_on_the_page(office, language)

    assert answer.status_code == 503
    assert said in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert not Claim.objects.exists()
    assert Commitment.objects.get(pk=promised.pk).stage == Stage.OPEN


def test_without_those_words_it_would_be_a_fault_of_ours(office, in_object_storage, monkeypatch):
    in_object_storage.vanish()
    monkeypatch.setattr(objects, "as_of_a_disk", nullcontext)

    _promised, answer = claimed_on_the_page(office)

    assert answer.status_code == 500


def test_a_storage_that_does_not_answer_is_told_in_words(office, in_object_storage, monkeypatch, settings):
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    settings.FILES = "s3://nobody-is-there"

    _promised, answer = claimed_on_the_page(office)

    assert answer.status_code == 503
    assert not Claim.objects.exists()


def test_a_file_that_cannot_be_fetched_now_is_told_in_words(shown, office, in_object_storage):
    in_object_storage.vanish()
    browser = Client(raise_request_exception=False)
    browser.force_login(office.counterpart, backend=BACKEND)

    assert browser.get(f"/en/evidence/{shown.pk}/").status_code == 503


# Personal data


def test_what_somebody_gave_leaves_with_their_data(office, in_object_storage):
    somebody = Somebody(office)

    answer = somebody.browser.post("/en/account/data/export/", {})
    archive = ZipFile(io.BytesIO(answer.getvalue()))

    given = [archive.read(name) for name in archive.namelist() if name.startswith("files/")]
    assert given == list(in_object_storage.files().values()) == [PDF]


def test_erasing_somebody_keeps_what_they_showed_as_on_a_disk(office, in_object_storage):
    somebody = Somebody(office)

    erase(of_account(somebody.user), at=NOW, by=office.head)

    shown = Evidence.objects.files().get()
    assert User.objects.get(pk=somebody.user.pk).erased_at is not None
    assert in_object_storage.files() == {shown.file.name: PDF}
