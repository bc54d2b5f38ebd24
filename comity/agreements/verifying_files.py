"""Whether a signed PDF is one of ours, and what it proves; asked by visitors and from the command line alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from comity.agreements.models import Agreement, SigningCopy
from comity.papers.apart import verify_apart
from comity.papers.certificates import Trust

END = re.compile(rb"%%EOF\r?\n?")
FIRST = 3  # ends of revisions among which that of the PDF for signing is: it was printed, and places were added to it


@dataclass(frozen=True)
class Found:
    """What a file proves, and the agreement whose text it is, where it was handed out here for signing."""

    proof: Any  # comity.papers.verifying.Verdict, which is loaded where it is asked for
    agreement: Agreement | None


def look_at(content: bytes, trust: Trust, *, now: datetime) -> Found:
    """This will tell what a signed PDF proves and whether its text was handed out here for signing.

    Nothing of it is kept. Raises Unreadable for what cannot be looked at.
    """
    copy = handed_out(content)
    verdict = verify_apart(content, trust, now=now, known=copy.size if copy else 0)
    return Found(verdict, copy.text.agreement if copy and verdict.is_same else None)


def handed_out(content: bytes) -> SigningCopy | None:
    """This will find the PDF for signing with which a file begins, byte for byte."""
    ends = [one.end() for one, _number in zip(END.finditer(content), range(FIRST), strict=False)]
    for end in reversed(ends):
        if copy := SigningCopy.objects.of_bytes(sha256(content[:end]).hexdigest()).first():
            return copy
    return None
