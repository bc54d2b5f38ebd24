"""The scan of a document: a file that lies here for as long as the act that it belongs to goes well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile

from comity.translation.unseen import as_file_name


@dataclass(frozen=True)
class Scan:
    """A PDF or a picture, and which of them its bytes are."""

    file: UploadedFile
    media_type: str


@contextmanager
def stored(scan: Scan | None, store: Storage, *, under: str) -> Iterator[dict[str, Any]]:
    """This will store a scan `under` a name and give the facts that its row keeps of it; none where there is no scan.

    Nobody would find what a refused act left: then the file is taken away again.
    """
    if scan is None:
        yield {}
        return
    name = store.save(under, scan.file)
    try:
        yield {
            "file": name,
            "file_name": as_file_name(scan.file.name or ""),
            "media_type": scan.media_type,
            "size": scan.file.size or 0,
            "sha256": _digest(scan.file),
        }
    except BaseException:
        store.delete(name)
        raise


def _digest(file: UploadedFile) -> str:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()
