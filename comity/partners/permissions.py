"""Who may do what with partners and people: what the tables in matrix.py say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.accounts.models import SignedLink, Viewer
from comity.partners.matrix import ACCOUNT, ORGANISATION, PERSON

if TYPE_CHECKING:
    from comity.partners.models import Organisation


def may_keep_partners(viewer: Viewer) -> bool:
    """Officers and heads enter and change partners, people and their offices."""
    return ORGANISATION.may("enter and change it", viewer)


def may_see_addresses(viewer: Viewer) -> bool:
    """Officers and heads see the e-mail addresses of people."""
    return PERSON.may("see the e-mail address", viewer)


def may_see_focal_points(viewer: Viewer, partner: Organisation, *, sides: set[int]) -> bool:
    """Readers, the office, and who speaks for the partner see whom to turn to."""
    speaks = partner.pk in sides and not isinstance(viewer, SignedLink)
    return ORGANISATION.may("see whom to turn to", viewer, partner, speaks=lambda: speaks)


def may_import(viewer: Viewer) -> bool:
    """Officers and heads bring tables of organisations."""
    return ORGANISATION.may("bring a table of organisations", viewer)


def may_keep_accounts(viewer: Viewer) -> bool:
    """Heads invite, give roles and mandates, and close accounts."""
    return ACCOUNT.may("invite, give roles, close accounts", viewer)
