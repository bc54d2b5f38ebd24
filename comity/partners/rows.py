"""A row of a table read as an organisation: what it says, and what of it cannot be true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from comity.partners.entering import NewName
from comity.partners.identifiers import country_codes, ror_number, wikidata_number
from comity.partners.models import Kind, NameKind, Organisation
from comity.partners.models.organisations import StandingHere
from comity.partners.spelling import as_name, folded, has_letters
from comity.partners.tables import COLUMNS, SURPLUS, Row, is_formula
from comity.translation.templatetags.said import isolated
from comity.translation.texts import Text, languages
from comity.translation.unseen import holds_unseen

LONGEST_NAME = 300
# Where a column is called otherwise than the fact that it holds.
FACT_IN = {"standing": "standing_here"}
COLUMN_OF = {fact: column for column, fact in FACT_IN.items()}
NAME_COLUMNS = [column for column in COLUMNS if column.startswith("name_")]
is_address = URLValidator(schemes=["http", "https"])


class State(models.TextChoices):
    """What happens to a row when the table is entered."""

    NEW = "new", gettext_lazy("new")
    ADDS = "adds", gettext_lazy("adds to what is here")
    KNOWN = "known", gettext_lazy("already here")
    WRONG = "wrong", gettext_lazy("cannot be entered")


@dataclass
class Fault:
    """What is wrong in one cell, in words."""

    column: str
    words: str


@dataclass
class Reading:
    """A row as it was understood."""

    line: str
    given: Row
    names: list[NewName] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    had_overrides: bool = False
    match: Organisation | None = None
    part_of: Organisation | Reading | None = None
    # What the row adds to the organisation that is here, and the columns in which ours differs and is kept.
    new_names: list[NewName] = field(default_factory=list)
    new_facts: dict[str, Any] = field(default_factory=dict)
    joins: bool = False
    kept: list[str] = field(default_factory=list)
    happened: str = ""  # its state when the table was entered

    @property
    def state(self) -> State:
        """What happens to the row."""
        if self.faults:
            return State.WRONG
        if self.match is None:
            return State.NEW
        return State.ADDS if self.new_names or self.new_facts or self.joins else State.KNOWN

    @property
    def full_names(self) -> list[str]:
        """The folded names by which the organisation is known; an acronym alone tells too little."""
        return [folded(name.text) for name in self.names if name.kind != NameKind.ACRONYM]

    @property
    def shown_name(self) -> Text:
        """The names of the row as a text."""
        return Text({name.language: name.text for name in self.names if name.kind != NameKind.ACRONYM})

    @property
    def added(self) -> list[str]:
        """What the row adds, in words."""
        labels = {one.name: one.verbose_name for one in Organisation._meta.concrete_fields}
        told = [name.text for name in self.new_names]
        told += [str(labels[name]) for name in self.new_facts]
        return [*told, *([_("part of")] if self.joins else [])]

    @property
    def name_column(self) -> str:
        """The first column of names that is filled: what is wrong with the name is told there."""
        return next((name for name in NAME_COLUMNS if self.given.get(name, "").strip()), NAME_COLUMNS[0])

    @property
    def happens(self) -> str:
        """What happens to the row or, once the table was entered, what happened to it, in words."""
        return str(State(self.happened or self.state).label)

    def refuse(self, column: str, words: str) -> None:
        """This will note what is wrong in a cell."""
        self.faults.append(Fault(column, words))

    def conflicts_with(self, organisation: Organisation) -> bool:
        """This will tell whether the two have different identifiers and so cannot be the same."""
        pairs = [(self.facts.get(name, ""), getattr(organisation, name)) for name in ("ror", "wikidata", "country")]
        return any(ours and theirs and ours != theirs for ours, theirs in pairs)


def read(row: Row) -> Reading:
    """This will read one row; every cell that cannot be understood is noted, not only the first."""
    reading = Reading(line=row.get("line", ""), given=row)
    for column in COLUMNS:
        if is_formula(row.get(column, "")):
            reading.refuse(column, _("This cell holds a formula and not its result. Save the table with the values."))
    if row.get(SURPLUS):
        words = _("This row has more cells than the table has columns: is a comma unquoted?")
        reading.refuse(reading.name_column, words)
    if reading.faults:
        return reading
    reading.names = _names(reading, row)
    readers: dict[str, Callable[[str], Any]] = {
        "kind": _kind,
        "standing": _standing,
        "country": _country,
        "website": _website,
        "ror": ror_number,
        "wikidata": wikidata_number,
    }
    for column, understand in readers.items():
        if row.get(column):
            _note(reading, column, understand)
    place = as_name(row.get("place", ""))
    if place and reading.names:
        reading.facts["place"] = Text({reading.names[0].language: place})
    return reading


def _note(reading: Reading, column: str, understand: Callable[[str], Any]) -> None:
    try:
        reading.facts[FACT_IN.get(column, column)] = understand(reading.given[column])
    except ValidationError as refusal:
        reading.refuse(column, " ".join(refusal.messages))


def _names(reading: Reading, row: Row) -> list[NewName]:
    names = []
    for column, language, kind in _name_columns(row):
        typed = row.get(column, "")
        clean = as_name(typed)
        reading.had_overrides = reading.had_overrides or holds_unseen(typed)
        if len(clean) > LONGEST_NAME:
            reading.refuse(column, _("A name has at most 300 characters."))
        elif typed.strip() and not has_letters(clean):
            reading.refuse(column, _("A name needs letters that can be seen."))
        elif clean:
            names.append(NewName(clean, language, kind))
    if not any(name.kind == NameKind.OFFICIAL for name in names) and not reading.faults:
        reading.refuse("name_en", _("The row has no name."))
    return names


def _name_columns(row: Row) -> list[tuple[str, str, str]]:
    """The columns of names with their language; an acronym belongs to the first language that is filled."""
    full = [(f"name_{code}", code, str(NameKind.OFFICIAL)) for code in languages()]
    first = next((code for column, code, _kind in full if row.get(column)), languages()[0])
    return [*full, ("acronym", first, str(NameKind.ACRONYM))]


def _kind(words: str) -> str:
    found = _by_words(Kind).get(folded(words))
    if found is None:
        known = ", ".join(Kind.values)
        raise ValidationError(
            _("“%(kind)s” is not a kind. Known are: %(known)s.") % {"kind": isolated(words), "known": known}
        )
    return found


def _standing(words: str) -> str:
    found = _by_words(StandingHere).get(folded(words))
    if found is None:
        known = ", ".join(StandingHere.values)
        raise ValidationError(
            _("“%(standing)s” is no standing towards us. Known are: %(known)s; left empty, it is not known.")
            % {"standing": isolated(words), "known": known}
        )
    return found


@cache
def _by_words(choices: type[models.TextChoices]) -> dict[str, str]:
    """What may be chosen, by its code and by its label in every language, folded."""
    found = {folded(code): code for code in choices.values}
    for language in languages():
        with override(language):
            found |= {folded(str(one.label)): one.value for one in choices}
    return found


def _country(words: str) -> str:
    found = _countries().get(folded(words))
    if found is None:
        raise ValidationError(_("“%(country)s” is not a country of ISO 3166.") % {"country": isolated(words)})
    return found


@cache
def _countries() -> dict[str, str]:
    """The countries by their code and by their name in every language, folded."""
    found: dict[str, str] = {}
    for language in languages():
        told = Locale.parse(language).territories
        found |= {folded(told[code]): code for code in country_codes() if code in told}
    return found | {folded(code): code for code in country_codes()}


def _website(words: str) -> str:
    address = words if "://" in words else f"https://{words}"
    if len(address) > 200:
        raise ValidationError(_("The address of a website has at most 200 characters."))
    is_address(address)
    return address
