"""Certificates: in which roots somebody trusts, and what a certificate says of its holder.

Nothing is fetched, ever: an address in a stranger's certificate would have our server call where the stranger wants.
Lists of revoked certificates lie beside the roots, and whoever runs the server renews them.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from asn1crypto import crl, pem, x509

LARGEST = 2_000_000  # bytes of one file of a folder of trust; lists of revoked certificates can be long
ENDINGS = {".pem", ".crt", ".cer", ".der", ".crl"}


class NoTrust(Exception):
    """A folder of trust cannot be read; its words name the file and what is wrong with it."""


@dataclass(frozen=True)
class Trust:
    """The roots that are trusted, and the lists of revoked certificates that are at hand; each as DER."""

    roots: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()

    @cached_property
    def certificates(self) -> list[Any]:
        """The roots, parsed."""
        return [x509.Certificate.load(one) for one in self.roots]

    @cached_property
    def revoked(self) -> list[Any]:
        """The lists of revoked certificates, parsed."""
        return [crl.CertificateList.load(one) for one in self.lists]

    def told(self) -> dict[str, list[str]]:
        """This will write it in a form that JSON can hold."""
        return {"roots": _written(self.roots), "lists": _written(self.lists)}

    @classmethod
    def from_told(cls, told: dict[str, list[str]]) -> Trust:
        """This will read it back from that form."""
        return cls(*(tuple(b64decode(one) for one in told[name]) for name in ("roots", "lists")))


def _written(several: Iterable[bytes]) -> list[str]:
    return [b64encode(one).decode() for one in several]


def trust_in(*places: Path | str) -> Trust:
    """This will read roots and lists from folders and files, as PEM or DER; no place gives no trust.

    Raises NoTrust for a place that is not there and for a file that holds neither.
    """
    roots: list[bytes] = []
    lists: list[bytes] = []
    for path in (file for place in places if str(place) for file in _files(Path(place))):
        for is_list, content in _blocks(path):
            (lists if is_list else roots).append(content)
    return Trust(tuple(roots), tuple(lists))


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        return [path for path in sorted(place.iterdir()) if path.suffix.lower() in ENDINGS]
    if place.is_file():
        return [place]
    raise NoTrust(f"{place}: there is no such folder or file")


def _blocks(path: Path) -> list[tuple[bool, bytes]]:
    """What one file holds: whether it is a list of revoked certificates, and its DER."""
    try:
        if path.stat().st_size > LARGEST:
            raise NoTrust(f"{path}: it is larger than {LARGEST} bytes")
        content = path.read_bytes()
        blocks = [one[2] for one in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
        return [(_is_list(one), one) for one in blocks]
    except (OSError, ValueError, TypeError) as trouble:
        raise NoTrust(f"{path}: it holds no certificate and no list of revoked ones") from trouble


def _is_list(content: bytes) -> bool:
    """Raises ValueError for what is neither a list nor a certificate."""
    try:
        crl.CertificateList.load(content, strict=True).native  # noqa: B018 - parsed whole, or it raises
        return True
    except (ValueError, TypeError):
        x509.Certificate.load(content, strict=True).native  # noqa: B018 - parsed whole, or it raises
        return False


@dataclass(frozen=True)
class Holder:
    """What a certificate says: whose it is, who says so, and until when; nobody but its issuer answers for that."""

    name: str
    organisation: str = ""
    issuer: str = ""
    fingerprint: str = ""  # SHA-256 of the certificate, 64 hexadecimal digits
    begins: str = ""  # ISO 8601
    ends: str = ""

    @property
    def ends_at(self) -> datetime | None:
        """The moment from which it holds no more."""
        return datetime.fromisoformat(self.ends) if self.ends else None


def holder_of(certificate: Any) -> Holder:
    """This will read what a certificate says of its holder."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    return Holder(
        name=_one(subject, "common_name", "pseudonym", "surname", "organization_name"),
        organisation=_one(subject, "organization_name"),
        issuer=_one(issuer, "common_name", "organization_name"),
        fingerprint=certificate.sha256.hex(),
        begins=certificate.not_valid_before.isoformat(),
        ends=certificate.not_valid_after.isoformat(),
    )


def _one(names: dict[str, Any], *kinds: str) -> str:
    """The first of these kinds of names that is there; of several of a kind, the first."""
    for kind in kinds:
        if value := names.get(kind):
            return str(value[0] if isinstance(value, list) else value)[:200]
    return ""
