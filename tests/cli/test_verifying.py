"""`comity verify FILE.pdf`: what it proves, in words and by its exit code, without any network."""

import pytest

from comity.cli import main
from tests.papers.made import ATTACKS, paper, signed
from tests.papers.pki import Authority

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
def asked(authority, tmp_path, capsys):
    """What the command says of a file, and its exit code."""
    folder = authority.folder(tmp_path / "trust")

    def ask(content, *words, trust=folder):
        path = tmp_path / "signed.pdf"
        path.write_bytes(content)
        code = main(["verify", str(path), *(["--trust", str(trust)] if trust else []), *words])
        return code, capsys.readouterr()

    return ask


def test_a_proven_file_ends_with_0_and_names_who_signed_and_when(authority, asked):
    code, told = asked(signed(authority, by=("Clara Counterpart", "Hana Head")))

    assert code == 0
    assert told.out.count("PROVEN  the certificate says:") == 2
    assert "Clara Counterpart" in told.out and "as an authority of time says" in told.out
    assert "Its text is not known here." in told.out


def test_without_a_root_nothing_is_proven(authority, asked, settings):
    settings.TRUST = ""

    code, told = asked(signed(authority), trust=None)

    assert code == 1
    assert "No root is trusted" in told.out and "NOT PROVEN" in told.out


@pytest.mark.parametrize("attack", ["the content of a page replaced", "bytes appended"])
def test_a_changed_file_ends_with_1(authority, asked, attack):
    code, told = asked(ATTACKS[attack](signed(authority)))

    assert code == 1
    assert "REFUSED" in told.out and "bytes stand after" in told.out


def test_a_file_that_nobody_signed_ends_with_1_and_what_cannot_be_read_with_2(asked):
    assert asked(paper())[0] == 1
    code, told = asked(b"no pdf")
    assert code == 2 and "This file is no PDF." in told.out


def test_a_missing_file_and_a_missing_folder_are_refused_in_words(asked, capsys):
    assert main(["verify", "/nowhere/signed.pdf"]) == 1
    assert "/nowhere/signed.pdf cannot be read" in capsys.readouterr().err
    code, told = asked(paper(), trust="/nowhere")
    assert code == 1 and "there is no such folder" in told.err
