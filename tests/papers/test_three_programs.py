"""Our verdict beside those of OpenSSL and of poppler: where they see what we see, and where they cannot."""

import re
import subprocess

import pytest

from comity.papers.verifying import Unreadable, verify
from tests.papers.made import ATTACKS, covered_bytes, flipped, signed
from tests.papers.pki import Authority
from tests.programs import needs

ADDED = list(ATTACKS)[:3]  # the three that add a revision in which something else is shown


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture(scope="module", params=[False, True], ids=["B-B", "B-LTA"])
def made(request, authority):
    needs("pdfsig")
    needs("openssl")
    return signed(authority, by=("Clara", "Hana"), lasting=request.param)


@pytest.fixture
def root(authority, tmp_path):
    return authority.folder(tmp_path / "trust") / "root.pem"


def by_us(content, authority):
    try:
        return verify(content, authority.trust()).is_proven
    except Unreadable:
        return False


def by_openssl(content, root):
    """Whether every signature holds over the bytes that it names; OpenSSL is not asked of time stamps here."""
    found = list(re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]", content))
    told = [_one_by_openssl(content, root, *map(int, one.groups())) for one in found]
    return bool(told) and all(one for one in told if one is not None)


def _one_by_openssl(content, root, start, length, again, rest):
    cms = bytes.fromhex(content[start + length + 1 : again - 1].decode("latin-1"))
    cms = cms[: int.from_bytes(cms[2:4], "big") + 4]  # what its own header says; the rest fills the place up
    if TIME_STAMP in cms[:100]:
        return None
    signature, covered = root.with_name("signature"), root.with_name("covered")
    signature.write_bytes(cms)
    covered.write_bytes(content[start : start + length] + content[again : again + rest])
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", covered]
    command += ["-CAfile", root, "-purpose", "any", "-out", root.with_name("out")]
    return subprocess.run(command, capture_output=True).returncode == 0


TIME_STAMP = bytes.fromhex("060b2a864886f70d0109100104")  # id-ct-TSTInfo (RFC 3161, 2.4.2)


def by_pdfsig(content, root):
    """What poppler says of each signature (it trusts no root of ours), and of the last one whether it covers all."""
    path = root.with_name("signed.pdf")
    path.write_bytes(content)
    told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, errors="replace").stdout
    is_whole = [line.strip() == "- Total document signed" for line in told.splitlines() if "document signed" in line]
    validity = re.findall("Signature Validation: (.+)", told)
    # It cannot verify time stamps over the document, and says so.
    known = [one == "Signature is Valid." for one in validity if "not yet been verified" not in one]
    return bool(known) and all(known), bool(is_whole) and is_whole[-1]


def test_the_three_agree_on_what_nobody_changed(made, authority, root):
    assert (by_us(made, authority), by_openssl(made, root), by_pdfsig(made, root)) == (True, True, (True, True))


def test_the_three_refuse_a_flipped_bit_in_what_every_signature_covers(made, authority, root):
    first = covered_bytes(made)[: made.index(b"/Contents <")]  # before the first signature, which is itself in hex
    for place in first[len(first) // 4 :: len(first) // 3]:
        broken = flipped(made, place, 0)

        assert not by_us(broken, authority)
        assert not by_openssl(broken, root)
        assert by_pdfsig(broken, root) != (True, True)


@pytest.mark.parametrize("attack", ADDED)
def test_what_is_shown_instead_is_refused_by_us_and_valid_to_the_other_two(made, authority, root, attack):
    """OpenSSL is handed the covered bytes alone; poppler says no more than that the last one covers not all."""
    shown = ATTACKS[attack](made)

    assert not by_us(shown, authority)
    assert by_openssl(shown, root)
    assert by_pdfsig(shown, root) == (True, False)


def test_poppler_says_the_same_of_what_honestly_came_after_a_signature(authority, root):
    """So its hint decides nothing: of two signatures the first never covers the whole."""
    needs("pdfsig")
    both, path = signed(authority, by=("Clara", "Hana"), lasting=False), root.with_name("both.pdf")
    path.write_bytes(both)
    told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, errors="replace").stdout

    assert "Not total document signed" in told
    assert by_us(both, authority)
