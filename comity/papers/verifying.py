"""What a signed PDF proves, and what it does not: who signed what, when, and whether anything was changed since.

A signature counts as proven only where two fields of pyHanko hold together: the subindication of ETSI EN 319 102-1 and
the bottom line of its own status. The first alone lets a replaced page pass, the second alone a flipped bit (decision
32). It reads bytes that a stranger made: a server lets it run in a process of its own (`papers.apart`).
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import KeyUsageConstraints, async_validate_pdf_timestamp
from pyhanko.sign.validation.ades import AdESLTAValidationResult, ades_basic_validation, ades_lta_validation
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from comity.papers.alone import alone
from comity.papers.certificates import Holder, Trust, holder_of
from comity.papers.revisions import ReviewedOnce, is_altered

MOST = 50  # signatures in one file that are looked at
AHEAD = timedelta(minutes=5)  # that a clock may be ahead of ours
# Either kind of use: certificates of persons and of seals have one, the other or both (ETSI EN 319 412-2, 4.3.2).
USES = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
IF_AT_HAND = RevocationCheckingPolicy(
    RevocationCheckingRule.CHECK_IF_DECLARED_SOFT, RevocationCheckingRule.CHECK_IF_DECLARED_SOFT
)
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it finds is told by us, in words
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


class Unreadable(Exception):
    """The file is no PDF that can be looked at; `reason` is a code of ours."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class State(StrEnum):
    """How much one signature proves."""

    PROVEN = "proven"
    UNPROVEN = "unproven"  # the bytes are intact; who signed, or that they still could, is not proven
    REFUSED = "refused"  # something was changed, or the certificate was revoked


class Why(StrEnum):
    """Why a signature proves less than it could."""

    ALTERED = "altered"
    CHANGED_AFTER = "changed_after"
    APPENDED = "appended"
    UNCOVERED = "uncovered"
    REVOKED = "revoked"
    UNKNOWN_ISSUER = "unknown_issuer"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    WEAK = "weak"
    UNFIT = "unfit"
    IN_FUTURE = "in_future"
    UNREADABLE = "unreadable"
    OTHER = "other"


@dataclass(frozen=True)
class Signed:
    """One signature: whose certificate made it, when, over how much, and what is proven of that."""

    holder: Holder
    state: State
    why: tuple[Why, ...] = ()
    claimed: str = ""  # ISO 8601, as the signer's own clock said
    proven_at: str = ""  # ISO 8601, as an authority of time says; empty where none does
    is_revocation_proven: bool = False
    is_whole: bool = False  # it covers every byte of the file
    covered: int = 0  # bytes from the beginning of the file that it answers for

    @property
    def proven_moment(self) -> datetime | None:
        """When it was there at the latest, as an authority of time says."""
        return datetime.fromisoformat(self.proven_at) if self.proven_at else None

    @property
    def claimed_moment(self) -> datetime | None:
        """When it was made, as the signer's own clock says."""
        return datetime.fromisoformat(self.claimed) if self.claimed else None

    @property
    def is_proven(self) -> bool:
        """Whether both fields hold."""
        return self.state == State.PROVEN


@dataclass(frozen=True)
class Verdict:
    """What a file proves as a whole."""

    signings: tuple[Signed, ...] = ()
    size: int = 0  # bytes
    after: int = 0  # bytes that stand after what the last signature or time stamp covers
    # Whether it shows the same document as the beginning that is known; not asked where none is.
    is_same: bool | None = None

    @property
    def is_proven(self) -> bool:
        """Whether it is signed and every signature is proven."""
        return bool(self.signings) and all(one.is_proven for one in self.signings)

    @property
    def is_refused(self) -> bool:
        """Whether something was changed, or somebody signed with a certificate that was revoked."""
        return any(one.state == State.REFUSED for one in self.signings)

    def told(self) -> dict[str, Any]:
        """This will write it in a form that JSON can hold."""
        return asdict(self)

    @classmethod
    def from_told(cls, told: dict[str, Any]) -> Verdict:
        """This will read it back from that form."""
        signings = tuple(_from_told(one) for one in told["signings"])
        return cls(signings, told["size"], told["after"], told["is_same"])


