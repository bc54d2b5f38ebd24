"""The things of this app."""

from comity.meetings.models.agenda import AgendaItem, Decision, Visibility
from comity.meetings.models.corrigenda import Corrigendum
from comity.meetings.models.delegations import Attendance, Delegation, Member
from comity.meetings.models.invitations import Answer, Appointment, Fault, Invitation, ReceivedMail
from comity.meetings.models.minutes import Adoption, Correction, Draft, FinalMinutes
from comity.meetings.models.sessions import Mode, Precision, Session, Stage

__all__ = [
    "Adoption",
    "AgendaItem",
    "Answer",
    "Appointment",
    "Attendance",
    "Correction",
    "Corrigendum",
    "Decision",
    "Delegation",
    "Draft",
    "Fault",
    "FinalMinutes",
    "Invitation",
    "Member",
    "Mode",
    "Precision",
    "ReceivedMail",
    "Session",
    "Stage",
    "Visibility",
]
