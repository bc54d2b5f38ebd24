"""Who may read the journal and the outbox."""

from comity.accounts.models import Viewer
from comity.journal.matrix import JOURNAL


def may_read_history(viewer: Viewer) -> bool:
    """Officers and heads read what was done to a record."""
    return JOURNAL.may("read the history of a record", viewer)


def may_read_letters(viewer: Viewer) -> bool:
    """Officers and heads see which letters left, to whom, and why one does not; not what stands in them."""
    return JOURNAL.may("see which letters left", viewer)


def may_try_letters_again(viewer: Viewer) -> bool:
    """Heads have a letter tried again that nobody tries any more."""
    return JOURNAL.may("have a letter tried again", viewer)


def may_read_refusals(viewer: Viewer) -> bool:
    """Heads see what was tried without permission."""
    return JOURNAL.may("read what was tried without permission", viewer)


def may_read_account_history(viewer: Viewer) -> bool:
    """Heads see who was invited, given a role, or closed out."""
    return JOURNAL.may("read the history of an account", viewer)
