"""What belongs to the history of an organisation and of a person besides themselves, what is gone among it."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models

from comity.journal.models import Change, Key
from comity.partners.models.belonging import PartOf
from comity.partners.models.mandates import Mandate
from comity.partners.models.names import OrganisationName
from comity.partners.models.people import FocalPoint, Office, PersonName


def parts_of_organisation(number: int) -> set[Key]:
    """This will name its names, what it is part of, its offices, whom one turns to in it and who speaks for it."""
    return _keys(
        number,
        {
            OrganisationName: "organisation_id",
            PartOf: "part_id",
            Office: "organisation_id",
            FocalPoint: "partner_id",
            Mandate: "organisation_id",
        },
    )


def parts_of_person(number: int) -> set[Key]:
    """This will name the names of a person, the offices they hold or held, and the partnerships they are asked in."""
    return _keys(number, {PersonName: "person_id", Office: "person_id", FocalPoint: "person_id"})


def _keys(number: int, columns: dict[type[models.Model], str]) -> set[Key]:
    """What is here and what is gone, asked for at once however many kinds there are."""
    kinds = {model._meta.db_table: kind.pk for model, kind in ContentType.objects.get_for_models(*columns).items()}
    first, *others = (
        model._base_manager.filter(**{column: number}).order_by().values_list(models.Value(model._meta.db_table), "pk")
        for model, column in columns.items()
    )
    found = [*first.union(*others, all=True), *Change.objects.removed_from_any(columns, number)]
    return {(kinds[table], pk) for table, pk in found}
