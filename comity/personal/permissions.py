"""Who may export and erase personal data."""

from __future__ import annotations

from comity.accounts.models import User, Viewer, heads_here
from comity.personal.whole import Somebody


def may_export(viewer: Viewer, somebody: Somebody) -> bool:
    """Everybody may have all that is kept about themselves; a head of the office, about anybody."""
    return heads_here(viewer) or (isinstance(viewer, User) and viewer.pk in somebody.accounts)


def may_erase(viewer: Viewer) -> bool:
    """Heads of the office erase; who wants to be erased asks them."""
    return heads_here(viewer)
