"""Who is told what happens around a session: those who speak for a side, who is named in it, and who answers here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from comity.accounts.models import SignedLink, User
from comity.meetings.models import Delegation, Member, Session
from comity.meetings.models.delegations import MemberQuerySet
from comity.partners.models import FocalPoint, Mandate, Person


@dataclass(frozen=True)
class Named:
    """Somebody who is named in a delegation and has no account that opens the session."""

    person: Person

    @property
    def pk(self) -> int:
        """The number of the person."""
        return self.person.pk

    @property
    def name(self) -> str:
        """The name in the language of the letters."""
        return self.person.name.told_in(self.person.language)

    @property
    def email(self) -> str:
        """Where letters go; empty where no address is known."""
        return self.person.email

    @property
    def language(self) -> str:
        """The language in which we write."""
        return self.person.language


Reader = User | SignedLink | Named
One = TypeVar("One", bound=Reader)


def accounts_at(session: Session) -> list[User]:
    """This will find those outside our office who sign in and speak for a delegation."""
    return _accounts_of(set(session.delegations.values_list("organisation", flat=True)))


def called_to(session: Session) -> list[Reader]:
    """This will find whom a session calls: those who speak for a delegation, and the guests named in one."""
    accounts = accounts_at(session)
    called: list[Reader] = [*accounts, *_named(Member.objects.at(session), accounts)]
    return once_each(called)


def called_along(delegation: Delegation) -> list[Reader]:
    """This will find whom a delegation that was added calls and no other one had called already."""
    others = set(delegation.session.delegations.exclude(pk=delegation.pk).values_list("organisation", flat=True))
    already = _accounts_of(others)
    return [one for one in _accounts_of({delegation.organisation_id}) if one not in already]


def called_as(member: Member) -> list[Reader]:
    """This will find whom a member that was added calls, unless that address was called with a delegation."""
    session = member.delegation.session
    return list(_named(Member.objects.at(session).filter(pk=member.pk), accounts_at(session)))


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


def _named(members: MemberQuerySet, accounts: list[User]) -> Iterator[Named]:
    """Those named whom no account reaches already, be it by its holder or by its address."""
    holders, addresses = {one.pk for one in accounts}, {one.email.lower() for one in accounts}
    for person in (member.person for member in members.guests_with_address()):
        if person is not None and person.user_id not in holders and person.email.lower() not in addresses:
            yield Named(person)


def _accounts_of(organisations: set[int]) -> list[User]:
    return list(Mandate.objects.speaking_for(organisations).counterparts())
