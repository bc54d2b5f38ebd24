"""What the looking process tells of a file; it knows neither our settings nor our database."""

from __future__ import annotations


class Hostile(Exception):
    """The file is refused; `reason` is a key of `comity.files.words`."""

    def __init__(self, reason: str, **facts: str) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts
