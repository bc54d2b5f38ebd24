"""Identifiers that registries give to organisations; they are read the same way here and in the registry."""

from comity.registry.identifiers import country_codes as country_codes
from comity.registry.identifiers import identifiers_in as identifiers_in
from comity.registry.identifiers import is_country as is_country
from comity.registry.identifiers import is_ror as is_ror
from comity.registry.identifiers import is_wikidata as is_wikidata
from comity.registry.identifiers import ror_number as ror_number
from comity.registry.identifiers import wikidata_number as wikidata_number
