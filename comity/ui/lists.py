"""Long lists: read a page at a time from where the last one ended, and counted only as far as a reader cares.

What a page costs must not grow with the table. So no page is reached by skipping the rows before it, nothing is
counted beyond `ENOUGH`, and what can be found in several ways (as promisor or as beneficiary, at one stage or at
another) is asked once for each way: an index then leads to the first rows of each, in their order, and the first
rows of all are among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Exact, GreaterThanOrEqual, In, LessThan, LessThanOrEqual

ENOUGH = 1_000  # beyond this a list only says that there are more
PAGE = 50


class Unsought(models.Func):
    """A column by which SQLite shall not look rows up, because the order of the list leads to them sooner.

    SQLite keeps no figures from which it could know; PostgreSQL does, and is left alone.
    """

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


@dataclass(frozen=True)
class Order:
    """A total order: by something that is never null, then by number, both in one direction.

    `narrowed` names the columns for which an index keeps the rows of each value in this very order.
    """

    by: Any
    is_descending: bool = False
    narrowed: frozenset[str] = frozenset()

    def sort(self, rows: Any, *, backwards: bool = False) -> Any:
        """This will put the rows into the order, or into its reverse; each knows where it `stands_at`."""
        sign = "-" if self.is_descending != backwards else ""
        return rows.annotate(stands_at=self._place()).order_by(f"{sign}stands_at", f"{sign}pk")

    def beyond(self, rows: Any, place: Any, number: int, *, backwards: bool = False) -> Any:
        """This will keep what comes after a place in the order, or before it."""
        way = "lt" if self.is_descending != backwards else "gt"
        further = Q(**{f"stands_at__{way}": place}) | Q(**{f"pk__{way}": number})
        return rows.filter(further, **{f"stands_at__{way}e": place})

    def place_of(self, number: int, rows: Any) -> Any:
        """This will find where a row stands; nothing where it is not there."""
        return rows.filter(pk=number).values_list(self._place(), flat=True).first()

    def _place(self) -> Any:
        return F(self.by) if isinstance(self.by, str) else self.by


LOOKUPS: dict[str, Any] = {"": Exact, "in": In, "lt": LessThan, "lte": LessThanOrEqual, "gte": GreaterThanOrEqual}


@dataclass(frozen=True)
class Way:
    """One way in which rows are found: among `rows`, by columns to which an index leads, as in {"stage": "open"}.

    `on_the_way` are the same rows, asked for as one asks those that are met in their order, one by one. Where the
    rows are `dear`, each takes the database long to judge, and none is counted while there are enough without them.
    Up to `few` rows, which an index finds, are sooner looked up and sorted than the first of them are met.
    """

    rows: Any
    by: dict[str, Any] = field(default_factory=dict)
    on_the_way: Any = None
    is_dear: bool = False
    few: int = 0

    def found(self) -> Any:
        """This will find the rows, by whatever index the database likes."""
        return self.rows.filter(**self.by)

    def walked(self, order: Order) -> Any:
        """This will find the rows as they are met in their order: the first of many are soon there."""
        rows = self.rows if self.on_the_way is None else self.on_the_way
        for name, value in self.by.items():
            column, _lookup, lookup = name.partition("__")
            is_led = column in order.narrowed
            rows = rows.filter(**{name: value}) if is_led else rows.filter(LOOKUPS[lookup](Unsought(F(column)), value))
        return rows

    def are_few(self) -> bool:
        """This will ask whether no more than `few` rows are found."""
        return not self.found().order_by().values("pk")[self.few : self.few + 1].exists()

    def and_by(self, **by: Any) -> Way:
        """This will narrow the way down by columns that have an index."""
        return replace(self, by=self.by | by)

    def which(self, narrow: Callable[[Any], Any], on_the_way: Callable[[Any], Any] | None = None) -> Way:
        """This will narrow the way down by something else, which may be asked otherwise of rows met one by one."""
        met = self.rows if self.on_the_way is None else self.on_the_way
        return replace(self, rows=narrow(self.rows), on_the_way=(on_the_way or narrow)(met))


@dataclass
class Page:
    """Some rows of a list, and the numbers of the rows at which the pages beside it begin, where there are any."""

    rows: list[Any]
    previous: int | None = None
    next: int | None = None

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)


class Long:
    """A long list: the ways in which its rows are found, and their order. `dress` fetches what a row shows."""

    def __init__(self, ways: Sequence[Way], order: Order, *, dress: Callable[[Any], Any] = lambda rows: rows) -> None:
        self.ways, self.order, self.dress = ways, order, dress
        self.every = ways[0].rows.model._default_manager.all()

    def count(self) -> int:
        """This will count the rows, up to one more than `ENOUGH`."""
        return min(len(set().union(*(some or [] for some in self._some))), ENOUGH + 1)

    def first(self, many: int, *, of_few: bool = False) -> list[Any]:
        """This will fetch the first rows; where they are `of_few`, they are looked up and sorted, not walked to."""
        if of_few:
            return self._read([way.found().order_by() for way in self.ways], ENOUGH, shown=many)
        return self._read([self.order.sort(way.found()) for way in self.ways], many)

    def page(self, asked: Any, *, size: int = PAGE) -> Page:
        """This will fetch the page that an address asks for: what comes `after` a row, or `before` it."""
        after, before = _number(asked.get("after")), _number(asked.get("before"))
        if number := after or before:
            place = self._place_of(number)
            rows = [] if place is None else self._beyond(place, number, size + 1, backwards=after is None)
            if rows:
                return _between(rows, size, backwards=after is None)
        rows = self._read(self._walked(), size + 1)
        return Page(rows[:size], None, rows[size - 1].pk if len(rows) > size else None)

    def walk(self, *, size: int = 500) -> Iterator[Any]:
        """This will go through all rows, a few at a time: no cursor stays open and no row stays in memory."""
        rows = self._read(self._walked(), size)
        while rows:
            yield from rows
            rows = self._beyond(rows[-1].stands_at, rows[-1].pk, size)

    @cached_property
    def _some(self) -> list[list[int] | None]:
        """The numbers of the rows found in each way, up to one more than `ENOUGH`; None where nobody has to know."""
        found = self._looked_up([way for way in self.ways if not way.is_dear])
        if any(way.is_dear for way in self.ways) and len(set().union(*found)) <= ENOUGH:
            return list(self._looked_up(self.ways))
        cheap = iter(found)
        return [None if way.is_dear else next(cheap) for way in self.ways]

    @staticmethod
    def _looked_up(ways: Sequence[Way]) -> list[list[int]]:
        return numbers_of([way.found().order_by() for way in ways], ENOUGH + 1)

    def _walked(self, *, backwards: bool = False) -> list[Any]:
        """What is few is looked up and sorted; what is many is read in its order until there is enough."""
        return [self.order.sort(rows, backwards=backwards) for rows in self._sooner]

    @cached_property
    def _sooner(self) -> list[Any]:
        """The rows of each way, asked for in the way that gives the first of them sooner."""
        return [self._soonest(way, some) for way, some in zip(self.ways, self._some, strict=True)]

    def _soonest(self, way: Way, some: list[int] | None) -> Any:
        if some is not None and len(some) <= ENOUGH:
            return self.every.filter(pk__in=some)
        # An index of the order narrows down what is walked; then the few are met soon enough.
        is_looked_up = bool(some and way.few and not way.by) and way.are_few()
        return way.found() if is_looked_up else way.walked(self.order)

    def _beyond(self, place: Any, number: int, many: int, *, backwards: bool = False) -> list[Any]:
        walked = self._walked(backwards=backwards)
        ways = [self.order.beyond(rows, place, number, backwards=backwards) for rows in walked]
        return self._read(ways, many, backwards=backwards)

    def _place_of(self, number: int) -> Any:
        """Where a row stands; only of a row of this list, so that a number in an address tells nothing else."""
        is_here = any(numbers_of([way.found().filter(pk=number) for way in self.ways], 1))
        return self.order.place_of(number, self.every) if is_here else None

    def _read(self, ways: list[Any], many: int, *, shown: int = 0, backwards: bool = False) -> list[Any]:
        """The first rows of all are among the first of each way; so one query finds and fetches them."""
        sql, values = _together(ways, many)
        if not sql:
            return []
        rows = self.every.filter(pk__in=RawSQL(f"SELECT number FROM ({sql}) AS ways", values))
        return list(self.dress(self.order.sort(rows, backwards=backwards))[: shown or many])


def numbers_of(ways: Sequence[Any], many: int) -> list[list[int]]:
    """This will number the first `many` rows that are found in each of the ways, with one query."""
    found: list[list[int]] = [[] for _way in ways]
    sql, values = _together(ways, many)
    if sql:
        with connections[ways[0].db].cursor() as cursor:
            cursor.execute(sql, values)
            for place, number in cursor.fetchall():
                found[place].append(number)
    return found


def _together(ways: Sequence[Any], many: int) -> tuple[str, list[Any]]:
    """All ways as one question. Each is SQL of Django's own making, and every value in it is a parameter."""
    asked, values = [], list[Any]()
    for place, way in enumerate(ways):
        with suppress(EmptyResultSet):
            sql, given = way.values("pk")[:many].query.get_compiler(way.db).as_sql()
            asked.append(f"SELECT {place} AS way, way_{place}.pk AS number FROM ({sql}) AS way_{place}")
            values += given
    return " UNION ALL ".join(asked), values


def _between(rows: list[Any], size: int, *, backwards: bool) -> Page:
    """A page reached from one beside it, which therefore is there."""
    has_more, kept = len(rows) > size, rows[:size]
    if backwards:
        kept.reverse()
    is_first, is_last = backwards and not has_more, not backwards and not has_more
    return Page(kept, None if is_first else kept[0].pk, None if is_last else kept[-1].pk)


def _number(words: str | None) -> int | None:
    """A row's number in an address; whatever else stands there counts as not given."""
    return int(words) if words and words.isascii() and words.isdecimal() and len(words) < 19 else None
