"""Whether object storage is fit to keep files is said in words before anybody sends one."""

import sys

import pytest

from comity.cli import readiness
from comity.files import trying

OPEN_TO_ALL = '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]}'


def told(address):
    return list(readiness.faults_of_object_storage(address))


@pytest.fixture
def over_http(s3, monkeypatch):
    """The process that tries reads Comity's own settings."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "comity.settings")


def test_a_bucket_that_keeps_files_is_fit_and_nothing_is_left_in_it(bucket, over_http):
    assert told(bucket.address) == []
    assert bucket.files() == {}


def test_what_is_no_address_is_refused():
    assert told("https://bucket") == [
        "COMITY_FILES is no address of object storage: it reads s3://bucket or s3://bucket/prefix."
    ]


def test_what_is_not_installed_is_named_with_the_way_to_it(monkeypatch):
    monkeypatch.setattr(readiness, "find_spec", lambda name: None)

    assert "tools/bootstrap.py object-storage" in told("s3://bucket")[0]


def test_a_bucket_that_is_not_there_is_named(over_http):
    assert told("s3://nowhere/office") == [
        "Files cannot be written at s3://nowhere/office: there is no such bucket. See COMITY_FILES in docs/settings.md."
    ]


def test_a_storage_that_does_not_answer_is_told(over_http, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")

    assert "Files cannot be written at s3://bucket" in told("s3://bucket")[0]


def test_a_process_that_dies_is_no_sign_that_all_is_well(monkeypatch):
    monkeypatch.setattr(readiness, "TRY_FILES", [sys.executable, "-c", "import os; os._exit(3)"])

    assert told("s3://bucket") == [
        "Trying to keep a file at s3://bucket ended without a word. See COMITY_FILES in docs/settings.md."
    ]


def test_a_storage_that_may_only_be_read_is_told(bucket, monkeypatch):
    monkeypatch.setattr(trying.ObjectFiles, "save", refuse)

    assert trying.fault_at(bucket.address) == f"Files cannot be written at {bucket.address}: it refuses that."


def refuse(*_given):
    raise OSError(5, "it refuses that")


def test_a_bucket_that_anybody_can_read_is_refused(bucket, s3):
    s3.put_bucket_policy(Bucket=bucket.name, Policy=OPEN_TO_ALL)
    bucket.put(f"{bucket.prefix}/of-all", b"x", ACL="public-read")

    assert trying.is_for_everybody(bucket.address, "of-all")
    assert not trying.is_for_everybody(bucket.address, "of-nobody")
