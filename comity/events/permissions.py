"""Who may do what with an event."""

from comity.accounts.models import Viewer, works_here


def may_record(viewer: Viewer) -> bool:
    """Officers and heads enter events and record whether they took place."""
    return works_here(viewer)
