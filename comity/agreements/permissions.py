"""Who may do what with an agreement."""

from comity.accounts.models import Viewer, works_here


def may_record(viewer: Viewer) -> bool:
    """Officers and heads enter agreements and record what became of them."""
    return works_here(viewer)
