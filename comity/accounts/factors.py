"""Whose account needs a second factor, and who still lacks it."""

from __future__ import annotations

from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.conf import settings

from comity.accounts.models import OFFICE, Role, User

NOBODY, OFFICERS, EVERYBODY = "nobody", "office", "everybody"
# What COMITY_SECOND_FACTOR may say, and for whom it then is.
ASKED_OF: dict[str, frozenset[Role]] = {
    NOBODY: frozenset(),
    OFFICERS: frozenset(OFFICE),
    EVERYBODY: frozenset(Role) - {Role.MACHINE},
}
# Where somebody who lacks it may go: to set one up, to show who they are, and out.
ON_THE_WAY = ("mfa_", "account_reauthenticate", "account_logout")


class SecondFactors(NamedTuple):
    """What somebody can show besides the password."""

    app: bool
    keys: bool
    codes: bool


def second_factors_of(user: User) -> SecondFactors:
    """This will find what somebody has set up; recovery codes that are all used up are none."""
    mine = {one.type: one for one in Authenticator.objects.filter(user=user)}
    codes = mine.get(Authenticator.Type.RECOVERY_CODES)
    return SecondFactors(
        app=Authenticator.Type.TOTP in mine,
        keys=Authenticator.Type.WEBAUTHN in mine,
        codes=bool(codes and codes.wrap().get_unused_codes()),
    )


def lacks_second_factor(viewer: Any) -> bool:
    """This will tell whether somebody is signed in who needs a second factor and has none; recovery codes are none."""
    if not isinstance(viewer, User) or viewer.role not in ASKED_OF[settings.SECOND_FACTOR]:
        return False
    mine = Authenticator.objects.filter(user=viewer)
    return not mine.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def is_on_the_way(route: str | None) -> bool:
    """This will tell whether a route leads to a second factor, or out."""
    return (route or "").startswith(ON_THE_WAY)
