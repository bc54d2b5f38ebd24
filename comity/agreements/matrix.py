"""Who may see and do what with an agreement. The code asks this table; docs/access/agreements.md is drawn from it."""

from __future__ import annotations

from django.db.models import Q

from comity.accounts.matrix import Matrix, Word

AGREEMENT = Matrix(
    "Agreement",
    """
                                           | visitor | other  | side | link   | reader | officer | head
    know of it                             | public  | public | yes  | public | yes    | yes     | yes
    enter it, record what became of it     | no      | no     | no   | no     | no     | yes     | yes
    """,
    words={"public": Word("the office lets the public know of it", Q(is_public=True))},
    covers={"know of it": "Agreement.title Agreement.aims Agreement.source Renewal.why Renewal.by_name"},
    paths={"Renewal": "agreement"},
)

MATRICES = [AGREEMENT]