def _from_told(one: dict[str, Any]) -> Signed:
    given = {"holder": Holder(**one["holder"]), "state": State(one["state"])}
    return Signed(**{**one, **given, "why": tuple(Why(why) for why in one["why"])})


def verify(content: bytes, trust: Trust, *, now: datetime | None = None, known: int = 0) -> Verdict:
    """This will tell what each signature in a PDF proves to somebody who trusts these roots.

    `now` is the moment of which it is asked, with a zone; the present one without. So many bytes of its beginning are
    `known` to be ours: whether what was added shows the same document is told, too, because the first signature could
    cover a page that was replaced before. Nothing is fetched. Raises Unreadable for what is no PDF, is encrypted, or is
    too damaged to be read.
    """
    now = now or datetime.now(UTC)
    reader, embedded = _opened(content)
    after, once = len(content) - max((_end(one) for one in embedded), default=len(content)), ReviewedOnce()
    found = [_looked_at(one, trust, now, once) for one in embedded if one.sig_object_type == "/Sig"]
    wrong = [why for one in embedded if one.sig_object_type != "/Sig" and (why := _wrong_with(one, trust, once))]
    if after and (_is_loose(reader, embedded, content) or not _is_upkeep(embedded[-1])):
        wrong.append(Why.APPENDED)
    found = [_refused(one, wrong) for one in found] if wrong else found
    return Verdict(tuple(found), len(content), after, _is_same(reader, content, known) if known else None)


def _opened(content: bytes) -> tuple[PdfFileReader, list[Any]]:
    if b"%PDF-" not in content[:1024]:
        raise Unreadable("no pdf")
    try:
        reader = PdfFileReader(BytesIO(content), strict=True)
        is_locked, embedded = reader.encrypted, list(reader.embedded_signatures) if not reader.encrypted else []
    except Exception as trouble:  # a damaged file makes a parser fail in more ways than it has names for
        raise Unreadable("damaged") from trouble
    if is_locked:
        raise Unreadable("locked")
    if len(embedded) > MOST:
        raise Unreadable("too much")
    return reader, embedded


def _is_upkeep(last: Any) -> bool:
    """Whether what stands after the last signature proves that signature, as a list of revoked certificates does.

    A revision that only hides a signature, or holds what nothing refers to, is no upkeep: one flipped bit makes one.
    """
    changed = last.diff_result
    return isinstance(changed, DiffResult) and changed.modification_level == ModificationLevel.LTA_UPDATES


def _is_same(reader: PdfFileReader, content: bytes, known: int) -> bool:
    """Whether nothing but signatures and what proves them was added to the document that ends after `known` bytes."""
    try:
        begun = int(PdfFileReader(BytesIO(content[:known])).xrefs.total_revisions) - 1
        told = DEFAULT_DIFF_POLICY.review_file(reader, begun, doc_mdp=MDPPerm.FILL_FORMS)
    except Exception:  # see _opened
        return False
    return isinstance(told, DiffResult) and told.modification_level <= ModificationLevel.FORM_FILLING


def _end(embedded: Any) -> int:
    """The byte after the last one that a signature covers."""
    *_start, begins, length = embedded.byte_range
    return int(begins) + int(length)


def _is_loose(reader: PdfFileReader, embedded: list[Any], content: bytes) -> bool:
    """Whether bytes stand after the last signature, or at the end, that belong to no revision."""
    last = max(int(one.signed_revision) for one in embedded)
    ends_in_revision = content.rstrip(b"\r\n").endswith(b"%%EOF")
    return int(reader.xrefs.total_revisions) - 1 <= last or not ends_in_revision


