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
from comity.commitments.models.stages import ACTIVE, Kind, Priority, Stage, Trigger
from comity.commitments.models.wishes import Wish

__all__ = [
    "ACTIVE",
    "Claim",
    "Commitment",
    "Evidence",
    "ExpectedResult",
    "Extension",
    "Kind",
    "Known",
    "Priority",
    "Round",
    "Stage",
    "Trigger",
    "Verdict",
    "Wish",
]
