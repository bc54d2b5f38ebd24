"""Who may do what at a session. Whether it can be done now is for the session itself to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.accounts.models import SignedLink, Viewer, reads_here, works_here
from comity.partners.models import sides_of

if TYPE_CHECKING:
    from comity.meetings.models import Session

# What a signed link is made for here; a link made for something else opens no minutes.
PURPOSE = "minutes"


def may_plan(viewer: Viewer) -> bool:
    """Officers and heads propose sessions and change what is planned."""
    return works_here(viewer)


def may_run(viewer: Viewer, session: Session) -> bool:
    """Officers and heads convene, hold, postpone, cancel and close a session."""
    return works_here(viewer)


def may_write(viewer: Viewer, session: Session) -> bool:
    """Officers and heads write the minutes."""
    return works_here(viewer)


def may_read_draft(viewer: Viewer, session: Session) -> bool:
    """The office reads the minutes before they are final, and a side of the session while they circulate."""
    return works_here(viewer) or (session.stage == "circulated" and speaks_at(viewer, session))


def may_correct(viewer: Viewer, session: Session) -> bool:
    """A side asks for corrections of a circulated draft."""
    return speaks_at(viewer, session)


def may_answer(viewer: Viewer, session: Session) -> bool:
    """Officers and heads take corrections over or decline them."""
    return works_here(viewer)


def may_adopt(viewer: Viewer, session: Session) -> bool:
    """Each side adopts for itself."""
    return speaks_at(viewer, session)


def may_read_minutes(viewer: Viewer, session: Session) -> bool:
    """The office and its readers, the sides once they have the draft, everybody what is final or compiled."""
    if reads_here(viewer) or session.is_frozen or session.compiled_from:
        return True
    return may_read_draft(viewer, session)


def may_read_final(viewer: Viewer, session: Session) -> bool:
    """The office, its readers and the sides read the whole of the final text; the public reads the extract."""
    return reads_here(viewer) or speaks_at(viewer, session)


def may_join(viewer: Viewer, session: Session) -> bool:
    """The office, its readers and the sides are told the link for joining; the public is not."""
    return reads_here(viewer) or speaks_at(viewer, session)


def may_see_answers(viewer: Viewer, session: Session) -> bool:
    """Officers and heads see what the delegates answered to their invitations."""
    return works_here(viewer)


def speaks_at(viewer: Viewer, session: Session) -> bool:
    """This will tell whether `viewer` speaks for one of the delegations."""
    return is_opened_by(viewer, session) and session.delegation_of(sides_of(viewer)) is not None


def is_opened_by(viewer: Viewer, session: Session) -> bool:
    """This will tell whether a signed link was made for this very session; an account is bound to none."""
    return not isinstance(viewer, SignedLink) or (viewer.purpose, viewer.opens) == (PURPOSE, str(session.pk))
