"""Files in object storage, S3 and what speaks like it, so that several machines can serve one Comity."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from obstore.exceptions import AlreadyExistsError, BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from comity.files.places import bucket_and_prefix

PIECE = 1024 * 1024  # bytes that are fetched at a time
TRIES = 2  # more, of a request that failed on the other side
TIMES: Any = {"connect_timeout": "5s", "timeout": "30s"}  # for one request
NO_BUCKET = "NoSuchBucket"
_used_by: set[int] = set()  # processes


class ObjectFiles(Storage):
    """A bucket, or what lies below a prefix of it.

    A file is there whole or not at all once the storage has answered, and never replaces another. It has no address
    of its own: whoever may read it gets it from us.
    """

    def __init__(self, address: str = "") -> None:
        self.address = address or settings.FILES

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """This will take the name as it is: the storage itself refuses one that is taken."""
        return name

    def _save(self, name: str, content: Any) -> str:
        whole = b"".join(content.chunks())
        with as_of_a_disk(name):
            # In several parts it would be there without the condition that it replaces nothing.
            reach(self.address).put(name, whole, mode="create", use_multipart=False)
        return name

    def _open(self, name: str, mode: str = "rb") -> File:
        size = self.size(name)
        file = File(io.BufferedReader(Fetched(reach(self.address), name, size), PIECE), name)
        file.size = size
        return file

    def delete(self, name: str) -> None:
        """This will take a file away, if it is there."""
        with as_of_a_disk(name):
            reach(self.address).delete(name)

    def exists(self, name: str) -> bool:
        """This will tell whether a file of this name lies here."""
        try:
            return self.size(name) >= 0
        except FileNotFoundError:
            return False

    def size(self, name: str) -> int:
        """This will tell the size of a file in bytes. Raises FileNotFoundError where there is none."""
        try:
            with as_of_a_disk(name):
                return int(reach(self.address).head(name)["size"])
        except FileNotFoundError:
            next(self.lying(), None)  # a question for a file alone does not tell that the whole bucket is gone
            raise

    def lying(self) -> Iterator[tuple[str, datetime]]:
        """This will name every file that lies here, and since when."""
        with as_of_a_disk(self.address):
            for some in reach(self.address).list():
                yield from ((one["path"], one["last_modified"]) for one in some)


class Fetched(io.RawIOBase):
    """A file that is fetched while it is read. Nothing is ever replaced, so its pieces belong together."""

    def __init__(self, store: S3Store, name: str, size: int) -> None:
        self._store, self._name, self._size, self._at = store, name, size, 0

    def readable(self) -> bool:
        """This will say yes."""
        return True

    def seekable(self) -> bool:
        """This will say yes."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """This will go on reading elsewhere; nothing is fetched for that."""
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, room: Any) -> int:
        """This will fetch the next piece."""
        length = min(len(room), self._size - self._at)
        if length <= 0:
            return 0
        with as_of_a_disk(self._name):
            piece = bytes(self._store.get_range(self._name, start=self._at, length=length))
        room[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


@contextmanager
def as_of_a_disk(name: str) -> Iterator[None]:
    """Let object storage fail as a disk fails, so that it is told to people in the same words."""
    try:
        yield
    except (BaseError, FileNotFoundError) as trouble:
        raise _as_of_a_disk(trouble, name) from trouble


def _as_of_a_disk(trouble: Exception, name: str) -> OSError:
    if NO_BUCKET in str(trouble):
        return OSError(errno.EIO, "there is no such bucket", name)
    if isinstance(trouble, FileNotFoundError):
        return FileNotFoundError(errno.ENOENT, "no such file in object storage", name)
    if isinstance(trouble, AlreadyExistsError):
        return FileExistsError(errno.EEXIST, "a file of this name lies there already", name)
    if isinstance(trouble, PermissionDeniedError | UnauthenticatedError):
        return OSError(errno.EIO, "the object storage refuses that", name)
    return OSError(errno.EIO, str(trouble).partition("\n")[0][:300], name)


def reach(address: str) -> S3Store:
    """This will open object storage in this process.

    Raises RuntimeError in a process that was forked from one that had used it: there it would wait for ever.
    """
    _used_by.add(os.getpid())
    if len(_used_by) > 1:
        raise RuntimeError("this process was forked from one that had used object storage")
    return opened(address)


@cache
def opened(address: str, *, as_nobody: bool = False) -> S3Store:
    """This will open object storage with what the environment says of it (AWS_…), or as a stranger would."""
    bucket, prefix = bucket_and_prefix(address)
    times = TIMES | {"allow_http": settings.FILES_OVER_HTTP}
    retries: Any = {"max_retries": TRIES, "retry_timeout": timedelta(seconds=20)}
    given: dict[str, Any] = {"skip_signature": True} if as_nobody else {}
    return S3Store(bucket, prefix=prefix or None, client_options=times, retry_config=retries, **given)
