"""A key that stays inside a device seals, and leaves nothing of itself here (PKCS#11, tried with SoftHSM)."""

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from comity.papers.sealing import sealed, sealing_key
from comity.papers.signing import NotSigned
from comity.papers.verifying import verify
from tests.papers.made import paper
from tests.papers.pki import KEYS, Authority, der
from tests.programs import needs

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "1234"


@pytest.fixture(scope="module")
def device(tmp_path_factory):
    """A token with a key and its certificate in it, and the root that vouches for it."""
    needs("softhsm2-util")
    pkcs11 = pytest.importorskip("pkcs11")
    folder, authority = tmp_path_factory.mktemp("device"), Authority()
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    (folder / "key.pem").write_bytes(
        KEYS[1].private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        util("--init-token", "--free", "--label", "office", "--so-pin", "12345678", "--pin", PIN)
        util("--import", folder / "key.pem", "--token", "office", "--label", "seal", "--id", "01", "--pin", PIN)
        certificate = authority.certificate("Office of Tests")
        with pkcs11.lib(str(LIBRARY)).get_token(token_label="office").open(user_pin=PIN, rw=True) as session:
            session.create_object(
                {
                    pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                    pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                    pkcs11.Attribute.TOKEN: True,
                    pkcs11.Attribute.LABEL: "seal",
                    pkcs11.Attribute.ID: b"\x01",
                    pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
                    pkcs11.Attribute.VALUE: der(certificate),
                }
            )
        yield authority


def util(*words):
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)


def place(token="office", label="seal"):
    return f"pkcs11:{LIBRARY}?token={token}&label={label}"


def test_what_is_sealed_by_a_device_is_proven(device):
    made, _level = sealed(paper(), where=place(), passphrase=PIN, trust=device.trust())

    (one,) = verify(made, device.trust()).signings
    assert one.is_proven and one.holder.name == "Office of Tests"


@pytest.mark.parametrize(("where", "pin"), [(place(token="another"), PIN), (place(), "4321")])
def test_another_token_and_a_wrong_pin_seal_nothing(device, where, pin):
    with pytest.raises(NotSigned) as refusal, sealing_key(where, pin):
        pytest.fail("nothing is opened")

    assert refusal.value.reason == "device"


def test_a_key_that_is_not_in_the_device_seals_nothing(device):
    with pytest.raises(NotSigned):
        sealed(paper(), where=place(label="missing"), passphrase=PIN, trust=device.trust())
