"""The rows of a desk, under their headings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import QuerySet

from comity.commitments.offering import Offer

SHOWN = 12  # rows of a section; the rest is one click away


class Headed(Protocol):
    """What can stand on the desk: a record that says what it is about, and where it is."""

    @property
    def heading(self) -> Any:
        """What it is about, in the languages in which that is known."""

    def get_absolute_url(self) -> str:
        """Where it is."""


@dataclass
class Need:
    """One row of the desk."""

    record: Headed
    because: str
    act: str
    url: str
    since: date | datetime | None = None
    is_click: bool = False  # one press does it; else `url` leads to where it is done, unless its form stands here
    offer: Offer | None = None
    here: str = ""  # the parts of the page at `url`, by their ids, that do it; they open in the row of the desk


@dataclass
class Section:
    """Needs of one sort, under a heading."""

    title: str
    needs: list[Need] = field(default_factory=list)
    has_more: bool = False
    all_at: str = "commitments"  # the name of the list that holds the rest


def section(title: str, found: QuerySet[Any] | list[Any], need: Any, **more: str) -> Section:
    """This will set the first rows under a heading, and say whether there are more."""
    rows = list(found[: SHOWN + 1])
    return Section(title, [need(one) for one in rows[:SHOWN]], has_more=len(rows) > SHOWN, **more)
