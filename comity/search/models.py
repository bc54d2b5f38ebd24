"""The cards of the catalogue: which words stand in which record, and who may find it by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, Self

from django.db import connections, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.search.sounds import sound_of

# For each group, one of its keys must stand on the card.
Groups = Iterable[Collection[str]]
SQLITE = """
SELECT {step} AS step, card.id, card.kind, card.number, card.language FROM search_card card WHERE card.id IN (
  SELECT rowid FROM search_keys WHERE search_keys MATCH %s ORDER BY rowid DESC LIMIT %s
)
"""
# The newest are looked for among the newest cards first, by the mark that the index gives each (migration 0003), and
# among more only where these are too few: a frequent word is on most cards, and PostgreSQL would read all of them. What
# an earlier step was full of is not looked for again. By `id + 0`: it would else walk through the cards from the newest
# on, reading the keys of each.
POSTGRESQL = """
{name} AS MATERIALIZED (
  SELECT {step} AS step, id, kind, number, language FROM search_card WHERE {having} ORDER BY id + 0 DESC LIMIT {most:d}
)
"""
AGES = """
ages AS MATERIALIZED (SELECT MAX(id) / {together} AS newest FROM search_card),
{ages}
"""
TOGETHER = 2048  # cards that have one mark of age, as migration 0003 has it
NEWEST = (4, 28)  # such marks, beside the one that is not full yet, among which is looked first, and then


class Pointer(NamedTuple):
    """Which record a card stands for, and in which language; "" is all of them."""

    card: int
    kind: str
    number: int
    language: str


class CardQuerySet(models.QuerySet["Card"]):
    def of(self, kind: str, numbers: Iterable[int]) -> CardQuerySet:
        """This will keep the cards of these records of one kind."""
        return self.filter(kind=kind, number__in=list(numbers))

    def holding(self, groups: Groups, *, most: int) -> list[Pointer]:
        """This will find the cards on which one key of each group stands, the newest first.

        Keys are words of letters and numerals and marks of ours (`cards`); nothing in them has a meaning of its own.
        """
        return self.holding_in_turn([groups], most=most)

    def holding_in_turn(self, steps: Iterable[Groups], *, most: int) -> list[Pointer]:
        """This will find those of the first step, up to `most`, then those of the next, with one query for all.

        A card that is found in several steps may be there several times; of what comes after `most` cards anything
        may lack.
        """
        asked = [wanted for groups in steps if all(wanted := [sorted(group) for group in groups])]
        if not asked:
            return []
        is_sqlite = connections[self.db].vendor == "sqlite"
        words, given = _in_sqlite(asked, most) if is_sqlite else _in_postgresql(asked, most)
        with connections[self.db].cursor() as cursor:
            cursor.execute(f"{words} ORDER BY step, id DESC", given)
            return [Pointer(*row) for _step, *row in cursor.fetchall()]


def _in_sqlite(steps: list[list[list[str]]], most: int) -> tuple[str, list[Any]]:
    given = [one for wanted in steps for one in (" AND ".join(map(_one_of, wanted)), most)]
    return " UNION ALL ".join(SQLITE.format(step=step) for step in range(len(steps))), given


def _in_postgresql(steps: list[list[list[str]]], most: int) -> tuple[str, list[Any]]:
    """Each step among the newest, among more, and among all; one that is full is all that is told of its step."""
    asked, told, given = [], list[str](), list[Any]()
    for step, wanted in enumerate(steps):
        holding = ["search_keys(keys, id) && %s::text[]"] * len(wanted)
        before = " UNION ALL ".join(told)
        is_wanted = [f"(SELECT COUNT(DISTINCT id) FROM ({before}) AS before) < {most:d}"] if before else []
        tried = list[str]()
        for newest in (*NEWEST, None):
            among = [] if newest is None else [f"search_keys(keys, id) && (SELECT marks FROM newest{newest})"]
            having = " AND ".join([*holding, *is_wanted, *among, *(f"NOT ({_is_full(one, most)})" for one in tried)])
            name = f"found{step}_{len(tried)}"
            asked.append(POSTGRESQL.format(name=name, step=step, having=having, most=most))
            given += wanted
            tried.append(name)
        told += [f"SELECT * FROM {one} WHERE {_is_full(one, most)}" for one in tried[:-1]]
        told.append(f"SELECT * FROM {tried[-1]}")
    ages = ", ".join(
        f"newest{one} AS MATERIALIZED (SELECT array_agg('~b' || age) AS marks"
        f" FROM ages, generate_series(newest - {one}, newest) AS age)"
        for one in NEWEST
    )
    asked.insert(0, AGES.format(together=TOGETHER, ages=ages))
    return f"WITH {', '.join(asked)} SELECT * FROM ({' UNION ALL '.join(told)}) AS found", given


def _is_full(name: str, most: int) -> str:
    return f"(SELECT COUNT(*) FROM {name}) >= {most:d}"


def _one_of(group: list[str]) -> str:
    """As FTS5 has it: in quotes everything is a word, and no key holds a quote."""
    return "({})".format(" OR ".join(f'"{key}"' for key in group))


class Card(models.Model):
    """Where a record, or an article, is found in one language: its keys, parted by spaces.

    What the record says is never read from here: a page asks the record itself, and whether it may still be read.
    """

    UNGOVERNED = "it can be worked out from the record for which it stands"

    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    language = models.CharField(max_length=10, blank=True)
    keys = models.TextField()

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("card of the catalogue")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number", "language"], name="a_record_has_one_card_in_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} {self.language}".strip()


class NameWordQuerySet(models.QuerySet["NameWord"]):
    def alike(self, words: Iterable[str]) -> list[str]:
        """This will find the words of names that sound like one of these, or begin or end so and are about as long."""
        shapes = list(words)
        lengths = {len(one) + more for one in shapes for more in (-1, 0, 1)}
        begin = Q(beginning__in={one[:2] for one in shapes}, length__in=lengths)
        end = Q(ending__in={one[-3:] for one in shapes}, length__in=lengths)
        sound = Q(sound__in={sound_of(one) for one in shapes} - {""})
        return list(self.filter(begin | end | sound).values_list("word", flat=True))


class NameWord(models.Model):
    """A word that stands in the name of a person or an organisation: what a misspelt one is compared with."""

    UNGOVERNED = "it can be worked out from the cards of people and organisations"

    word = models.CharField(max_length=80, primary_key=True)
    beginning = models.CharField(max_length=4)
    ending = models.CharField(max_length=6)
    length = models.PositiveSmallIntegerField()
    sound = models.CharField(max_length=80, default="", db_index=True)

    objects = NameWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word of names")
        indexes = [models.Index(fields=["beginning", "length"]), models.Index(fields=["ending", "length"])]

    def __str__(self) -> str:
        return self.word

    @classmethod
    def of(cls, word: str) -> Self:
        """This will describe a word by how it begins, ends and sounds."""
        return cls(word=word, beginning=word[:2], ending=word[-3:], length=len(word), sound=sound_of(word))

    @classmethod
    def learn(cls, words: Iterable[str]) -> None:
        """This will keep the words that are not here yet."""
        NameWord.objects.bulk_create([NameWord.of(word) for word in words], ignore_conflicts=True)

    @classmethod
    def forget(cls, words: Iterable[str], *, stands: Any) -> None:
        """This will drop those of the words of which `stands` says that no name has them any more."""
        cls.objects.filter(pk__in=[word for word in words if not stands(word)]).delete()
