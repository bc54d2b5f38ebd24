"""Files that are on the disk, with their names, before anybody is told that they were received."""

from __future__ import annotations

import os
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
