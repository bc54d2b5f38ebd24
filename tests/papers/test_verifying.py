"""What a signed PDF proves: both fields have to hold, and whatever was changed, added or shown instead is refused."""

import re
import subprocess
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import add_validation_info
from pyhanko_certvalidator import ValidationContext

from comity.papers import verifying
from comity.papers.alone import alone
from comity.papers.certificates import NoTrust, Trust, holder_of, trust_in
from comity.papers.signing import Level, NotSigned, key_from, sign, with_fields
from comity.papers.verifying import State, Unreadable, Verdict, Why, verify
from tests.papers.made import ATTACKS, covered_bytes, flipped, paper, signed
from tests.papers.pki import KEYS, PASSPHRASE, YEAR, Authority, now
from tests.programs import needs

HALVES = {
    "the subindication alone": lambda result: result.ades_subindic == verifying.AdESPassed.OK,
    "the bottom line alone": lambda result: bool(result.api_status and result.api_status.bottom_line),
}


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture(scope="module")
def lasting(authority):
    return signed(authority, by=("Clara Counterpart", "Hana Head"))


def accepts(content, trust):
    try:
        return verify(content, trust).is_proven
    except Unreadable:
        return False


# What is proven


def test_two_people_sign_one_after_the_other_and_both_are_proven_with_the_time(authority, lasting):
    verdict = verify(lasting, authority.trust())

    assert [one.holder.name for one in verdict.signings] == ["Clara Counterpart", "Hana Head"]
    assert all(one.is_proven and one.proven_at and one.is_revocation_proven for one in verdict.signings)
    assert verdict.is_proven and verdict.after == 0
    assert Verdict.from_told(verdict.told()) == verdict


def test_the_second_signature_leaves_every_byte_of_the_first_as_it_was(authority):
    first = signed(authority)
    second = signed(authority, by=("Hana Head",), pdf=first.replace(b"Party0", b"Party9"))

    assert second.startswith(first.replace(b"Party0", b"Party9"))
    assert first.startswith(paper())


def test_without_an_authority_of_time_the_moment_is_claimed_and_not_proven(authority):
    made, level = sign(paper(), authority.key_of("Clara"), field="Party", trust=authority.trust())

    (one,) = verify(made, authority.trust()).signings

    assert level == Level.BASIC
    assert one.is_proven and one.claimed and not one.proven_at


def test_a_file_that_lasts_proves_itself_without_any_list_at_hand(authority, lasting):
    verdict = verify(lasting, authority.trust(lists=False))

    assert all(one.is_proven and one.is_revocation_proven for one in verdict.signings)


def test_without_a_list_of_revoked_certificates_it_is_said_that_nothing_proves_it(authority):
    made = signed(authority, lasting=False)

    (one,) = verify(made, authority.trust(lists=False)).signings

    assert one.is_proven and not one.is_revocation_proven


def test_years_after_the_certificate_ended_the_time_stamp_still_proves_the_signature():
    authority = Authority()
    made, level = sign(
        paper(),
        authority.key_of("Clara", ends=now() + timedelta(days=30)),
        field="Party",
        trust=authority.trust(),
        stamper=authority.stamper(),
    )

    then = now() + timedelta(days=40)

    assert level == Level.LASTING
    assert verify(made, authority.trust(), now=then).is_proven
    basic, _level = sign(
        paper(), authority.key_of("Clara", ends=now() + timedelta(days=30)), field="P", trust=authority.trust()
    )
    (one,) = verify(basic, authority.trust(), now=then).signings
    assert (one.state, one.why) == (State.UNPROVEN, (Why.EXPIRED,))


# What is not


def test_a_stranger_s_certificate_is_intact_and_proves_nobody(authority):
    stranger = Authority("Another Root")

    (one,) = verify(signed(stranger), authority.trust()).signings

    assert (one.state, one.why) == (State.UNPROVEN, (Why.UNKNOWN_ISSUER,))
    assert verify(signed(stranger), Trust()).signings[0].state == State.UNPROVEN


def test_a_root_of_the_same_name_is_another_root(authority):
    impostor = Authority(key=KEYS[1])

    (one,) = verify(signed(impostor, lasting=False), authority.trust()).signings

    assert one.state != State.PROVEN


@pytest.mark.parametrize("lasting", [True, False])
def test_a_revoked_certificate_is_refused(lasting):
    authority = Authority()
    key = authority.key_of("Clara")
    stamper = authority.stamper() if lasting else None
    made, _level = sign(paper(), key, field="Party", trust=authority.trust(lists=False), stamper=stamper)
    authority.revoke(key)

    (one,) = verify(made, authority.trust()).signings

    assert one.state == State.REFUSED
    assert Why.REVOKED in one.why


