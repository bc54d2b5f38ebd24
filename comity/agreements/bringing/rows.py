"""What each row of a brought register would become: ready to be entered, doubtful, refused, or here already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.agreements.bringing.cells import (
    Ambiguous,
    Unreadable,
    is_formula,
    order_told_by,
    read_count,
    read_day,
    read_kind,
)
from comity.agreements.bringing.columns import DAYS, FACTS, HEADER, PARTIES, STATE, TITLE
from comity.agreements.bringing.parties import Known
from comity.agreements.bringing.states import read_renewing, read_state
from comity.agreements.models import Agreement, BroughtRegister, BroughtRow, Party, Stage
from comity.agreements.models.brought import ENTERED
from comity.partners.models import Area, Organisation
from comity.translation.said_in import language_of_script
from comity.translation.spelling import folded
from comity.translation.templatetags.said import isolated
from comity.translation.texts import Text, current_language

LONGEST_TITLE, LONGEST_NUMBER = 300, 100


class State(models.TextChoices):
    """What happens to a row when the register is entered."""

    READY = "ready", gettext_lazy("ready")
    DOUBTFUL = "doubtful", gettext_lazy("doubtful: choose what is meant")
    REFUSED = "refused", gettext_lazy("cannot be entered")
    HERE = "here", gettext_lazy("here already")


@dataclass
class Row:
    """A row as it was understood."""

    number: int  # of the row in the file
    given: dict[str, str]
    facts: dict[str, Any] = field(default_factory=dict)
    parties: list[Organisation] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # names of parties that could be nobody's, or several's
    stage: str = Stage.IN_FORCE  # at which it is entered, as the table tells it
    is_here: bool = False
    happened: str = ""

    @property
    def state(self) -> State:
        """What happens to it."""
        if self.faults:
            return State.REFUSED
        if self.is_here:
            return State.HERE
        return State.DOUBTFUL if self.doubts or self.unknown else State.READY

    @property
    def in_words(self) -> Any:
        """What happens to it, in words."""
        return self.state.label

    @property
    def title(self) -> Text:
        """How it is called."""
        told: Text = self.facts.get("title", Text())
        return told

    @property
    def number_here(self) -> str:
        """Our own reference number, where it has one."""
        return self.given.get("number", "")[:LONGEST_NUMBER]

    @property
    def same(self) -> tuple[str, frozenset[int], date | None]:
        """What is the same in two rows about one agreement."""
        return folded(str(self.title)), frozenset(one.pk for one in self.parties), self.facts.get("concluded_on")

    @property
    def fingerprint(self) -> str:
        """By what the row is known when it comes again: our own number, else title, parties and day."""
        title, parties, on = self.same
        told = f"number {folded(self.number_here)}" if self.number_here else f"{title} {sorted(parties)} {on}"
        return sha256(told.encode()).hexdigest()


@dataclass
class Preview:
    """What every row of a register would become."""

    rows: list[Row]
    order: str = ""  # in which days are read, as far as they tell it themselves

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are in each state."""
        counted = Counter(row.state for row in self.rows)
        return {state.value: counted[state] for state in State}

    def ready(self) -> list[Row]:
        """This will list the rows that can be entered now."""
        return [row for row in self.rows if row.state == State.READY]

    def unknown(self) -> list[tuple[str, int]]:
        """This will list the names of which it has to be said whom they mean, the one on most rows first."""
        counted = Counter(folded(name) for row in self.rows for name in row.unknown)
        spelled = {folded(name): name for row in self.rows for name in row.unknown}
        return [(spelled[key], times) for key, times in counted.most_common()]


def preview(brought: BroughtRegister) -> Preview:
    """This will tell what each row would become, without entering it: in a few queries, however many rows."""
    columns = brought.columns
    begin = columns.get(HEADER, -1) + 1
    lines = [(n, line) for n, line in enumerate(brought.lines[begin:], start=begin + 1) if any(line)]
    rows = [Row(n, _given(line, columns)) for n, line in lines]
    known = Known((row.given.get(PARTIES, "") for row in rows), brought.meant)
    told = order_told_by(row.given.get(name, "") for row in rows for name in DAYS)
    areas, host = _areas(), Organisation.objects.host()
    for row in rows:
        _read(row, known, areas, order=brought.order_of_days or told, host=host)
        if not row.faults:
            _read_state(row, on=brought.brought_at.date())
        row.happened = brought.happened.get(str(row.number), "")
        if row.happened not in ("", ENTERED):
            row.faults.append(row.happened)
    _mark_what_is_here(rows)
    return Preview(rows, order=told)


def _given(line: list[str], columns: dict[str, int]) -> dict[str, str]:
    return {fact: line[at].strip("'’ ") for fact, at in columns.items() if fact in FACTS and 0 <= at < len(line)}


