"""Which organisation a row of a table speaks of: one that is here, one of another row, or a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from comity.partners.identifiers import identifiers_in
from comity.partners.models import Organisation, OrganisationName
from comity.partners.rows import Reading
from comity.partners.spelling import folded

CHUNK = 500


class Here:
    """The organisations that are here already, as far as a table speaks of them; asked for 500 names at a time."""

    def __init__(self, readings: list[Reading]) -> None:
        wholes = [reading.given["part_of"] for reading in readings if reading.given.get("part_of")]
        rors = {identifiers_in(words).get("ror", "") for words in wholes} - {""}
        self.by_id = {
            "ror": _identified("ror", rors | {reading.facts.get("ror", "") for reading in readings} - {""}),
            "wikidata": _identified("wikidata", {one.facts.get("wikidata", "") for one in readings} - {""}),
        }
        names = {folded(words) for words in wholes} | {name for one in readings for name in one.full_names}
        self.by_name = _named(names - {""})

    def with_ids_of(self, reading: Reading) -> list[Organisation]:
        """This will find the organisations that have one of the row's identifiers; two where they disagree."""
        found = (known.get(reading.facts.get(name, "")) for name, known in self.by_id.items())
        return list({one.pk: one for one in found if one is not None}.values())

    def with_names_of(self, reading: Reading) -> list[Organisation]:
        """This will find the organisations that have a name of the row and no other identifier or country."""
        found = {one.pk: one for name in reading.full_names for one in self.by_name.get(name, [])}
        return [one for one in found.values() if not reading.conflicts_with(one)]

    def called(self, words: str) -> Organisation | None:
        """This will find the organisation of this ROR id or name."""
        ror = identifiers_in(words).get("ror", "")
        return self.by_id["ror"].get(ror) or next(iter(self.by_name.get(folded(words), [])), None)


def match(readings: list[Reading], here: Here) -> None:
    """This will find for each row the organisation that is here; where that is not clear, the row is refused."""
    for reading in readings:
        identified = here.with_ids_of(reading)
        found = identified or here.with_names_of(reading)
        if len(found) == 1:
            reading.match = found[0]
        elif identified:
            reading.refuse("wikidata", _("The ROR id and the Wikidata id are those of two different organisations."))
        elif found:
            reading.refuse(
                reading.name_column, _("Several organisations of this name are here: add the country or the ROR id.")
            )


def refuse_doubles(readings: list[Reading]) -> None:
    """This will refuse the second row about the same organisation, so that the table itself doubles nothing."""
    first: dict[Any, str] = {}
    for reading in readings:
        if reading.faults:
            continue
        keys = _keys(reading)
        earlier = next((first[key] for key in keys if key in first), None)
        if earlier is not None:
            reading.refuse(reading.name_column, _("The same organisation as in row %(row)s.") % {"row": earlier})
        for key in keys:
            first.setdefault(key, reading.line)


def _keys(reading: Reading) -> list[Any]:
    if reading.match is not None:
        return [reading.match.pk]
    identified = [(name, reading.facts[name]) for name in ("ror", "wikidata") if reading.facts.get(name)]
    return identified or [(name, reading.facts.get("country", "")) for name in reading.full_names]


def _identified(name: str, values: Iterable[str]) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for some in _chunks(values):
        for one in Organisation.objects.identified_by(name, some).prefetch_related("names", "wholes"):
            found[getattr(one, name)] = one
    return found


def _named(names: Iterable[str]) -> dict[str, list[Organisation]]:
    found: dict[str, list[Organisation]] = {}
    for some in _chunks(names):
        numbers = OrganisationName.objects.folded_as(some).values_list("organisation_id", flat=True)
        for one in Organisation.objects.numbered(set(numbers)).by_name().prefetch_related("names", "wholes"):
            for name in {name.folded for name in one.names.all()} & set(some):
                found.setdefault(name, []).append(one)
    return found


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(values)
    for start in range(0, len(every), CHUNK):
        yield every[start : start + CHUNK]