def test_a_certificate_that_ended_before_proves_nothing(authority):
    key = authority.key_of("Clara", begins=now() - 3 * YEAR, ends=now() - YEAR)
    made, level = sign(paper(), key, field="Party", trust=authority.trust(), stamper=authority.stamper())

    (one,) = verify(made, authority.trust()).signings

    assert level == Level.TIMED
    assert (one.state, one.why) == (State.UNPROVEN, (Why.EXPIRED,))


def test_a_certificate_that_has_not_begun_proves_nothing(authority):
    made, _level = sign(
        paper(), authority.key_of("Clara", begins=now() + timedelta(days=9)), field="P", trust=authority.trust()
    )

    (one,) = verify(made, authority.trust()).signings

    assert (one.state, one.why) == (State.UNPROVEN, (Why.NOT_YET,))


def test_a_certificate_that_is_not_for_signing_is_unfit(authority):
    made, _level = sign(
        paper(), authority.key_of("Clara", uses=["key_encipherment"]), field="P", trust=authority.trust()
    )

    (one,) = verify(made, authority.trust()).signings

    assert one.state == State.UNPROVEN and Why.UNFIT in one.why


def test_a_time_that_lies_ahead_is_not_believed(authority):
    made = signed(authority, lasting=False)

    (one,) = verify(made, authority.trust(), now=now() - timedelta(days=3)).signings

    assert one.state == State.UNPROVEN and Why.IN_FUTURE in one.why


# What was changed


@pytest.mark.parametrize("is_lasting", [True, False])
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_changed_document_is_refused(authority, attack, is_lasting):
    made = ATTACKS[attack](signed(authority, lasting=is_lasting))

    try:
        verdict = verify(made, authority.trust())
    except Unreadable as refusal:
        assert refusal.reason == "damaged"
    else:
        assert verdict.is_refused and verdict.after > 0
        assert {Why.CHANGED_AFTER, Why.APPENDED}.intersection(verdict.signings[0].why)


@pytest.mark.parametrize("attack", list(ATTACKS)[:3])
def test_the_subindication_alone_would_accept_what_is_shown_instead(authority, attack, monkeypatch):
    made = ATTACKS[attack](signed(authority, lasting=False))
    assert not accepts(made, authority.trust())

    monkeypatch.setattr(verifying, "_holds", HALVES["the subindication alone"])
    monkeypatch.setattr(verifying, "_is_upkeep", lambda last: True)

    assert accepts(made, authority.trust())


