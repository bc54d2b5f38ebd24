"""Who is told what happens around a session: those who speak for a side, and who answers here.

The members of delegations get invitations (`inviting`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from comity.accounts.models import SignedLink, User
from comity.meetings.models import Delegation, Session
from comity.partners.models import FocalPoint, Mandate

Reader = User | SignedLink
One = TypeVar("One", bound=Reader)


def accounts_at(session: Session) -> list[User]:
    """This will find those outside our office who sign in and speak for a delegation."""
    return _accounts_of(set(session.delegations.values_list("organisation", flat=True)))


def addresses_called_to(session: Session) -> set[str]:
    """This will name the addresses to which it is written that the session is called: delegates, and who speaks."""
    invited = session.invitations.all().standing().by_address()
    return {*invited, *(one.email.lower() for one in accounts_at(session))}


def called_along(delegation: Delegation) -> list[Reader]:
    """This will find whom a delegation that was added calls and no other one had called already."""
    others = set(delegation.session.delegations.exclude(pk=delegation.pk).values_list("organisation", flat=True))
    already = _accounts_of(others)
    return [one for one in _accounts_of({delegation.organisation_id}) if one not in already]


def office_for(by: User | SignedLink | None, session: Session) -> list[User]:
    """This will find who at our office hears of what `by` did from outside.

    That is whoever sent the link; else those to whom one turns here for the partners that meet; else all who work here.
    """
    if isinstance(by, SignedLink) and by.made_by.works_here:
        return [by.made_by]
    partners = session.delegations.guests().values("organisation")
    points = FocalPoint.objects.ours_for(partners).values("person__user")
    working = User.objects.working_here().order_by("pk")
    return list(working.filter(pk__in=points)) or list(working)


def once_each(readers: Iterable[One]) -> list[One]:
    """This will name each address once; an account goes before a link, a new link before an old one."""
    found: dict[str, One] = {}
    for reader in readers:
        found.setdefault(reader.email.lower(), reader)
    return list(found.values())


def _accounts_of(organisations: set[int]) -> list[User]:
    return list(Mandate.objects.speaking_for(organisations).counterparts())