def _wrong_with(stamp: Any, trust: Trust, once: ReviewedOnce) -> Why | None:
    """What is wrong with a time stamp over the document: bytes under it, or another document shown after it."""
    try:
        if is_altered(stamp):
            return Why.ALTERED
        context = ValidationContext(trust_roots=trust.certificates, allow_fetching=False)
        status = alone(lambda: asyncio.run(async_validate_pdf_timestamp(stamp, context, diff_policy=once)))
    except Exception:  # see _opened
        return Why.UNREADABLE
    if not (status.intact and status.valid and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION):
        return Why.ALTERED
    return Why.CHANGED_AFTER if status.modification_level in (None, ModificationLevel.OTHER) else None


def _looked_at(embedded: Any, trust: Trust, now: datetime, once: ReviewedOnce) -> Signed:
    holder = Holder("")
    try:
        holder = holder_of(embedded.signer_cert)
        if is_altered(embedded):
            return Signed(holder, State.REFUSED, (Why.ALTERED,))
        embedded.compute_integrity_info(once)
        result = _validated(embedded, trust, now, REQUIRE_REVINFO, once)
        is_revocation_proven = _holds(result)
        if not is_revocation_proven and not _is_revoked(result):
            result = _validated(embedded, trust, now, IF_AT_HAND, once)
        return _told(embedded, holder, result, is_revocation_proven=is_revocation_proven, now=now)
    except Exception as trouble:  # see _opened
        return Signed(holder, State.REFUSED, (Why.ALTERED if _is_of_hash(trouble) else Why.UNREADABLE,))


def _is_of_hash(trouble: Exception) -> bool:
    return getattr(trouble, "ades_subindication", None) in (AdESFailure.HASH_FAILURE, AdESFailure.SIG_CRYPTO_FAILURE)


def _validated(
    embedded: Any, trust: Trust, now: datetime, revocation: RevocationCheckingPolicy, once: ReviewedOnce
) -> Any:
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=trust.certificates),
        revinfo_policy=CertRevTrustPolicy(revocation),
    )
    spec = SignatureValidationSpec(
        cert_validation_policy=policy,
        revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        local_knowledge=LocalKnowledge(known_crls=[CRLContainer(one) for one in trust.revoked]),
        key_usage_settings=USES,
    )
    timing = ValidationTimingInfo(validation_time=now, best_signature_time=now, point_in_time_validation=False)
    if not _is_stamped(embedded):
        return alone(lambda: asyncio.run(_at_present(embedded, spec, timing)))
    whole = PdfSignatureValidationSpec(spec, once)
    return alone(lambda: asyncio.run(ades_lta_validation(embedded, whole, timing_info=timing)))


def _is_stamped(embedded: Any) -> bool:
    return next(extract_tst_data_iter(embedded.signer_info, signed=False), None) is not None


async def _at_present(embedded: Any, spec: SignatureValidationSpec, timing: ValidationTimingInfo) -> Any:
    """Looks at a signature whose time nobody proves as it stands now (ETSI EN 319 102-1, 5.3)."""
    digest = embedded.compute_digest()
    result = await ades_basic_validation(embedded.signed_data, spec, timing_info=timing, raw_digest=digest)
    if result.api_status is None:
        return result
    # The library looks at the signed bytes alone here; what was done to the document after them belongs to the verdict.
    told = {one.name: getattr(result.api_status, one.name) for one in fields(result.api_status)}
    return replace(result, api_status=PdfSignatureStatus(**{**told, **_of_the_document(embedded)}))


def _of_the_document(embedded: Any) -> dict[str, Any]:
    told = embedded.summarise_integrity_info()
    return {name: told[name] for name in ("coverage", "diff_result", "docmdp_ok")}


def _holds(result: Any) -> bool:
    """Both fields together; either alone accepts what was changed."""
    status = result.api_status
    return result.ades_subindic == AdESPassed.OK and status is not None and bool(status.bottom_line)


