"""Who may do what with partners and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.accounts.models import Viewer, reads_here, works_here

if TYPE_CHECKING:
    from comity.partners.models import Organisation


def may_keep_partners(viewer: Viewer) -> bool:
    """Officers and heads enter and change partners, people and their offices."""
    return works_here(viewer)


def may_see_addresses(viewer: Viewer) -> bool:
    """Officers and heads see the e-mail addresses of people."""
    return works_here(viewer)


def may_see_focal_points(viewer: Viewer, partner: Organisation, *, sides: set[int]) -> bool:
    """Readers, the office, and who speaks for the partner see whom to turn to."""
    return reads_here(viewer) or partner.pk in sides
