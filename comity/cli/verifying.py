"""What is verified from the command line: the journal, or a PDF that somebody signed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from comity.agreements.verifying_files import Found, look_at
from comity.cli import sealing
from comity.cli.refusal import Refusal
from comity.papers.apart import LARGEST
from comity.papers.certificates import NoTrust, Trust, trust_in
from comity.papers.words import because, unreadable

JOURNAL = "journal"
PROVEN, NOT_PROVEN, UNREAD = 0, 1, 2
MARKS = {"proven": "PROVEN", "unproven": "NOT PROVEN", "refused": "REFUSED"}


def verify(asked: Namespace) -> int:
    """This will check the journal, or tell what each signature in a PDF proves; 0 only where all is proven."""
    return sealing.verify(asked) if asked.what == JOURNAL else _verify_file(asked)


def _verify_file(asked: Namespace) -> int:
    from comity.papers.verifying import Unreadable  # noqa: PLC0415 - pyHanko loads slowly, where it is asked for

    content, trust = _read(Path(asked.what)), _trust(asked)
    try:
        found = look_at(content, trust, now=timezone.now())
    except Unreadable as refusal:
        print(f"NOT READ  {unreadable(refusal.reason)}")
        return UNREAD
    for line in _told(found, trust):
        print(line)
    return PROVEN if found.proof.is_proven else NOT_PROVEN


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal(f"{path} is larger than {LARGEST // 1024 // 1024} MB.")
        return path.read_bytes()
    except OSError as trouble:
        raise Refusal(f"{path} cannot be read ({trouble.strerror}).") from trouble


def _trust(asked: Namespace) -> Trust:
    try:
        return trust_in(*(asked.trust or [settings.TRUST]))
    except NoTrust as trouble:
        raise Refusal(f"{trouble}.") from trouble


def _when(one: Any) -> str:
    if one.proven_at:
        return f"Signed by {one.proven_at} at the latest, as an authority of time says."
    if one.claimed:
        return f"Signed at {one.claimed}, which only the signer's own clock says."
    return "Nothing says when it was signed."


def _told(found: Found, trust: Trust) -> Iterator[str]:
    """The findings, a line or more for each signature, and one for the file."""
    verdict = found.proof
    if not trust.roots:
        yield "No root is trusted: who signed cannot be proven. Name a folder of roots with --trust."
    for one in verdict.signings:
        yield f"{MARKS[one.state]}  the certificate says: {one.holder.name}; issued by: {one.holder.issuer}"
        if one.why:
            yield f"    {because(one.why)}"
        yield f"    {_when(one)}"
        yield f"    The certificate is {'' if one.is_revocation_proven else 'not '}proven not to have been revoked."
    if not verdict.signings:
        yield "NOT PROVEN  Nobody has signed this file by certificate."
    if verdict.after:
        yield f"{verdict.after} bytes stand after what the last signature or time stamp covers."
    ours = (
        f"was handed out here for signing: agreement {found.agreement.pk}" if found.agreement else "is not known here"
    )
    yield f"Its text {ours}."
