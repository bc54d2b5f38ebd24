"""Who may do what with a translation."""

from comity.accounts.models import Viewer
from comity.translating.matrix import VERSION


def may_review(viewer: Viewer) -> bool:
    """Officers and heads review translations."""
    return VERSION.may("review what a machine translated", viewer)
