"""Who may read and work with what visitors said. The code asks this table; docs/access/opinion.md is drawn from it."""

from __future__ import annotations

from comity.accounts.matrix import Matrix

OPINION = Matrix(
    "Opinion",
    """
                                         | visitor | other | side | link | reader | officer | head
    read what visitors answered          | no      | no    | no   | no   | yes    | yes     | yes
    """,
    covers={"read what visitors answered": "Answer.comment AskedPage.title AskedPage.address"},
)

MATRICES = [OPINION]
