"""The things of this app."""

from comity.meetings.models.agenda import AgendaItem, Decision, Visibility
from comity.meetings.models.delegations import Attendance, Delegation, Member
from comity.meetings.models.minutes import Adoption, Correction, Corrigendum, Draft, FinalMinutes
from comity.meetings.models.sessions import Mode, Precision, Session, Stage

__all__ = [
    "Adoption",
    "AgendaItem",
    "Attendance",
    "Correction",
    "Corrigendum",
    "Decision",
    "Delegation",
    "Draft",
    "FinalMinutes",
    "Member",
    "Mode",
    "Precision",
    "Session",
    "Stage",
    "Visibility",
]
