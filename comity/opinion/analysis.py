"""What the office reads of all answers together."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from comity.opinion.counting import Tally
from comity.opinion.models import AnswerQuerySet


class Analysis:
    """The answers of a stretch of days, counted in the ways that the page shows; each way asks the database once."""

    def __init__(self, answers: AnswerQuerySet, first: date | None = None, last: date | None = None) -> None:
        self.first, self.last = first, last
        self.answers = answers.from_to(first, last)

    @cached_property
    def whole(self) -> Tally:
        """All of them together."""
        tally = Tally()
        for row in self.answers.counted():
            tally.add(row["level"], row["n"])
        return tally
