"""Long lists: read a page at a time from where the last one ended, and counted only as far as a reader cares.

What a page costs must not grow with the table. So no page is reached by skipping the rows before it, nothing is
counted beyond `ENOUGH`, and what can be found in several ways (as promisor or as beneficiary, at one stage or at
another) is asked once for each way: an index then leads to the first rows of each, in their order, and the first
rows of all are among them. An index of words finds all rows that say a word before it gives the first; so what is
said often is sooner met along the order than found by it, and a stretch of the order is looked through before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, In, LessThan, LessThanOrEqual

ENOUGH = 1_000  # beyond this a list only says that there are more
PAGE = 50
# How far an order is looked along for what an index would find all at once: the second time where the first gave hope.
STRETCHES = (1_000, 16_000)


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


LOOKUPS: dict[str, Any] = {"": Exact, "in": In, "lt": LessThan, "lte": LessThanOrEqual}
LOOKUPS |= {"gt": GreaterThan, "gte": GreaterThanOrEqual}


@dataclass(frozen=True)
class Way:
    """One way in which rows are found: among `rows`, by columns to which an index leads, as in {"stage": "open"}.

    `on_the_way` are the same rows, asked for as one asks those that are met in their order, one by one. Where the
    rows are `dear`, each takes the database long to judge, and none is counted while there are enough without them.
    Where they are `apart`, none is found in another way too. Up to `few` rows, which an index of words finds, are
    sooner looked up and sorted than the first of them are met; `along` are the rows among which one would meet them.
    """

    rows: Any
    by: dict[str, Any] = field(default_factory=dict)
    on_the_way: Any = None
    is_dear: bool = False
    is_apart: bool = False
    few: int = 0
    along: Any = None

    def found(self) -> Any:
        """This will find the rows, by whatever index the database likes."""
        return self.rows.filter(**self.by)

    def walked(self, order: Order) -> Any:
        """This will find the rows as they are met in their order: the first of many are soon there."""
        rows = self._led(self.rows if self.on_the_way is None else self.on_the_way, order)
        for name in self.by.keys() - self._leading(order):
            column, _lookup, lookup = name.partition("__")
            rows = rows.filter(LOOKUPS[lookup](Unsought(F(column)), self.by[name]))
        return rows

    def met(self, order: Order) -> Any:
        """This will go along the order and give, beside the number of each row met, `found`: its number or none.

        Asked for its number, each row is judged as it is met; asked whether it is there, all would be gathered before.
        """
        row = self.walked(order).filter(pk=OuterRef("pk")).order_by().values("pk")
        return order.sort(self._led(self.along, order)).annotate(found=Subquery(row[:1])).values("pk", "found")

    def is_best_walked(self, order: Order) -> bool:
        """Whether no index finds the rows sooner than walking along the order does."""
        return self.on_the_way is None and len(self._leading(order)) == len(self.by)

    def _led(self, rows: Any, order: Order) -> Any:
        return rows.filter(**{name: self.by[name] for name in self._leading(order)})

    def _leading(self, order: Order) -> set[str]:
        """By what the index leads that keeps the order."""
        return {name for name in self.by if name.partition("__")[0] in order.narrowed}

    def are_few(self) -> bool:
        """This will ask whether no more than `few` rows are found."""
        return not self.found().order_by().values("pk")[self.few : self.few + 1].exists()

    def and_by(self, **by: Any) -> Way:
        """This will narrow the way down by columns that have an index."""
        return replace(self, by=self.by | by)

    def which(self, narrow: Callable[[Any], Any], on_the_way: Callable[[Any], Any] | None = None) -> Way:
        """This will narrow the way down by something else, which may be asked otherwise of rows met one by one."""
        if on_the_way is None and self.on_the_way is None:
            return replace(self, rows=narrow(self.rows))
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


@dataclass(frozen=True)
class Some:
    """The numbers of some rows of a way, which need not be all where one walks to them, however many they are."""

    numbers: list[int] = field(default_factory=list)
    is_walked: bool = False


class Long:
    """A long list: the ways in which its rows are found, and their order. `dress` fetches what a row shows."""

    def __init__(self, ways: Sequence[Way], order: Order, *, dress: Callable[[Any], Any] = lambda rows: rows) -> None:
        self.ways, self.order, self.dress = ways, order, dress
        self.every = ways[0].rows.model._default_manager.all()

    def count(self) -> int:
        """This will count the rows, up to one more than `ENOUGH`."""
        return min(_many(self._some), ENOUGH + 1)

    def first(self, many: int, *, of_few: bool = False) -> list[Any]:
        """This will fetch the first rows; where they are `of_few`, they are looked up and sorted, not walked to."""
        if of_few:
            sql, values = _together([way.found().order_by() for way in self.ways], ENOUGH)
            return self._dressed(sql, values, many)
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
    def _some(self) -> list[Some]:
        """Some rows of each way: all that there are, or enough to know that they are many."""
        cheap = [place for place, way in enumerate(self.ways) if not way.is_dear]
        found = self._counted(cheap)
        if _many(found.values()) <= ENOUGH:
            found |= self._looked_up([place for place, way in enumerate(self.ways) if way.is_dear])
        return [found.get(place, Some(is_walked=True)) for place in range(len(self.ways))]

    def _counted(self, places: list[int]) -> dict[int, Some]:
        ways = [self.ways[place] for place in places]
        if all(way.is_apart and way.is_best_walked(self.order) for way in ways):
            return self._looked_up(places, altogether=True)
        found = self._met([place for place in places if self.ways[place].along is not None])
        return found | self._looked_up([place for place in places if place not in found])

    def _looked_up(self, places: list[int], *, altogether: bool = False) -> dict[int, Some]:
        """The rows of each way; `altogether`, once they are many, nobody has to know which way has how many."""
        asked = [self.ways[place].found().order_by() for place in places]
        found = numbers_of(asked, ENOUGH + 1, altogether=altogether)
        is_cut = altogether and sum(map(len, found)) > ENOUGH
        return {place: Some(some, is_walked=is_cut) for place, some in zip(places, found, strict=True)}

    def _met(self, places: list[int]) -> dict[int, Some]:
        """The rows of those ways in which a stretch of the order has them all, or has enough to walk there."""
        found: dict[int, Some] = {}
        for stretch in STRETCHES:
            met = {place: self.ways[place].met(self.order) for place in places}
            told = dict(zip(places, numbers_met(list(met.values()), ENOUGH + 1, stretch), strict=True))
            found |= {place: Some(some, is_walked=True) for place, some in told.items() if len(some) > ENOUGH}
            rest = [place for place in places if place not in found]
            beyond = numbers_of([met[place][stretch : stretch + 1] for place in rest], 1)
            found |= {place: Some(told[place]) for place, more in zip(rest, beyond, strict=True) if not more}
            # So many in the whole of the last stretch, if it goes on like this?
            hopeful = [place for place in rest if len(told[place]) * STRETCHES[-1] > ENOUGH * stretch]
            places = [place for place in hopeful if place not in found]
        return found

    def _walked(self, *, backwards: bool = False) -> list[Any]:
        """What is few is looked up and sorted; what is many is read in its order until there is enough."""
        return [self.order.sort(rows, backwards=backwards) for rows in self._sooner]

    @cached_property
    def _sooner(self) -> list[Any]:
        """The rows of each way, asked for in the way that gives the first of them sooner."""
        return [self._soonest(way, some) for way, some in zip(self.ways, self._some, strict=True)]

    def _soonest(self, way: Way, some: Some) -> Any:
        if some.is_walked:
            return way.walked(self.order)
        if len(some.numbers) <= ENOUGH:
            return self.every.filter(pk__in=some.numbers)
        # An index of the order narrows down what is walked; then the few are met soon enough.
        is_looked_up = bool(way.few and not way.by) and way.are_few()
        return way.found() if is_looked_up else way.walked(self.order)

    def _beyond(self, place: Any, number: int, many: int, *, backwards: bool = False) -> list[Any]:
        walked = self._walked(backwards=backwards)
        ways = [self.order.beyond(rows, place, number, backwards=backwards) for rows in walked]
        return self._read(ways, many, backwards=backwards)

    def _place_of(self, number: int) -> Any:
        """Where a row stands; only of a row of this list, so that a number in an address tells nothing else."""
        is_here = any(numbers_of([way.found().filter(pk=number) for way in self.ways], 1))
        return self.order.place_of(number, self.every) if is_here else None

    def _read(self, ways: list[Any], many: int, *, backwards: bool = False) -> list[Any]:
        """The first rows of all are among the first of each way; so one query finds and fetches them."""
        sql, values = _together(ways, many, "stands_at")
        sign = "DESC" if self.order.is_descending != backwards else "ASC"
        first = (
            f"SELECT DISTINCT stands_at, number FROM ({sql}) AS ways ORDER BY stands_at {sign}, number {sign} LIMIT %s"
        )
        return self._dressed(sql and first, [*values, many], many, backwards=backwards)

    def _dressed(self, sql: str, values: list[Any], many: int, *, backwards: bool = False) -> list[Any]:
        """The rows of these numbers, with what they show, in the order."""
        if not sql:
            return []
        rows = self.every.filter(pk__in=RawSQL(f"SELECT number FROM ({sql}) AS found", values))
        return list(self.dress(self.order.sort(rows, backwards=backwards))[:many])


def _many(found: Iterable[Some]) -> int:
    """How many rows are found; one may be found in several ways."""
    return len(set().union(*(some.numbers for some in found)))


def numbers_of(ways: Sequence[Any], many: int, *, altogether: bool = False) -> list[list[int]]:
    """This will number the first `many` rows that are found in each of the ways, or `altogether`, with one query."""
    found: list[list[int]] = [[] for _way in ways]
    sql, values = _together(ways, many)
    if sql and altogether:
        sql, values = f"SELECT way, number FROM ({sql}) AS ways LIMIT %s", [*values, many]
    _sort_into(found, sql, values, ways)
    return found


def numbers_met(ways: Sequence[Any], many: int, stretch: int) -> list[list[int]]:
    """This will number the first `many` rows that are found within a stretch of each of the ways, with one query."""
    found: list[list[int]] = [[] for _way in ways]
    asked, values = [], list[Any]()
    for place, sql, given in _each(ways, stretch, "pk", "found"):
        first = f"SELECT met.pk FROM ({sql}) AS met WHERE met.found IS NOT NULL LIMIT %s"
        asked.append(f"SELECT {place} AS way, way_{place}.pk AS number FROM ({first}) AS way_{place}")
        values += [*given, many]
    _sort_into(found, " UNION ALL ".join(asked), values, ways)
    return found


def _sort_into(found: list[list[int]], sql: str, values: list[Any], ways: Sequence[Any]) -> None:
    if sql:
        with connections[ways[0].db].cursor() as cursor:
            cursor.execute(sql, values)
            for place, number in cursor.fetchall():
                found[place].append(number)


def _together(ways: Sequence[Any], many: int, *names: str) -> tuple[str, list[Any]]:
    """All ways as one question, with what is named of each row beside its number."""
    asked, values = [], list[Any]()
    for place, sql, given in _each(ways, many, "pk", *names):
        told = "".join(f", way_{place}.{name}" for name in names)
        asked.append(f"SELECT {place} AS way, way_{place}.pk AS number{told} FROM ({sql}) AS way_{place}")
        values += given
    return " UNION ALL ".join(asked), values


def _each(ways: Sequence[Any], many: int, *names: str) -> Iterator[tuple[int, str, list[Any]]]:
    """The first rows of each way as SQL of Django's own making, in which every value is a parameter."""
    for place, way in enumerate(ways):
        with suppress(EmptyResultSet):
            sql, given = way.values(*names)[:many].query.get_compiler(way.db).as_sql()
            yield place, sql, list(given)


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
