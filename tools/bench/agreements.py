"""How long the register, the search and the pages of agreements take, and how often they ask the database.

At a thousand and at a hundred thousand agreements, each of ten clauses in three languages: a million clauses. Beside
that, how long one text takes to be drafted, printed, written as a Word file, compared, signed and verified.
"""

from __future__ import annotations

from tools.bench import Asked, Row, agreements_draft, agreements_print, agreements_word
from tools.bench.pages import AGREEMENTS, opened

A_TENTH = 10  # so many commitments are measured for an agreement


def measures(asked: Asked) -> list[Row]:
    """This will measure every page of agreements at the smallest and the largest size on each database."""
    largest = max(asked.sizes) // A_TENTH
    papers = [*agreements_draft.measures(asked), *agreements_print.measures(asked), *agreements_word.measures(asked)]
    return papers + opened(asked, AGREEMENTS, sorted({min(1_000, largest), largest}))
