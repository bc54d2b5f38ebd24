"""What the organisation of a row is part of: one that is here or one of another row, and never in a circle."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from comity.partners.identifiers import identifiers_in
from comity.partners.matching import Here
from comity.partners.models import Organisation, PartOf
from comity.partners.rows import Reading
from comity.partners.spelling import folded


def place(readings: list[Reading], here: Here) -> None:
    """This will find what each row is part of; what is not found or would run in a circle is refused."""
    asked = [reading for reading in readings if reading.given.get("part_of")]
    if asked:
        wholes = _Wholes(readings, here)
        for reading in asked:
            wholes.place(reading)
        _refuse_with_their_wholes(asked)


class _Wholes:
    """What is part of what: here already, and in the table as far as it was read."""

    def __init__(self, readings: list[Reading], here: Here) -> None:
        self.here = here
        self.rows: dict[str, Reading] = {}
        for reading in readings:
            for key in [reading.facts.get("ror", ""), *reading.full_names, folded(reading.given.get("acronym", ""))]:
                self.rows.setdefault(key, reading)
        self.rows.pop("", None)
        self.above: dict[Any, set[Any]] = {}
        for part, whole in PartOf.objects.pairs():
            self.above.setdefault(part, set()).add(whole)

    def place(self, reading: Reading) -> None:
        """This will find what the row is part of, and refuse what is not found or would run in a circle."""
        whole = self._find(reading.given["part_of"])
        if whole is None:
            reading.refuse("part_of", _("Nothing of this name or ROR id is here or in the table."))
            return
        part, above = _key(reading), _key(whole)
        if self._is_inside(above, part):
            reading.refuse("part_of", _("That would make a circle: it is itself a part of this organisation."))
            return
        self.above.setdefault(part, set()).add(above)
        reading.part_of = whole

    def _find(self, words: str) -> Organisation | Reading | None:
        row = self.rows.get(identifiers_in(words).get("ror") or folded(words))
        if row is None:
            return self.here.called(words)
        return row.match or row

    def _is_inside(self, part: Any, whole: Any) -> bool:
        level, seen = {part}, set[Any]()
        while level:
            if whole in level:
                return True
            seen |= level
            level = {above for one in level for above in self.above.get(one, ())} - seen
        return False


def _key(one: Organisation | Reading) -> Any:
    """A number for what is here, the row for what is only in the table."""
    if isinstance(one, Organisation):
        return one.pk
    return one.match.pk if one.match else f"row {one.line}"


def _refuse_with_their_wholes(asked: list[Reading]) -> None:
    """A row cannot be entered into another that is not entered; nor what is part of it in its turn."""
    while wrong := [(one, row) for one in asked if not one.faults and (row := _refused_whole(one))]:
        for reading, row in wrong:
            words = _("Row %(row)s, of which it is a part, cannot be entered.") % {"row": row.line}
            reading.refuse("part_of", words)


def _refused_whole(reading: Reading) -> Reading | None:
    row = reading.part_of
    return row if isinstance(row, Reading) and row.faults else None
