"""Who may read and work with what visitors said."""

from comity.accounts.models import Viewer
from comity.opinion.matrix import OPINION, READ, WORK


def may_read(viewer: Viewer) -> bool:
    """Whoever reads for the office reads what visitors answered."""
    return OPINION.may(READ, viewer)


def may_work(viewer: Viewer) -> bool:
    """Officers and heads do something about it."""
    return OPINION.may(WORK, viewer)
