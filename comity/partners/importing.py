"""Entering a table of organisations: preview what each row would do, then do it; doing it again doubles nothing.

A row is known by its ROR id, else its Wikidata id, else a name in the same country. What was edited here stays: a row
only fills what is empty.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from comity.accounts.models import Actor, User
from comity.journal.acting import act
from comity.partners.entering import Newcomer, enter_many, one_after_the_other
from comity.partners.matching import Here, match, refuse_doubles
from comity.partners.models import Import, NameKind, Organisation
from comity.partners.placing import place
from comity.partners.rows import COLUMN_OF, Reading, State, read
from comity.partners.spelling import folded
from comity.partners.tables import COLUMNS, NotATable, Row, read_table
from comity.translation.texts import Text

FILLED = ("standing_here", "country", "place", "website", "ror", "wikidata")

__all__ = ["COLUMNS", "NotATable", "Preview", "apply", "apply_import", "preview", "read_table"]


@dataclass
class Preview:
    """What each row of a table would do."""

    rows: list[Reading]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows do what, by state."""
        counted = Counter(str(row.state) for row in self.rows)
        return {str(state): counted[str(state)] for state in State}

    def in_state(self, state: State) -> list[Reading]:
        """This will list the rows that do one thing."""
        return [row for row in self.rows if row.state == state]


def preview(rows: list[Row]) -> Preview:
    """This will tell what each row would do, without doing it; in a few queries, not some a row."""
    readings = [read(row) for row in rows]
    here = Here(readings)
    match(readings, here)
    refuse_doubles(readings)
    for reading in readings:
        if reading.match is None and "kind" not in reading.facts and not reading.given.get("kind"):
            reading.refuse("kind", _("Say what kind of organisation it is."))
        if reading.match is not None and reading.match.is_host and "standing_here" in reading.facts:
            reading.refuse("standing", _("This is our own organisation: leave its standing towards us empty."))
    place(readings, here)
    _weigh(readings)
    return Preview(readings)


def preview_of(brought: Import) -> Preview:
    """This will tell what each row of a table would do or, once it was entered, what it did."""
    told = preview(brought.rows)
    for row in told.rows:
        row.happened = brought.happened.get(row.line, "")
    return told


@act
def apply(what: Preview, *, by: Actor) -> dict[str, int]:
    """This will enter the new rows, and fill what is empty in what is here; it returns how many rows did what."""
    counts = what.counts
    newcomers = {row.line: Newcomer(row.names, row.facts) for row in what.in_state(State.NEW)}
    for row in what.in_state(State.NEW):
        newcomers[row.line].part_of = _whole(row, newcomers)
    enter_many(list(newcomers.values()), by=by)
    for row in what.rows:
        if row.state == State.ADDS and row.match is not None:
            _fill(row.match, row, newcomers, by=by)
    return counts


@act
def apply_import(brought: Import, *, at: datetime, by: User) -> dict[str, int]:
    """This will enter a table that was brought. Raises NotNow where it was entered before, whoever did it."""
    brought.mark_applied(at=at)
    one_after_the_other()
    what = preview(brought.rows)
    happened = {row.line: str(row.state) for row in what.rows}
    counts = apply(what, by=by)
    brought.finish(counts, happened=happened, by=by)
    return counts


def _whole(row: Reading, newcomers: dict[str, Newcomer]) -> Organisation | Newcomer | None:
    if isinstance(row.part_of, Reading):
        return row.part_of.match or newcomers[row.part_of.line]
    return row.part_of


def _fill(here: Organisation, row: Reading, newcomers: dict[str, Newcomer], *, by: Actor) -> None:
    here.change(by=by, **row.new_facts)
    for name in row.new_names:
        here.rename(text=name.text, language=name.language, kind=name.kind, by=by)
    whole = _whole(row, newcomers) if row.joins else None
    if whole is not None:
        here.join(whole.entered if isinstance(whole, Newcomer) else whole, by=by)


def _weigh(readings: list[Reading]) -> None:
    """Find what each row adds to the organisation that is here, and where ours differs and is kept."""
    for reading in readings:
        if reading.match is not None and not reading.faults:
            _weigh_facts(reading, reading.match)
            _weigh_names(reading, reading.match)
            reading.joins = reading.part_of is not None and not reading.match.wholes.all()


def _weigh_facts(reading: Reading, here: Organisation) -> None:
    for name in ("kind", *FILLED):
        given, ours = reading.facts.get(name), getattr(here, name)
        if not given or given == ours:
            continue
        if not ours:
            reading.new_facts[name] = given
        elif not (isinstance(given, Text) and given.items() <= ours.items()):
            reading.kept.append(COLUMN_OF.get(name, name))


def _weigh_names(reading: Reading, here: Organisation) -> None:
    ours = list(here.names.all())
    places, same = {(name.language, name.kind) for name in ours}, {name.folded for name in ours}
    for name in reading.names:
        if folded(name.text) in same:
            continue
        if (name.language, name.kind) in places:
            reading.kept.append("acronym" if name.kind == NameKind.ACRONYM else f"name_{name.language}")
        else:
            reading.new_names.append(name)
