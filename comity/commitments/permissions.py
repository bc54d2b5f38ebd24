"""Who may do what with a commitment: what the table in matrix.py says, asked for one commitment.

Whether it can be done now is for the commitment itself to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.accounts.models import SignedLink, Viewer
from comity.commitments.matrix import COMMITMENT
from comity.partners.models import sides_of

if TYPE_CHECKING:
    from comity.commitments.models import Commitment

# What a signed link is made for here; a link made for something else opens no commitment.
PURPOSE = "commitment"


def _may(row: str, viewer: Viewer, commitment: Commitment) -> bool:
    return COMMITMENT.may(
        row, viewer, commitment, speaks=lambda: speaks_for(viewer, commitment), sides=lambda: sides_of(viewer)
    )


def may_say(viewer: Viewer) -> bool:
    """Officers and heads write down what was said."""
    return COMMITMENT.may("say it", viewer)


def may_read_fully(viewer: Viewer, commitment: Commitment) -> bool:
    """The office, its readers and the sides see claims, evidence and reasons; the public sees what was said."""
    return _may("read all of it", viewer, commitment)


def may_do(viewer: Viewer, commitment: Commitment) -> bool:
    """The side that promised begins the work and claims it done."""
    return _may("begin it, claim it done", viewer, commitment)


def may_promise(viewer: Viewer, commitment: Commitment) -> bool:
    """The office makes a promise of a proposal, on the word of the side that it binds; so does that side itself."""
    return _may("make a promise of a proposal", viewer, commitment)


def may_verify(viewer: Viewer, commitment: Commitment) -> bool:
    """The side to which it was promised accepts or returns a claim, never the side that claimed."""
    return _may("accept it, return it", viewer, commitment)


def may_ask_to_cancel(viewer: Viewer, commitment: Commitment) -> bool:
    """Either side asks to cancel; it is cancelled when the other side agrees."""
    return _may("ask to cancel it", viewer, commitment)


def may_ask_for_time(viewer: Viewer, commitment: Commitment) -> bool:
    """The side that promised asks for more time; it has it when the other side grants it."""
    return _may("ask for more time", viewer, commitment)


def may_answer_wish(viewer: Viewer, commitment: Commitment) -> bool:
    """The side that is asked agrees or declines; which side that is, is for the wish to say."""
    return _may("agree to what is asked, decline that", viewer, commitment)


def may_withdraw_wish(viewer: Viewer, commitment: Commitment) -> bool:
    """The side that asked withdraws its wish; which side that is, is for the wish to say."""
    return _may("withdraw a wish of its own side", viewer, commitment)


def may_extend(viewer: Viewer, commitment: Commitment) -> bool:
    """The side to which it was promised grants more time unasked; the office does so of what it alone reads."""
    return _may("grant more time unasked", viewer, commitment)


def may_keep(viewer: Viewer, commitment: Commitment) -> bool:
    """Officers and heads close, hand over, take up, let lapse and record what became of things."""
    return COMMITMENT.may("keep it", viewer, commitment)


def may_hand_over(viewer: Viewer) -> bool:
    """Officers and heads hand over what somebody who leaves still owns."""
    return COMMITMENT.may("hand it over", viewer)


def speaks_for(viewer: Viewer, commitment: Commitment) -> bool:
    """This will tell whether `viewer` speaks for one of the sides; a signed link speaks of the promise it opens."""
    if isinstance(viewer, SignedLink) and (viewer.purpose, viewer.opens) != (PURPOSE, str(commitment.pk)):
        return False
    return bool(commitment.sides() & sides_of(viewer))
