"""Signs a PDF as PAdES has it (ETSI EN 319 142-1), as an addition that leaves every byte before it as it was.

With an authority of time and the lists of revoked certificates at hand it is level B-LTA, which can be verified offline
for years; with less it is what can be made of it, and the level is told. A key signs once and is kept nowhere.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

import pikepdf
from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from comity.papers.alone import alone
from comity.papers.certificates import Holder, Trust, holder_of

PATIENCE = 20  # seconds that an authority of time is waited for
LARGEST_KEY = 100_000  # bytes of a PKCS#12 file
DIGEST = "sha256"
FOR_SIGNING = 3  # ISO 32000-2, table 225: it holds places for signatures, and is only ever appended to
# What proves that no certificate was revoked is written before the last time stamp, so that nothing stands after it.
BEFORE_THE_STAMP = DSSContentSettings(
    include_vri=False,
    placement=SigDSSPlacementPreference.SEPARATE_REVISION,
    next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
)

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what goes wrong is told by us, in words


class NotSigned(Exception):
    """Nothing was signed; `reason` is a code of ours: passphrase, no key, time, damaged, device."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Level(StrEnum):
    """How long a signature can be verified (ETSI EN 319 142-1, 6)."""

    BASIC = "B-B"
    TIMED = "B-T"
    LASTING = "B-LTA"


@dataclass(frozen=True)
class Key:
    """A key that is ready to sign, and whose certificate goes with it."""

    signer: Any

    @property
    def holder(self) -> Holder:
        """What the certificate says of whoever signs."""
        return holder_of(self.signer.signing_cert)

    def __repr__(self) -> str:
        return f"<Key of {self.holder.name}>"


def key_from(content: bytes, passphrase: str) -> Key:
    """This will open a PKCS#12 file (.p12, .pfx) with its passphrase. Raises NotSigned where that cannot be done."""
    if len(content) > LARGEST_KEY:
        raise NotSigned("no key")
    try:
        signer = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=passphrase.encode())
    except (ValueError, TypeError, AttributeError):
        # What it says might repeat what was typed: nothing of it goes on.
        raise NotSigned("passphrase") from None
    if signer is None or signer.signing_cert is None:
        raise NotSigned("no key")
    return Key(signer)


@contextmanager
def key_in_device(module: str, *, token: str, label: str, pin: str) -> Iterator[Key]:
    """This will use a key that stays inside a device or a service of keys (PKCS#11); none of it comes here.

    `module` is the path of its library. Raises NotSigned where the package python-pkcs11 or the device is missing.
    """
    try:
        from pkcs11 import PKCS11Error  # noqa: PLC0415 - an extra of ours
        from pyhanko.config.pkcs11 import PKCS11SignatureConfig, TokenCriteria  # noqa: PLC0415 - an extra of ours
        from pyhanko.sign.pkcs11 import PKCS11SigningContext  # noqa: PLC0415 - an extra of ours
    except ImportError:
        raise NotSigned("device") from None
    criteria = TokenCriteria(label=token)
    config = PKCS11SignatureConfig(module_path=module, token_criteria=criteria, cert_label=label, user_pin=pin)
    try:
        with PKCS11SigningContext(config) as signer:
            key = Key(signer)
            key.holder.name  # noqa: B018 - whether the certificate is there is asked of the device only now
            yield key
    except (SigningError, PKCS11Error):
        raise NotSigned("device") from None


class TimeAuthority(HTTPTimeStamper):
    """An authority of time (RFC 3161) at an address, of which whatever is no stamp for what was asked is an error."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """This will have a digest stamped. Raises TimestampRequestError where no stamp for it comes back."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (ValueError, TypeError, KeyError, AttributeError) as trouble:
            # Its reader stumbles over what is no answer, and over a stamp for another question.
            raise TimestampRequestError("no time stamp for what was asked") from trouble


def time_authority(address: str) -> TimeStamper | None:
    """This will name the authority of time (RFC 3161) at an address; none for an empty one."""
    return TimeAuthority(address, timeout=PATIENCE) if address else None


def with_fields(content: bytes, names: list[str]) -> bytes:
    """This will add an empty place for each signature to a PDF, as the form that it is for whoever signs it.

    What is signed later can be compared with it then: places that are filled in, and nothing else.
    """
    writer, made = IncrementalPdfFileWriter(BytesIO(_laid_open(content)), strict=True), BytesIO()
    for name in names:
        append_signature_field(writer, SigFieldSpec(name))
    form = writer.root["/AcroForm"]
    form["/SigFlags"] = generic.NumberObject(FOR_SIGNING)
    writer.update_container(form)
    writer.write(made)
    return made.getvalue()


def _laid_open(content: bytes) -> bytes:
    """The same PDF with each object by itself: packed together, comparing two revisions takes six times as long."""
    made = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.save(made, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return made.getvalue()


def sign(
    content: bytes, key: Key, *, field: str, trust: Trust, stamper: TimeStamper | None = None, reason: str = ""
) -> tuple[bytes, Level]:
    """This will add a signature to a PDF, and tell how long it can be verified.

    `field` names the signature within the file and is used once. Without an authority of time (`stamper`) its moment is
    only claimed. Raises NotSigned.
    """
    if stamper is None:
        return _signed(content, key, field, reason), Level.BASIC
    context = ValidationContext(
        trust_roots=trust.certificates, crls=trust.revoked, allow_fetching=False, revocation_mode="require"
    )
    try:
        return _signed(content, key, field, reason, stamper=stamper, context=context), Level.LASTING
    except (SignatureValidationError, PathError, ValidationError, SigningError):
        # It chains to no root of ours, or no list says that it is not revoked: the time can still be proven.
        return _signed(content, key, field, reason, stamper=stamper), Level.TIMED


def _signed(
    content: bytes,
    key: Key,
    field: str,
    reason: str,
    *,
    stamper: TimeStamper | None = None,
    context: ValidationContext | None = None,
) -> bytes:
    is_lasting = context is not None
    meta = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=DIGEST,
        reason=reason or None,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=is_lasting,
        use_pades_lta=is_lasting,
        validation_context=context,
        signer_key_usage=set(),
        dss_settings=BEFORE_THE_STAMP,
    )
    try:
        writer = IncrementalPdfFileWriter(BytesIO(content), strict=True)
        made = alone(lambda: PdfSigner(meta, key.signer, timestamper=stamper).sign_pdf(writer))
    except OSError:
        raise NotSigned("time") from None
    except PdfError:
        raise NotSigned("damaged") from None
    return bytes(made.getvalue())
