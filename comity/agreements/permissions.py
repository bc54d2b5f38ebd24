"""Who may do what with an agreement."""

from comity.accounts.models import Viewer
from comity.agreements.matrix import AGREEMENT


def may_record(viewer: Viewer) -> bool:
    """Officers and heads enter agreements and record what became of them."""
    return AGREEMENT.may("enter it, record what became of it", viewer)
