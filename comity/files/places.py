"""Where files of evidence lie: a folder of this machine, or a bucket that several machines share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol, cast

from django.core.files import File
from django.core.files.storage import default_storage

ADDRESS = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*)/?")


class Place(Protocol):
    """What Comity asks of the place where files lie, whatever it is made of."""

    def open(self, name: str, mode: str = "rb") -> File:
        """This will open a file for reading. Raises FileNotFoundError where there is none."""

    def save(self, name: str, content: Any) -> str:
        """This will keep a file, and tell under which name."""

    def lying(self) -> Iterator[tuple[str, datetime]]:
        """This will name every file that lies here, and since when."""


def place() -> Place:
    """This will give the place that the settings name."""
    return cast(Place, default_storage)


def bucket_and_prefix(address: str) -> tuple[str, str]:
    """This will read an address such as s3://bucket/prefix. Raises ValueError for what is none."""
    if not (parts := ADDRESS.fullmatch(address)):
        raise ValueError(address)
    return parts[1], parts[2].strip("/")
