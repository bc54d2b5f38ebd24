"""Who may read the journal and the outbox."""

from comity.accounts.models import Viewer, heads_here, works_here


def may_read_history(viewer: Viewer) -> bool:
    """Officers and heads read what was done to a record."""
    return works_here(viewer)


def may_read_letters(viewer: Viewer) -> bool:
    """Officers and heads see which letters left, not what stands in them."""
    return works_here(viewer)


def may_read_refusals(viewer: Viewer) -> bool:
    """Heads see what was tried without permission."""
    return heads_here(viewer)


def may_read_account_history(viewer: Viewer) -> bool:
    """Heads see who was invited, given a role, or closed out."""
    return heads_here(viewer)