def shown(content):
    """What its pages draw."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [page.Contents.read_bytes() for page in pdf.pages]


def kept_up(content, authority):
    """The file with what proves its last time stamp, which nothing signs any more."""
    trust, made = authority.trust(), BytesIO()
    context = ValidationContext(trust_roots=trust.certificates, crls=trust.revoked, allow_fetching=False)
    stamp = PdfFileReader(BytesIO(content)).embedded_signatures[-1]
    alone(lambda: add_validation_info(stamp, context, output=made, force_write=True))
    return made.getvalue()


def shows_otherwise_unsaid(content, signed_content, trust):
    """Whether it is proven, shows something else than what was signed, and no word is said of what was added."""
    return accepts(content, trust) and (not verify(content, trust).after or shown(content) != shown(signed_content))


def test_a_flipped_bit_in_upkeep_that_nothing_signs_never_shows_anything_else(authority, lasting):
    made, trust = kept_up(lasting, authority), authority.trust()
    assert accepts(made, trust) and verify(made, trust).after == len(made) - len(lasting)

    for place in range(len(lasting), len(made), (len(made) - len(lasting)) // 20):
        assert not shows_otherwise_unsaid(flipped(made, place, place % 8), lasting, trust)


def test_if_whatever_came_after_were_upkeep_something_else_would_be_shown(authority, monkeypatch):
    """The negative control."""
    made, trust = signed(authority, lasting=False), authority.trust()
    attacked = ATTACKS[next(iter(ATTACKS))](made)
    assert not shows_otherwise_unsaid(attacked, made, trust)

    monkeypatch.setattr(verifying, "_holds", HALVES["the subindication alone"])
    monkeypatch.setattr(verifying, "_is_upkeep", lambda last: True)

    assert shows_otherwise_unsaid(attacked, made, trust)


def test_whatever_lies_in_what_is_covered_a_flipped_bit_is_refused_by_three_verifiers(authority, tmp_path):
    needs("pdfsig")
    needs("openssl")
    made = signed(authority, lasting=False)
    places = covered_bytes(made)
    root = tmp_path / "root.pem"
    root.write_bytes(authority.folder(tmp_path / "trust").joinpath("root.pem").read_bytes())

    assert accepts(made, authority.trust()) and by_openssl(made, root, tmp_path) and by_pdfsig(made, tmp_path)
    for place in places[len(places) // 4 :: len(places) // 5]:
        broken = flipped(made, place, 0)
        told = (accepts(broken, authority.trust()), by_openssl(broken, root, tmp_path), by_pdfsig(broken, tmp_path))
        assert told == (False, False, False)


def by_openssl(content, root, folder):
    """What OpenSSL says of the signature and of the bytes that it covers."""
    found = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]", content)
    if not found:
        return False
    start, length, again, rest = map(int, found.groups())
    cms = bytes.fromhex(content[start + length + 1 : again - 1].decode("latin-1"))
    size = int.from_bytes(cms[2:4], "big") + 4  # what its own header says; the rest fills the place up
    (folder / "signature").write_bytes(cms[:size])
    (folder / "content").write_bytes(content[start : start + length] + content[again : again + rest])
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", folder / "signature"]
    command += ["-content", folder / "content", "-CAfile", root, "-purpose", "any", "-out", folder / "out"]
    return subprocess.run(command, capture_output=True).returncode == 0


def by_pdfsig(content, folder):
    """What poppler says of the signature; it trusts no root of ours, and says so apart."""
    path = folder / "signed.pdf"
    path.write_bytes(content)
    told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, errors="replace")
    return "Signature is Valid" in told.stdout


@pytest.mark.parametrize("attack", list(ATTACKS)[:2])
def test_a_page_that_was_replaced_before_the_first_signature_shows_another_document(authority, attack):
    """Its signature covers every byte and is proven: only what was handed out tells that it is another document."""
    handed = with_fields(paper(), ["Party0", "Party1"])
    known = len(handed)
    honest, forged = (signed(authority, by=("A", "B"), pdf=one) for one in (handed, ATTACKS[attack](handed)))

    assert verify(forged, authority.trust()).is_proven
    assert verify(forged, authority.trust(), known=known).is_same is False
    assert verify(honest, authority.trust(), known=known).is_same is True
    assert verify(honest, authority.trust()).is_same is None


# What is no signed PDF


def locked():
    made = BytesIO()
    with pikepdf.open(BytesIO(paper())) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: b"", "no pdf"),
        (lambda: b"MZ" + b"\0" * 2000, "no pdf"),
        (lambda: b"%PDF-1.7\n", "damaged"),
        (lambda: paper()[:-200], "damaged"),
        (locked, "locked"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_reason(content, reason):
    with pytest.raises(Unreadable) as refusal:
        verify(content(), Trust())

    assert refusal.value.reason == reason


def test_a_pdf_that_nobody_signed_proves_nothing():
    verdict = verify(paper(), Trust())

    assert verdict.signings == () and not verdict.is_proven and not verdict.is_refused


def test_a_file_cut_anywhere_is_never_proven(authority, lasting):
    for length in range(0, len(lasting), len(lasting) // 25):
        verdict = accepts(lasting[:length], authority.trust())
        assert not verdict or lasting[:length].rstrip().endswith(b"%%EOF")


# Keys and trust


@pytest.mark.parametrize("passphrase", ["", "wrong", "a passphrase of a tesT"])
def test_a_key_does_not_open_with_another_passphrase_and_says_nothing_of_it(authority, passphrase):
    with pytest.raises(NotSigned) as refusal:
        key_from(authority.p12("Clara"), passphrase)

    assert refusal.value.reason == "passphrase"
    assert refusal.value.__cause__ is None
    assert PASSPHRASE not in repr(authority.key_of("Clara"))


def test_what_is_no_key_signs_nothing():
    with pytest.raises(NotSigned):
        key_from(b"x" * 200, PASSPHRASE)
    with pytest.raises(NotSigned):
        key_from(b"x" * 200_000, PASSPHRASE)


def test_a_folder_of_trust_holds_roots_and_lists_and_nothing_else_is_read(authority, tmp_path):
    folder = authority.folder(tmp_path / "trust")
    (folder / "README").write_text("not read")

    trust = trust_in(folder)

    assert [holder_of(one).name for one in trust.certificates] == ["Test Root"]
    assert len(trust.lists) == 1
    assert Trust.from_told(trust.told()) == trust
    assert trust_in("") == Trust()


def test_a_folder_that_is_missing_and_a_file_that_holds_nothing_are_named(tmp_path):
    (tmp_path / "a.pem").write_text("nothing")

    with pytest.raises(NoTrust, match=r"a\.pem"):
        trust_in(tmp_path)
    with pytest.raises(NoTrust, match="no such"):
        trust_in(tmp_path / "missing")
