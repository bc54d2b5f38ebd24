"""The things of this app: organisations and their names, people and their offices, who speaks for whom."""

from comity.partners.models.mandates import Mandate, sides_of
from comity.partners.models.organisations import Area, Organisation, OrganisationName, PartOf
from comity.partners.models.people import FocalPoint, Office, Person, PersonName

__all__ = [
    "Area",
    "FocalPoint",
    "Mandate",
    "Office",
    "Organisation",
    "OrganisationName",
    "PartOf",
    "Person",
    "PersonName",
    "sides_of",
]
