"""Files that are on the disk, with their names, before anybody is told that they were received."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


def settle(place: Path) -> None:
    """This will wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class LastingFiles(FileSystemStorage):
    """Django's storage in a folder, which leaves it to the system when a file reaches the disk: here, at once.

    A row that names a file is committed after the file was stored; so a power cut leaves no row without its file.
    """

    def _save(self, name: str, content: Any) -> str:
        kept = str(super()._save(name, content))  # type: ignore[misc]
        file, root = Path(self.path(kept)), Path(self.location)
        settle(file)
        for folder in file.parents:
            settle(folder)
            if folder == root.parent:
                break
        return kept

    def lying(self) -> Iterator[tuple[str, datetime]]:
        """This will name every file that lies here, and since when."""
        root = Path(self.location)
        for path in root.rglob("*"):
            try:
                if path.is_file() and not path.is_symlink():
                    yield path.relative_to(root).as_posix(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except FileNotFoundError:
                continue  # taken away meanwhile