def _is_revoked(result: Any) -> bool:
    status = result.api_status
    return "REVOKED" in str(getattr(result.ades_subindic, "name", "")) or bool(status and status.revoked)


def _told(embedded: Any, holder: Holder, result: Any, *, is_revocation_proven: bool, now: datetime) -> Signed:
    status, claimed = result.api_status, embedded.self_reported_timestamp
    why = [] if _holds(result) else _why(result, holder, now)
    if claimed and claimed.tzinfo and claimed > now + AHEAD:
        why.append(Why.IN_FUTURE)
    bad = {Why.ALTERED, Why.CHANGED_AFTER, Why.UNCOVERED, Why.REVOKED, Why.UNREADABLE}
    state = State.PROVEN if not why else State.REFUSED if bad.intersection(why) else State.UNPROVEN
    coverage = status.coverage if status else None
    return Signed(
        holder,
        state,
        tuple(dict.fromkeys(why)),
        claimed=claimed.isoformat() if claimed else "",
        proven_at=_proven_at(result),
        is_revocation_proven=is_revocation_proven,
        is_whole=coverage == SignatureCoverageLevel.ENTIRE_FILE,
        covered=_end(embedded),
    )


def _proven_at(result: Any) -> str:
    """The moment by which an authority of time says that the signature was there."""
    if not isinstance(result, AdESLTAValidationResult):
        return ""
    stamp = result.signature_timestamp_status
    is_stamped = stamp is not None and stamp.ades_subindic == AdESPassed.OK
    is_told = is_stamped or result.oldest_evidence_record_timestamp is not None
    return str(result.best_signature_time.isoformat()) if is_told else ""


def _why(result: Any, holder: Holder, now: datetime) -> list[Why]:
    """Why it does not hold, the gravest first."""
    status, subindic = result.api_status, result.ades_subindic
    found = []
    if status is None or not (status.intact and status.valid):
        found.append(Why.ALTERED)
    elif status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        found.append(Why.UNCOVERED)
    elif not status.docmdp_ok:
        found.append(Why.CHANGED_AFTER)
    if _is_revoked(result):
        found.append(Why.REVOKED)
    if subindic != AdESPassed.OK:
        found.append(WHY.get(subindic, Why.OTHER))
    if status is not None and status.trust_problem_indic is not None:
        found.append(WHY.get(status.trust_problem_indic, Why.OTHER))
    return [_more_exactly(one, holder, now) for one in found] or [Why.OTHER]


WHY = {
    AdESFailure.HASH_FAILURE: Why.ALTERED,
    AdESFailure.SIG_CRYPTO_FAILURE: Why.ALTERED,
    AdESFailure.FORMAT_FAILURE: Why.UNREADABLE,
    AdESFailure.REVOKED: Why.REVOKED,
    AdESFailure.NOT_YET_VALID: Why.NOT_YET,
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Why.UNKNOWN_ISSUER,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: Why.UNKNOWN_ISSUER,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Why.UNFIT,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: Why.WEAK,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Why.WEAK,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Why.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Why.EXPIRED,
    AdESIndeterminate.NO_POE: Why.EXPIRED,
    AdESIndeterminate.EXPIRED: Why.EXPIRED,
    AdESIndeterminate.NOT_YET_VALID: Why.NOT_YET,
    AdESIndeterminate.REVOKED_NO_POE: Why.REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: Why.REVOKED,
}


def _more_exactly(why: Why, holder: Holder, now: datetime) -> Why:
    """A certificate that is out of its time is over, or has not begun."""
    if why in (Why.EXPIRED, Why.UNKNOWN_ISSUER) and datetime.fromisoformat(holder.begins) > now:
        return Why.NOT_YET
    return why


def _refused(one: Signed, wrong: list[Why]) -> Signed:
    return replace(one, state=State.REFUSED, why=tuple(dict.fromkeys([*wrong, *one.why])))