def _read(row: Row, known: Known, areas: dict[str, Area], *, order: str, host: Organisation | None) -> None:
    for fact, cell in row.given.items():
        if is_formula(cell):
            words = _("%(column)s: the cell holds a formula and no value. Save the table with its values.")
            row.faults.append(words % {"column": FACTS[fact]})
    if row.faults:
        return
    _read_title(row)
    _read_days(row, order)
    for name in ("years", "notice_months"):
        _note(row, name, lambda cell: read_count(cell))
    kind = row.given.get("kind", "")
    row.facts["kind"] = read_kind(kind)
    if kind and not row.facts["kind"]:
        row.notes.append(_("No kind of ours is called “%s”: it stays not known.") % isolated(kind))
    renewing = row.given.get("renewing", "")
    row.facts["renewing"] = read_renewing(renewing)
    if renewing and not row.facts["renewing"]:
        row.notes.append(_("“%s” does not tell how it goes on: it stays not known.") % isolated(renewing))
    _read_parties(row, known, host)
    _read_areas(row, areas)


def _read_title(row: Row) -> None:
    words = row.given.get(TITLE, "")
    if not words:
        row.faults.append(_("The row has no title."))
    elif len(words) > LONGEST_TITLE:
        row.faults.append(_("A title has at most 300 characters."))
    else:
        row.facts["title"] = Text({language_of_script(words) or current_language(): words})


def _read_days(row: Row, order: str) -> None:
    for name in DAYS:
        _note(row, name, lambda cell: read_day(cell, order))
    on, ends = row.facts.get("concluded_on"), row.facts.get("ends_on")
    began = row.facts.get("in_force_on") or on
    if ends and began and ends <= max(began, on or began):
        row.faults.append(_("The agreement ends before it begins."))


def _read_state(row: Row, *, on: date) -> None:
    """At which stage it is entered: what ended needs its last day, and what is on its way has none of its days yet."""
    words = row.given.get(STATE, "")
    stage = read_state(words) if words else Stage.IN_FORCE
    if stage is None:
        row.faults.append(_("No state that can be entered is called “%s”.") % isolated(words))
        return
    row.stage = stage
    if stage == Stage.PROPOSED:
        if any(name in row.facts for name in DAYS):
            row.doubts.append(
                _("By its state it is on its way, and by its days it was concluded. Correct one of them.")
            )
    elif not row.doubts and "concluded_on" not in row.facts:
        row.faults.append(_("The row does not say when it was concluded."))
    elif stage != Stage.IN_FORCE and not row.doubts:
        _doubt_its_end(row, on=on)


def _doubt_its_end(row: Row, *, on: date) -> None:
    """What ended by its state needs a last day that is over; `on` is the day on which the table was brought."""
    ends = row.facts.get("ends_on")
    if ends is None:
        row.doubts.append(_("By its state it ended, and the row does not say on which day."))
    elif ends > on:
        row.doubts.append(_("By its state it ended, and by its last day it still runs. Correct one of them."))


def _note(row: Row, name: str, understand: Any) -> None:
    try:
        value = understand(row.given.get(name, ""))
    except Ambiguous as doubt:
        row.doubts.append(f"{FACTS[name]}: {doubt}")
    except Unreadable as fault:
        row.faults.append(f"{FACTS[name]}: {fault}")
    else:
        if value is not None:
            row.facts[name] = value


def _read_parties(row: Row, known: Known, host: Organisation | None) -> None:
    """Our own office is a party of its own register, whether or not the row says so."""
    cell = row.given.get(PARTIES, "")
    found: dict[int, Organisation] = {host.pk: host} if host else {}
    for name in known.parts_of(cell) if cell else []:
        if known.is_clear(name):
            found |= {one.pk: one for one in known.called(name) or []}
        else:
            row.unknown.append(name)
    row.parties = list(found.values())
    if len(found) < 2 and not row.unknown:
        row.faults.append(_("The row names no party besides our own office."))


def _read_areas(row: Row, areas: dict[str, Area]) -> None:
    named = re.split(r"\s*[,،;]\s*", row.given.get("areas", ""))
    for words in filter(None, named):
        area = areas.get(folded(words))
        if area is None:
            row.notes.append(_("No area of ours is called “%s”: it is left out.") % isolated(words))
        elif area not in row.areas:
            row.areas.append(area)


def _areas() -> dict[str, Area]:
    return {folded(name): one for one in Area.objects.all() for name in (one.code, *one.name.values())}


def _mark_what_is_here(rows: list[Row]) -> None:
    """By the row from which it came, our number, or title, parties and day; the second row of two is refused."""
    clear = [row for row in rows if row.state == State.READY]
    known = BroughtRow.objects.known({row.fingerprint for row in clear})
    numbers = Party.objects.numbers_of_host({row.number_here for row in clear} - {""})
    same = _same_here({row.facts["concluded_on"] for row in clear if "concluded_on" in row.facts})
    first: dict[str, int] = {}
    for row in clear:
        title, parties, on = row.same
        row.is_here = row.fingerprint in known or row.number_here in numbers or (title, parties, on) in same
        if not row.is_here and row.fingerprint in first:
            row.faults.append(_("The same agreement as in row %(row)s.") % {"row": first[row.fingerprint]})
        first.setdefault(row.fingerprint, row.number)


def _same_here(days: Iterable[date]) -> set[tuple[str, frozenset[int], date | None]]:
    found = set()
    for one in Agreement.objects.concluded_on_one_of(days).with_parties():
        parties = frozenset(party.pk for party in one.parties.all())
        found |= {(folded(title), parties, one.concluded_on) for title in one.title.values()}
    return found
