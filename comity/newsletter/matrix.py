"""Who may know what of the newsletter. The code asks this table; docs/access/newsletter.md is drawn from it."""

from __future__ import annotations

from comity.accounts.matrix import Matrix

NEWSLETTER = Matrix(
    "Newsletter",
    """
                                           | visitor | other | side | link | reader | officer | head
    see how many read the newsletter       | no      | no    | no   | no   | no     | yes     | yes
    read the address of a subscriber       | no      | no    | no   | no   | no     | no      | no
    """,
    covers={"read the address of a subscriber": "Subscriber.email"},
)

MATRICES = [NEWSLETTER]
