"""A password that was found in a breach is refused, by a list on this machine; nobody outside is asked."""

from hashlib import sha1

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from comity.accounts.passwords import is_list_of_hashes, is_listed
from comity.cli.readiness import faults_of_signing_in

BREACHED = "correct horse battery staple"


def hash_of(word):
    return sha1(word.encode()).hexdigest().upper()


@pytest.fixture
def listed(settings, tmp_path):
    """A list as the downloader writes it, with the breached password somewhere in it."""

    def write(words, end="\n"):
        lines = [f"{one}:{number + 1}" for number, one in enumerate(sorted(map(hash_of, words)))]
        path = tmp_path / "pwned.txt"
        path.write_bytes((end.join(lines) + end).encode())
        settings.BREACHED_PASSWORDS = str(path)
        return path

    return write


def refusals(password):
    try:
        validate_password(password)
    except ValidationError as refusal:
        return refusal.messages
    return []


def test_a_password_of_the_list_is_refused_and_another_is_not(listed):
    listed([BREACHED, *map(str, range(500))])

    assert refusals(BREACHED) == ["This password was found in a breach elsewhere. Choose another one."]
    assert refusals("another staple of batteries") == []


def test_without_a_list_it_would_be_taken(settings):
    settings.BREACHED_PASSWORDS = ""

    assert refusals(BREACHED) == []


def test_what_django_brings_is_refused_without_a_list_too(settings):
    settings.BREACHED_PASSWORDS = ""

    assert refusals("telechargement") == ["This password is too common."]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("size", [1, 2, 3, 10, 257])
def test_each_line_of_a_list_is_found_and_nothing_else(listed, size, end):
    words = [f"word {number}" for number in range(size)]
    path = listed(words, end)

    assert [one for one in words if not is_listed(one, path)] == []
    assert [one for one in (f"other {number}" for number in range(300)) if is_listed(one, path)] == []


def test_an_empty_list_holds_nothing(tmp_path):
    (tmp_path / "empty").touch()

    assert not is_listed(BREACHED, tmp_path / "empty")


@pytest.mark.parametrize("content", ["", "password\n", f"{hash_of('b')}:1\n{hash_of('a')}:1\n" * 2, None])
def test_what_is_no_such_list_keeps_comity_from_serving(settings, tmp_path, content):
    path = tmp_path / "list"
    if content is not None:
        path.write_text(content)
    settings.BREACHED_PASSWORDS = str(path)

    assert not is_list_of_hashes(path)
    assert [one.split()[0] for one in faults_of_signing_in()] == ["COMITY_BREACHED_PASSWORDS"]


def test_a_list_as_it_should_be_lets_comity_serve(listed):
    listed([BREACHED, "other"])

    assert list(faults_of_signing_in()) == []
