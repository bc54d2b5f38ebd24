"""Who may read and work with what visitors said. The code asks this table; docs/access/opinion.md is drawn from it."""

from __future__ import annotations

from django.db.models import Q

from comity.accounts.matrix import Matrix, Word

OPINION = Matrix(
    "Opinion",
    """
                                                         | visitor | other | side | link | reader | officer | head
    read what visitors answered                          | no      | no    | no   | no   | yes    | yes     | yes
    restore answers, do tasks, keep themes, write replies | no      | no    | no   | no   | no     | yes     | yes
    """,
    covers={"read what visitors answered": "Answer.comment Task.done Theme.name Theme.words"},
)
REPLY = Matrix(
    "Reply",
    """
               | visitor   | other     | side      | link      | reader | officer | head
    read it    | published | published | published | published | yes    | yes     | yes
    """,
    words={"published": Word("it was published", Q(is_published=True))},
    covers={"read it": "Reply.said Reply.did"},
)

MATRICES = [OPINION, REPLY]
READ, WORK = "read what visitors answered", "restore answers, do tasks, keep themes, write replies"
