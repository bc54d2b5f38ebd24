"""Who may work on translations. The code asks this table; docs/access/translating.md is drawn from it."""

from __future__ import annotations

from comity.accounts.matrix import Matrix

VERSION = Matrix(
    "Version",
    """
                                           | visitor | other | side | link | reader | officer | head
    review what a machine translated       | no      | no    | no   | no   | no     | yes     | yes
    """,
    covers={
        "review what a machine translated": (
            "Version.title Version.trouble Passage.source_text Suggestion.words"
            " Provenance.words Provenance.source_text Provenance.engine Provenance.version Provenance.glossary"
        )
    },
)

MATRICES = [VERSION]
