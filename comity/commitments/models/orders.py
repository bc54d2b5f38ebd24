"""The orders in which commitments are listed, each with its index, and finding by words, with its own.

What stands here in SQL stands in the indexes in the same words; otherwise the databases would not use them.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from comity.partners.spelling import folded
from comity.ui.lists import Order

NEVER = date(9999, 12, 31)


class DueOrNever(models.Func):
    """The due date; what has none comes after all others."""

    arity = 1
    template = "COALESCE(%(expressions)s, '9999-12-31')"
    output_field = models.DateField()


class DueOrLongAgo(models.Func):
    """The due date; what has none comes before all others, and last where the order runs downwards."""

    arity = 1
    template = "COALESCE(%(expressions)s, '0001-01-01')"
    output_field = models.DateField()


SIDES = frozenset({"promisor", "beneficiary"})
SOONEST = Order(DueOrNever(F("due_on")), narrowed=frozenset({"due", "stage", "keeper", "person"}) | SIDES)
LATEST = Order(DueOrLongAgo(F("due_on")), is_descending=True)
NEWEST = Order("said_on", is_descending=True, narrowed=frozenset({"said_on", "stage"}) | SIDES)
OLDEST_STAGE = Order("stage_since", narrowed=frozenset({"stage"}))

INDEXES = [
    models.Index(DueOrNever("due_on"), "id", name="commitments_soonest"),
    models.Index(DueOrLongAgo("due_on"), "id", name="commitments_latest"),
    models.Index(fields=["said_on", "id"], name="commitments_newest"),
    models.Index(fields=["stage_since", "id"], name="commitments_longest"),
    *(
        models.Index(F(column), DueOrNever("due_on"), "id", name=f"commitments_soonest_{name}")
        for name, column in [("at_stage", "stage"), ("by", "promisor"), ("to", "beneficiary"), ("of", "person")]
    ),
    models.Index(F("keeper"), DueOrNever("due_on"), "id", name="commitments_soonest_kept"),
    models.Index(fields=["stage", "said_on", "id"], name="commitments_newest_at_stage"),
    models.Index(fields=["promisor", "said_on", "id"], name="commitments_newest_by"),
    models.Index(fields=["beneficiary", "said_on", "id"], name="commitments_newest_to"),
    models.Index(fields=["stage", "stage_since", "id"], name="commitments_longest_at_stage"),
    models.Index(fields=["promisor", "stage"], name="commitments_by_stage"),
    models.Index(fields=["beneficiary", "stage"], name="commitments_to_stage"),
    models.Index(fields=["person", "stage"], name="commitments_of_stage"),
    models.Index(fields=["keeper", "stage"], name="commitments_kept_stage"),
]


# Words

# What Arabic writes in front of a word: the article, alone and after "and", "with", "for", "as".
ARABIC = re.compile("[\u0620-\u064a]")
BEFORE_A_WORD = ("", "ال", "وال", "بال", "لل", "كال")
SHORTEST = 2  # letters that the index is asked for; fewer begin so many words that walking finds some sooner


def beginnings(words: str) -> list[list[str]]:
    """This will give, for each word that is sought, the letters with which a word may begin that is it."""
    return [[f"{one}{word}" for one in (BEFORE_A_WORD if ARABIC.match(word) else ("",))] for word in _words(words)]


def _words(words: str) -> list[str]:
    return folded(words).replace("_", " ").split()


class Says(models.Func):
    """Whether words that begin like these occur in what was said, asked of the index of words."""

    arity = 1
    output_field = models.BooleanField()

    def __init__(self, sought: Any, words: str = "", **extra: Any) -> None:
        super().__init__(sought, **extra)
        self.words = words

    @staticmethod
    def can(words: str) -> bool:
        """This will tell whether the index of words can be asked for any of them."""
        return bool(_long(words))

    def _asked(self, both: str, either: str, beginning: str) -> str:
        """The words as the index is asked for them; they hold letters and digits only."""
        every = [[beginning.format(one) for one in any_of] for any_of in _long(self.words)]
        return both.join(f"({either.join(any_of)})" for any_of in every)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        asked = self._asked(" AND ", " OR ", '"{}"*')
        found = "(SELECT rowid FROM commitments_words WHERE commitments_words MATCH %s)"
        return f'"commitments_commitment"."id" IN {found}', [asked]

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        asked = self._asked(" & ", " | ", "'{}':*")
        sought, values = compiler.compile(self.source_expressions[0])
        return f"to_tsvector('simple', {sought}) @@ to_tsquery('simple', %s)", [*values, asked]


def _long(words: str) -> list[list[str]]:
    return [any_of for any_of in beginnings(words) if len(any_of[0]) >= SHORTEST]


def says(words: str) -> Q:
    """This will make the condition that every word begins a word of what was said, read from the row itself."""
    every = Q()
    for any_of in beginnings(words):
        every &= Q(*[Q(sought__startswith=one) | Q(sought__contains=f" {one}") for one in any_of], _connector=Q.OR)
    return every
