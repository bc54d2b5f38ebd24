"""Who may read and work with what visitors said."""

from comity.accounts.models import Viewer
from comity.opinion.matrix import OPINION


def may_read(viewer: Viewer) -> bool:
    """Whoever reads for the office reads what visitors answered."""
    return OPINION.may("read what visitors answered", viewer)
