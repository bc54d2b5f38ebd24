"""Entering a person in one act, with names and a first office; and naming whom to turn to in a partnership."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.journal.acting import act
from comity.partners.models import FocalPoint, Office, Organisation, Person
from comity.translation.templatetags.said import isolated
from comity.translation.texts import Text


@act
def enrol(
    *,
    names: Text,
    title: Text,
    email: str,
    language: str,
    organisation: Organisation,
    office: dict[str, Any],
    by: Actor,
) -> Person:
    """This will enter a person, the name in each language, and the office held at `organisation`.

    Raises ValidationError, with words for each field, where the facts cannot be true; then nothing is entered.
    """
    person = Person.enter(title=title, email=email, language=language, by=by)
    for code, text in names.items():
        person.be_named(text=text, language=code, by=by)
    Office.enter(person=person, organisation=organisation, by=by, **office)
    return person


@act
def turn_to(person: Person | None, *, partner: Organisation, side: str, rank: str, by: Actor) -> None:
    """This will name whom to turn to at one side of a partnership, in place of whoever it was; nobody ends it.

    Raises ValidationError, beside the person, for somebody who holds no office at that side or is named there already.
    """
    present = FocalPoint.objects.of_side(partner, side)
    held = present.filter(rank=rank).first()
    if person is None:
        if held is not None:
            held.remove(by=by)
        return
    if person not in able_to_be_turned_to(partner, side):
        raise ValidationError({"person": _("%(name)s holds no office at this side.") % {"name": isolated(person)}})
    if present.exclude(rank=rank).filter(person=person).exists():
        raise ValidationError({"person": _("%(name)s is named at this side already.") % {"name": isolated(person)}})
    if held is None:
        FocalPoint.enter(partner=partner, person=person, side=side, rank=rank, by=by)
    else:
        held.change(person=person, by=by)


def able_to_be_turned_to(partner: Organisation, side: str) -> Any:
    """This will find the people who hold an office at one side of the partnership, its parts and units included."""
    if side == FocalPoint.Side.OURS:
        where = Organisation.objects.ours()
    else:
        where = Organisation.objects.itself_and_parts(partner)
    return Person.objects.here().holding_office_in(where)
