"""Who may read the journal and the outbox. The code asks this table; docs/access/journal.md is drawn from it."""

from __future__ import annotations

from comity.accounts.matrix import Matrix

JOURNAL = Matrix(
    "Journal",
    """
                                           | visitor | other | side | link | reader | officer | head
    read the history of a record           | no      | no    | no   | no   | no     | yes     | yes
    read the history of an account         | no      | no    | no   | no   | no     | no      | yes
    read what was tried without permission | no      | no    | no   | no   | no     | no      | yes
    see which letters left                 | no      | no    | no   | no   | no     | yes     | yes
    have a letter tried again              | no      | no    | no   | no   | no     | no      | yes
    read what stands in a letter           | no      | no    | no   | no   | no     | no      | no
    """,
    covers={
        "see which letters left": "Letter.to_name Letter.to_email Letter.subject Letter.language Letter.trouble",
        "read what stands in a letter": "Letter.body Letter.calendar Letter.key",
    },
)

MATRICES = [JOURNAL]
