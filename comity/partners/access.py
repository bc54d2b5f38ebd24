"""The one way to organisations, people, imports and accounts: what the viewer may not know of is not here (Http404)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from comity.accounts.models import SignedLink, User, Viewer
from comity.partners import inviting
from comity.partners.models import (
    FocalPoint,
    Import,
    Mandate,
    Office,
    Organisation,
    OrganisationName,
    PartOf,
    Person,
    PersonName,
    Taking,
)
from comity.partners.models.imports import ImportQuerySet
from comity.partners.models.organisations import OrganisationQuerySet
from comity.partners.models.people import FocalPointQuerySet, OfficeQuerySet, PersonQuerySet
from comity.partners.permissions import (
    may_import,
    may_keep_accounts,
    may_keep_partners,
    may_see_focal_points,
)


def organisations_visible_to(viewer: Viewer) -> OrganisationQuerySet:
    """This will keep the organisations of which `viewer` may know."""
    return Organisation.objects.visible_to(viewer)


def our_organisation() -> Organisation | None:
    """This will find the organisation whose office this is: everybody may know of it."""
    return Organisation.objects.host()


def access_organisation(viewer: Viewer, number: int) -> Organisation:
    """This will find an organisation of which `viewer` may know."""
    return get_object_or_404(organisations_visible_to(viewer), pk=number)


def access_partner(viewer: Viewer, number: int) -> Organisation:
    """This will find an organisation that is neither our own nor a part of one."""
    return get_object_or_404(organisations_visible_to(viewer).partners(), pk=number)


def access_name(viewer: Viewer, organisation: Organisation, number: int) -> OrganisationName:
    """This will find a name of an organisation."""
    return get_object_or_404(OrganisationName.objects.filter(organisation=organisation), pk=number)


def names_of(viewer: Viewer, organisation: Organisation) -> QuerySet[OrganisationName]:
    """This will list every name of an organisation."""
    return OrganisationName.objects.filter(organisation=organisation).in_order()


def access_belonging(viewer: Viewer, organisation: Organisation, number: int) -> PartOf:
    """This will find what an organisation belongs to."""
    return get_object_or_404(PartOf.objects.of_parts([organisation.pk]), pk=number)


def belongings_of(viewer: Viewer, organisation: Organisation) -> QuerySet[PartOf]:
    """This will list what an organisation belongs to."""
    return PartOf.objects.of_parts([organisation.pk]).with_both()


def belonging_around(viewer: Viewer, organisation: Organisation, today: date) -> QuerySet[PartOf]:
    """This will list what an organisation belongs to, what belongs to it, and what belongs to that, level by level."""
    return PartOf.objects.around(organisation.pk, today)


def focal_points_of(viewer: Viewer, organisation: Organisation, *, sides: set[int]) -> FocalPointQuerySet:
    """This will list whom to turn to in the partnership with an organisation."""
    found = FocalPoint.objects.for_partner(organisation)
    return found if may_see_focal_points(viewer, organisation, sides=sides) else found.none()


def partners_by_ror(viewer: Viewer, rors: Iterable[str]) -> dict[str, Organisation]:
    """This will find which organisations have these ROR ids, each under its id."""
    found = Organisation.objects.identified_by("ror", list(rors)) & organisations_visible_to(viewer)
    return {one.ror: one for one in found}


def taking_of(viewer: Viewer, organisation: Organisation) -> Taking | None:
    """This will find how an organisation follows the registry, for those who keep partners."""
    return Taking.objects.of(organisation).first() if may_keep_partners(viewer) else None


# People


def names_of_person(viewer: Viewer, person: Person) -> QuerySet[PersonName]:
    """This will list the names of a person who was accessed."""
    return PersonName.objects.filter(person=person).in_order()


def access_name_of_person(viewer: Viewer, person: Person, number: int) -> PersonName:
    """This will find a name of a person who was accessed."""
    return get_object_or_404(PersonName.objects.filter(person=person), pk=number)


def people_visible_to(viewer: Viewer) -> PersonQuerySet:
    """This will keep the people of whom `viewer` may know."""
    return Person.objects.visible_to(viewer)


def access_person(viewer: Viewer, number: int) -> Person:
    """This will find a person of whom `viewer` may know."""
    return get_object_or_404(people_visible_to(viewer).select_related("user"), pk=number)


def offices_of(viewer: Viewer, person: Person) -> OfficeQuerySet:
    """This will list the offices of a person of which `viewer` may know."""
    return Office.objects.visible_to(viewer).of(person).with_both()


def offices_held(viewer: Viewer, people: Iterable[int], day: date) -> OfficeQuerySet:
    """This will list the offices that these people held on `day`, as far as that is known and `viewer` may see it."""
    return Office.objects.visible_to(viewer).filter(person__in=list(people)).on(day).with_both()


def offices_at(viewer: Viewer, organisation: Organisation) -> OfficeQuerySet:
    """This will list the offices at an organisation of which `viewer` may know."""
    return Office.objects.visible_to(viewer).at(organisation).with_both()


def access_office(viewer: Viewer, person: Person, number: int) -> Office:
    """This will find an office of a person of which `viewer` may know."""
    return get_object_or_404(Office.objects.visible_to(viewer).of(person), pk=number)


# Tables that were brought


def imports_visible_to(viewer: Viewer) -> ImportQuerySet:
    """This will list the tables of organisations that were brought, the newest first."""
    found = Import.objects.newest_first()
    return found if may_import(viewer) else found.none()


def access_import(viewer: Viewer, number: int) -> Import:
    """This will find a table of organisations that was brought."""
    if not may_import(viewer):
        raise Http404(number)
    return get_object_or_404(Import, pk=number)


# Accounts


def accounts_visible_to(viewer: Viewer, *, now: datetime) -> QuerySet[User]:
    """This will list the accounts of people, for those who invite them."""
    found = inviting.accounts(now)
    return found if may_keep_accounts(viewer) else found.none()


def access_account(viewer: Viewer, number: int, *, now: datetime) -> User:
    """This will find an account of a person, for those who invite them."""
    return get_object_or_404(accounts_visible_to(viewer, now=now), pk=number)


def person_of(viewer: Viewer, account: User) -> Person | None:
    """This will find who signs in with an account."""
    return Person.objects.of_account(account) if may_keep_partners(viewer) else None


def mandates_of(viewer: Viewer, account: User) -> QuerySet[Mandate]:
    """This will list for whom an account speaks."""
    found = Mandate.objects.of(account).with_organisation()
    return found if may_keep_accounts(viewer) else found.none()


def access_mandate(viewer: Viewer, account: User, number: int) -> Mandate:
    """This will find one of the mandates of an account."""
    return get_object_or_404(mandates_of(viewer, account), pk=number)


def access_invitation(token: str, *, now: datetime) -> tuple[SignedLink, User]:
    """This will find the link that an invited person opens, and the account that waits for them."""
    link = SignedLink.objects.opened_by(token, purpose=inviting.PURPOSE, now=now)
    holder = inviting.invited_by(link)
    if holder is None:
        raise Http404(inviting.PURPOSE)
    return link, holder
