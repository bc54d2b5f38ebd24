"""Agreements: the instrument and its parties, its text, and what each party and our own house said of it."""

from comity.agreements.models.agreements import Agreement, refuse_a_party_alone
from comity.agreements.models.approvals import AgreedText, Approval
from comity.agreements.models.clauses import Clause, Outcome, Part, Remark
from comity.agreements.models.clearances import Clearance, Finding, Sort
from comity.agreements.models.parties import Authority, Party
from comity.agreements.models.questions import AgreementQuerySet
from comity.agreements.models.redlines import Doing, Edit, Redline
from comity.agreements.models.renewals import Renewal
from comity.agreements.models.signatures import Mode, Signature
from comity.agreements.models.stages import Stage

__all__ = [
    "AgreedText",
    "Agreement",
    "AgreementQuerySet",
    "Approval",
    "Authority",
    "Clause",
    "Clearance",
    "Doing",
    "Edit",
    "Finding",
    "Mode",
    "Outcome",
    "Part",
    "Party",
    "Redline",
    "Remark",
    "Renewal",
    "Signature",
    "Sort",
    "Stage",
    "refuse_a_party_alone",
]
