"""Where attempts are counted: a database that cannot be written must not look like somebody who tries too often."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError


class Counts(DatabaseCache):
    """Django's cache in the database, but it says when nothing can be written; Django's is silent then."""

    def add(self, key: str, value: Any, timeout: Any = 300, version: int | None = None) -> bool:
        """This will count under a new key. Raises OperationalError where the key is free and cannot be taken."""
        for _attempt in range(2):  # another may free the key between the two questions
            if super().add(key, value, timeout, version):
                return True
            if self.has_key(key, version):
                return False
        raise OperationalError("attempts cannot be counted: the database takes nothing")
