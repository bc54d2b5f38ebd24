"""Who may do what with a commitment. Whether it can be done now is for the commitment itself to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.accounts.models import Viewer, works_here
from comity.partners.models import sides_of

if TYPE_CHECKING:
    from comity.commitments.models import Commitment


def may_say(viewer: Viewer) -> bool:
    """Officers and heads write down what was said."""
    return works_here(viewer)


def may_do(viewer: Viewer, commitment: Commitment) -> bool:
    """The side that promised begins the work and claims it done."""
    return bool(commitment.doers() & sides_of(viewer))


def may_verify(viewer: Viewer, commitment: Commitment) -> bool:
    """The side to which it was promised accepts or returns a claim, never the side that claimed."""
    return bool(commitment.verifiers() & sides_of(viewer))


def may_ask_to_cancel(viewer: Viewer, commitment: Commitment) -> bool:
    """Either side asks to cancel; when both have, it is cancelled."""
    return bool(commitment.sides() & sides_of(viewer))


def may_extend(viewer: Viewer, commitment: Commitment) -> bool:
    """The office moves a due date, and so does the side to which it was promised."""
    return works_here(viewer) or commitment.beneficiary_id in sides_of(viewer)


def may_keep(viewer: Viewer, commitment: Commitment) -> bool:
    """Officers and heads close, hand over, take up, let lapse and record what became of things."""
    return works_here(viewer)


def may_hand_over(viewer: Viewer) -> bool:
    """Officers and heads hand over what somebody who leaves still owns."""
    return works_here(viewer)
