"""Who may have and erase what is kept about a person. docs/access/personal.md is drawn from this table."""

from __future__ import annotations

from comity.accounts.matrix import Matrix

PERSONAL = Matrix(
    "What is kept about a person",
    """
                                          | visitor | other | side | link | reader | officer | head
    see and have all that is about oneself | no      | yes   | yes  | no   | yes    | yes     | yes
    see and have all that is about anybody | no      | no    | no   | no   | no     | no      | yes
    erase somebody                         | no      | no    | no   | no   | no     | no      | yes
    """,
)

MATRICES = [PERSONAL]
