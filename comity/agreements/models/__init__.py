"""Agreements: the instrument and its parties, its text, and what each party and our own house said of it."""

from comity.agreements.models.agreements import Agreement, refuse_a_party_alone
from comity.agreements.models.amendments import Amending, Amendment
from comity.agreements.models.approvals import AgreedText, Approval
from comity.agreements.models.brought import BroughtRegister, BroughtRow
from comity.agreements.models.clauses import Clause, Outcome, Part, Remark
from comity.agreements.models.clearances import Clearance, Finding, Sort
from comity.agreements.models.conditions import Cefr, Doctorate, Mobility, Who
from comity.agreements.models.electronic import SignedCopy, SigningCopy, Weight
from comity.agreements.models.own import Emulation, ModelVersion, OwnModel, RollOut
from comity.agreements.models.papers import Paper, Shows
from comity.agreements.models.parties import Authority, Party
from comity.agreements.models.questions import AgreementQuerySet
from comity.agreements.models.redlines import Doing, Edit, Redline
from comity.agreements.models.registrations import Registered, Registration
from comity.agreements.models.renewals import Renewal
from comity.agreements.models.reviews import ExchangedLetter, Notice, Review, Succession, Suggested, Tombstone
from comity.agreements.models.signatures import Mode, Signature
from comity.agreements.models.stages import Stage
from comity.agreements.models.undertakings import Promised, Side, Undertaking, When

__all__ = [
    "AgreedText",
    "Agreement",
    "AgreementQuerySet",
    "Amending",
    "Amendment",
    "Approval",
    "Authority",
    "BroughtRegister",
    "BroughtRow",
    "Cefr",
    "Clause",
    "Clearance",
    "Doctorate",
    "Doing",
    "Edit",
    "Emulation",
    "ExchangedLetter",
    "Finding",
    "Mobility",
    "Mode",
    "ModelVersion",
    "Notice",
    "Outcome",
    "OwnModel",
    "Paper",
    "Part",
    "Party",
    "Promised",
    "Redline",
    "Registered",
    "Registration",
    "Remark",
    "Renewal",
    "Review",
    "RollOut",
    "Shows",
    "Side",
    "Signature",
    "SignedCopy",
    "SigningCopy",
    "Sort",
    "Stage",
    "Succession",
    "Suggested",
    "Tombstone",
    "Undertaking",
    "Weight",
    "When",
    "Who",
    "refuse_a_party_alone",
]
