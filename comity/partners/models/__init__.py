"""The things of this app: organisations and their names, people and their offices, who speaks for whom."""

from comity.partners.models.belonging import PartOf
from comity.partners.models.imports import Import
from comity.partners.models.mandates import Mandate, sides_of
from comity.partners.models.names import NameKind, OrganisationName
from comity.partners.models.organisations import Area, Kind, Organisation
from comity.partners.models.people import FocalPoint, Office, Person, PersonName
from comity.partners.models.takings import Taking

__all__ = [
    "Area",
    "FocalPoint",
    "Import",
    "Kind",
    "Mandate",
    "NameKind",
    "Office",
    "Organisation",
    "OrganisationName",
    "PartOf",
    "Person",
    "PersonName",
    "Taking",
    "sides_of",
]
