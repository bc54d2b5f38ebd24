"""Entering an organisation in one act: with its names, what it is part of, and a look at what is already here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.journal.acting import act
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.partners.models import Area, NameKind, Organisation, OrganisationName, PartOf

BATCH = 500


@dataclass(frozen=True)
class NewName:
    """A name that comes with a new organisation."""

    text: str
    language: str
    kind: str = NameKind.OFFICIAL


class AlreadyHere(NotNow):
    """Organisations of the same name are here already; `matches` are those that were not looked at yet."""

    def __init__(self, matches: list[Organisation]) -> None:
        super().__init__(_("An organisation of this name is here already. Choose it, or say that this is another one."))
        self.matches = matches


@act
def enter(
    names: list[NewName],
    *,
    by: Actor,
    seen: Collection[int] = (),
    part_of: Organisation | None = None,
    areas: Collection[Area] = (),
    **facts: Any,
) -> Organisation:
    """This will enter an organisation with its names.

    Raises AlreadyHere where one of the same name and country is here that is not among those `seen`, so that the
    same form sent twice enters one; ValidationError, with words for each field, where the facts cannot be true.
    """
    one_after_the_other()
    matches = same_as(names, country=facts.get("country", ""))
    if unseen := [one for one in matches if one.pk not in seen]:
        raise AlreadyHere(unseen)
    entered = Organisation.enter(by=by, **facts)
    for name in names:
        entered.rename(text=name.text, language=name.language, kind=name.kind, by=by)
    if part_of is not None:
        entered.join(part_of, by=by)
    entered.take_interest_in(areas, by=by)
    return entered


def one_after_the_other() -> None:
    """This will hold the host's row until the transaction ends, so that whoever enters next sees what was entered."""
    Organisation.objects.select_for_update().filter(is_host=True).first()


@dataclass
class Newcomer:
    """An organisation to be entered together with many others; its facts were checked before."""

    names: list[NewName]
    facts: dict[str, Any]
    part_of: Organisation | Newcomer | None = None
    entered: Organisation = field(init=False)

    def whole(self) -> Organisation | None:
        """This will name what the newcomer is part of, once that is entered."""
        return self.part_of.entered if isinstance(self.part_of, Newcomer) else self.part_of


@act
def enter_many(newcomers: list[Newcomer], *, by: Actor) -> None:
    """This will enter many organisations in few queries, each with one entry of the journal that tells all of it."""
    names = [_unsaved(newcomer) for newcomer in newcomers]
    Organisation.objects.bulk_create([newcomer.entered for newcomer in newcomers], batch_size=BATCH)
    for newcomer, given in zip(newcomers, names, strict=True):
        for name in given:
            name.organisation_id = newcomer.entered.pk
    OrganisationName.objects.bulk_create([name for given in names for name in given], batch_size=BATCH)
    inside = [newcomer for newcomer in newcomers if newcomer.whole() is not None]
    PartOf.objects.bulk_create([PartOf(part=one.entered, whole=one.whole()) for one in inside], batch_size=BATCH)
    for newcomer in newcomers:
        named = {f"{name.kind} ({name.language})": name.text for name in newcomer.names}
        told = {**newcomer.facts, **named, "part_of": newcomer.whole()}
        record(newcomer.entered, "entered", by=by, after={name: value for name, value in told.items() if value})


def _unsaved(newcomer: Newcomer) -> list[OrganisationName]:
    names = [OrganisationName.unsaved(name.text, name.language, name.kind) for name in newcomer.names]
    newcomer.entered = Organisation(**newcomer.facts)
    newcomer.entered.take_names_from(names)
    return names


def same_as(names: list[NewName], *, country: str) -> list[Organisation]:
    """This will find the organisations with one of these names in the same country, or in a country not known."""
    return list(Organisation.objects.same_as([name.text for name in names], country=country).by_name())


@act
def describe(organisation: Organisation, *, areas: Collection[Area], by: Actor, **facts: Any) -> None:
    """This will change the facts and the areas of interest of an organisation together.

    Raises ValidationError, with words for each field, where the facts cannot be true; then nothing is changed.
    """
    organisation.change(by=by, **facts)
    organisation.take_interest_in(areas, by=by)


class Earlier(StrEnum):
    """What becomes of the official name that a language had until another one was entered in it."""

    CORRECTED = "corrected"  # it was written down wrongly
    GIVEN_UP = "given_up"  # it held until a day
    STAYS = "stays"  # both are official


@act
def add_name(
    organisation: Organisation, *, by: Actor, earlier: str = "", given_up_on: date | None = None, **facts: Any
) -> None:
    """This will add a name, and do with the official name that its language had what `earlier` says.

    Raises ValidationError, with words for each field, where the facts cannot be true; then nothing is changed.
    """
    held = organisation.official_name_in(facts["language"], other_than=facts["text"]) if earlier else None
    if held is not None and earlier == Earlier.CORRECTED:
        held.correct(by=by, **facts)
        return
    organisation.rename(by=by, **facts)
    if held is not None and earlier == Earlier.GIVEN_UP and given_up_on is not None:
        held.end(on=given_up_on, by=by)
