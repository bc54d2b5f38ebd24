"""Who may export and erase personal data."""

from __future__ import annotations

from comity.accounts.models import User, Viewer
from comity.personal.matrix import PERSONAL
from comity.personal.whole import Somebody


def may_export(viewer: Viewer, somebody: Somebody) -> bool:
    """Everybody may have all that is kept about themselves; a head of the office, about anybody."""
    is_oneself = isinstance(viewer, User) and viewer.pk in somebody.accounts
    about = "oneself" if is_oneself else "anybody"
    return PERSONAL.may(f"see and have all that is about {about}", viewer)


def may_erase(viewer: Viewer) -> bool:
    """Heads of the office erase; who wants to be erased asks them."""
    return PERSONAL.may("erase somebody", viewer)
