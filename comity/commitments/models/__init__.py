"""The things of this app."""

from comity.commitments.models.commitments import Commitment
from comity.commitments.models.facts import (
    Claim,
    Evidence,
    ExpectedResult,
    Extension,
    Known,
    Verdict,
)
from comity.commitments.models.rounds import Round
from comity.commitments.models.stages import ACTIVE, Priority, Stage, Trigger
from comity.commitments.models.wishes import WishToCancel

__all__ = [
    "ACTIVE",
    "Claim",
    "Commitment",
    "Evidence",
    "ExpectedResult",
    "Extension",
    "Known",
    "Priority",
    "Round",
    "Stage",
    "Trigger",
    "Verdict",
    "WishToCancel",
]
