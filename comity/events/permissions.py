"""Who may do what with an event."""

from comity.accounts.models import Viewer
from comity.events.matrix import EVENT


def may_record(viewer: Viewer) -> bool:
    """Officers and heads enter events and record whether they took place."""
    return EVENT.may("enter it, record what became of it", viewer)
