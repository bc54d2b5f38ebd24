"""A small authority of our own for tests: a root, people with certificates, an authority of time, what was revoked."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from asn1crypto import keys, x509
from cryptography import x509 as made
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from comity.papers.certificates import Trust
from comity.papers.signing import key_from

PASSPHRASE = "a passphrase of a test"
YEAR = timedelta(days=365)
USES = ["digital_signature", "content_commitment"]
EVERY_USE = [
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
]  # fmt: skip
KEYS = [rsa.generate_private_key(65537, 2048) for _number in range(2)]  # of authorities, and of everybody else


def now():
    return datetime.now(UTC).replace(microsecond=0)


@dataclass
class Authority:
    """A root that gives certificates and says which of them are revoked."""

    name: str = "Test Root"
    key: rsa.RSAPrivateKey = field(default_factory=lambda: KEYS[0])
    revoked: list = field(default_factory=list)

    @cached_property
    def root(self):
        return self._certificate(self.name, self.key, uses=["key_cert_sign", "crl_sign"], is_authority=True)

    def _certificate(self, name, key, *, uses, is_authority=False, begins=None, ends=None, purpose=None):
        named = [made.NameAttribute(NameOID.COMMON_NAME, name), made.NameAttribute(NameOID.ORGANIZATION_NAME, "Tests")]
        issuer = made.Name(named if is_authority else list(self.root.subject))
        begins = begins or now() - YEAR
        described = (
            made.CertificateBuilder()
            .subject_name(made.Name(named))
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(made.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends or now() + 5 * YEAR)
            .add_extension(made.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(made.KeyUsage(**{one: one in uses for one in EVERY_USE}), critical=True)
            .add_extension(made.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(made.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        if purpose:
            described = described.add_extension(made.ExtendedKeyUsage([purpose]), critical=True)
        return described.sign(self.key, hashes.SHA256())

    def certificate(self, name, **facts):
        return self._certificate(name, KEYS[1], **{"uses": USES, **facts})

    def p12(self, name, *, passphrase=PASSPHRASE, **facts):
        """A PKCS#12 file as somebody has it on their machine."""
        lock = serialization.BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(
            b"key", KEYS[1], self.certificate(name, **facts), [self.root], lock
        )

    def key_of(self, name, **facts):
        return key_from(self.p12(name, **facts), PASSPHRASE)

    def stamper(self, at=None, **facts):
        """An authority of time; `at` is what its clock says."""
        facts = {"uses": ["digital_signature"], "purpose": ExtendedKeyUsageOID.TIME_STAMPING, **facts}
        certificate = self._certificate("Test Time", KEYS[1], **facts)
        key = KEYS[1].private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        store = SimpleCertificateStore()
        store.register(x509.Certificate.load(der(self.root)))
        return DummyTimeStamper(
            x509.Certificate.load(der(certificate)), keys.PrivateKeyInfo.load(key), certs_to_embed=store, fixed_dt=at
        )

    def revoke(self, key, *, at=None):
        """From now on the list says that this certificate is revoked."""
        self.revoked.append((key.signer.signing_cert.serial_number, at or now() - timedelta(days=1)))

    def list_of_revoked(self, *, at=None):
        at = at or now() - timedelta(hours=1)
        described = made.CertificateRevocationListBuilder().issuer_name(self.root.subject)
        described = described.last_update(at).next_update(at + timedelta(days=60))
        described = described.add_extension(
            made.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
        )
        described = described.add_extension(made.CRLNumber(1), critical=False)
        for serial, since in self.revoked:
            one = made.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
            described = described.add_revoked_certificate(one)
        return described.sign(self.key, hashes.SHA256())

    def trust(self, *, lists=True):
        revoked = (self.list_of_revoked().public_bytes(serialization.Encoding.DER),) if lists else ()
        return Trust((der(self.root),), revoked)

    def folder(self, path, *, at=None):
        """A folder of trust, as an operator has it; `at` is when the list of what was revoked was made."""
        path.mkdir(exist_ok=True)
        (path / "root.pem").write_bytes(self.root.public_bytes(serialization.Encoding.PEM))
        (path / "revoked.crl").write_bytes(self.list_of_revoked(at=at).public_bytes(serialization.Encoding.DER))
        return path


def der(certificate):
    return certificate.public_bytes(serialization.Encoding.DER)
