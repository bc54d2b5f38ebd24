"""Who may do what at a session: what the table in matrix.py says, asked for one session.

Whether it can be done now is for the session itself to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.accounts.models import SignedLink, Viewer
from comity.meetings.matrix import MAIL, SESSION
from comity.partners.models import sides_of

if TYPE_CHECKING:
    from comity.meetings.models import Session

# What a signed link is made for here; a link made for something else opens no minutes.
PURPOSE = "minutes"


def _may(row: str, viewer: Viewer, session: Session) -> bool:
    return SESSION.may(row, viewer, session, speaks=lambda: speaks_at(viewer, session), sides=lambda: sides_of(viewer))


def may_plan(viewer: Viewer) -> bool:
    """Officers and heads propose sessions and change what is planned."""
    return SESSION.may("propose sessions and change plans", viewer)


def may_run(viewer: Viewer, session: Session) -> bool:
    """Officers and heads convene, hold, postpone, cancel and close a session."""
    return SESSION.may("take it from stage to stage", viewer, session)


def may_write(viewer: Viewer, session: Session) -> bool:
    """Officers and heads write the minutes."""
    return SESSION.may("write the minutes", viewer, session)


def may_answer(viewer: Viewer, session: Session) -> bool:
    """Officers and heads take corrections over or decline them."""
    return SESSION.may("answer corrections", viewer, session)


def may_read_draft(viewer: Viewer, session: Session) -> bool:
    """The office reads the minutes before they are final, and a side of the session while they circulate."""
    return _may("read the draft between the sides", viewer, session)


def may_correct(viewer: Viewer, session: Session) -> bool:
    """A side asks for corrections of a circulated draft."""
    return _may("ask for corrections", viewer, session)


def may_adopt(viewer: Viewer, session: Session) -> bool:
    """Each side adopts for itself."""
    return _may("adopt for a side", viewer, session)


def may_decline(viewer: Viewer, session: Session) -> bool:
    """A side declines a correction of final minutes that another one proposes."""
    return _may("decline a correction that is proposed", viewer, session)


def may_withdraw(viewer: Viewer, session: Session) -> bool:
    """A side takes back a correction of final minutes that it proposed itself."""
    return _may("withdraw a correction of its own side", viewer, session)


def may_read_minutes(viewer: Viewer, session: Session) -> bool:
    """The office and its readers, the sides once they have the draft, everybody what is final or compiled."""
    return _may("read the minutes", viewer, session)


def may_read_final(viewer: Viewer, session: Session) -> bool:
    """The office, its readers and the sides read the whole of the final text; the public reads the extract."""
    return _may("read the final text as a file", viewer, session)


def may_read_proposed(viewer: Viewer, session: Session) -> bool:
    """The office, its readers and the sides read a correction of final minutes before every side has adopted it."""
    return _may("read a correction that is proposed", viewer, session)


def may_join(viewer: Viewer, session: Session) -> bool:
    """The office, its readers and the sides are told the link for joining; the public is not."""
    return _may("read the link for joining", viewer, session)


def may_see_answers(viewer: Viewer, session: Session) -> bool:
    """Officers and heads see what the delegates answered to their invitations."""
    return SESSION.may("see what delegates answered", viewer, session)


def may_read_mail(viewer: Viewer) -> bool:
    """Officers and heads read the answers to invitations that were refused."""
    return MAIL.may("read what was set aside", viewer)


def speaks_at(viewer: Viewer, session: Session) -> bool:
    """This will tell whether `viewer` speaks for one of the delegations."""
    return is_opened_by(viewer, session) and session.delegation_of(sides_of(viewer)) is not None


def is_opened_by(viewer: Viewer, session: Session) -> bool:
    """This will tell whether a signed link was made for this very session; an account is bound to none."""
    return not isinstance(viewer, SignedLink) or (viewer.purpose, viewer.opens) == (PURPOSE, str(session.pk))
