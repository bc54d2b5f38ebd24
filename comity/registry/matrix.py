"""Who may look into what registries publish. The code asks this table; docs/access/registry.md is drawn from it."""

from __future__ import annotations

from comity.accounts.matrix import Matrix

REGISTRY = Matrix(
    "Registry",
    """
                                           | visitor | other | side | link | reader | officer | head
    find institutions in it                | no      | no    | no   | no   | no     | yes     | yes
    read who followed a partner of ours    | yes     | yes   | yes  | yes  | yes    | yes     | yes
    read what was imported, and its faults | no      | no    | no   | no   | no     | yes     | yes
    """,
    covers={
        "find institutions in it": """
            Institution.ror Institution.name Institution.names Institution.places Institution.sorts
            Institution.country Institution.website Institution.ids
        """,
        "read who followed a partner of ours": "Institution.ties",
        "read what was imported, and its faults": "Run.name Run.faults Run.counts Run.sha256",
    },
)

MATRICES = [REGISTRY]
