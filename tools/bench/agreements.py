"""How long the register, the search and the pages of agreements take, and how often they ask the database.

At a thousand and at a hundred thousand agreements, each of ten clauses in three languages: a million clauses.
"""

from __future__ import annotations

from tools.bench import Asked, Row
from tools.bench.pages import AGREEMENTS, opened

A_TENTH = 10  # so many commitments are measured for an agreement


def measures(asked: Asked) -> list[Row]:
    """This will measure every page of agreements at the smallest and the largest size on each database."""
    largest = max(asked.sizes) // A_TENTH
    return opened(asked, AGREEMENTS, sorted({min(1_000, largest), largest}))
