"""Translated pages: each passage as it stands, the ledger of how it came to its words, and what readers asked for."""

from comity.translating.models.demand import Demand
from comity.translating.models.passages import Passage, PassageQuerySet
from comity.translating.models.provenance import Provenance, ProvenanceQuerySet
from comity.translating.models.states import BY_MACHINES, BY_PEOPLE, LONGEST_CODE, OPEN, State
from comity.translating.models.suggestions import Suggestion, SuggestionQuerySet
from comity.translating.models.versions import Version, VersionQuerySet

__all__ = [
    "BY_MACHINES",
    "BY_PEOPLE",
    "LONGEST_CODE",
    "OPEN",
    "Demand",
    "Passage",
    "PassageQuerySet",
    "Provenance",
    "ProvenanceQuerySet",
    "State",
    "Suggestion",
    "SuggestionQuerySet",
    "Version",
    "VersionQuerySet",
]
