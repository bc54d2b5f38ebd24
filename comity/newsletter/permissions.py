"""Who may do what with the newsletter."""

from comity.accounts.models import Viewer
from comity.newsletter.matrix import NEWSLETTER


def may_see_digests(viewer: Viewer) -> bool:
    """Officers and heads see which digests went out and to how many; nobody is shown to whom."""
    return NEWSLETTER.may("see how many read the newsletter", viewer)
