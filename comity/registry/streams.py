"""Opening a dump as a stream of records, packed or not, without ever holding more than one of them.

What is damaged, cut short or something else altogether is refused in words.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import ijson

from comity.journal.refusals import NotNow

CHUNK = 64 * 1024
LONGEST_RECORD = 8 * 1024 * 1024  # bytes between two records, beyond which a file is not read on
DAMAGES = (ijson.JSONError, EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, UnicodeDecodeError, ValueError)


class NotADump(NotNow):
    """The file is not a dump that can be read, or not to its end; the words say why and what to do."""


class Watched:
    """A file that stops being read where one record takes more than any record can."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """This will read on. Raises NotADump where a record does not end."""
        got = self.file.read(CHUNK if size < 0 else size)
        self.since += len(got)
        if self.since > LONGEST_RECORD:
            raise NotADump(f"one record is longer than {LONGEST_RECORD // 2**20} MB, which no record is.")
        return got


class Stream:
    """The records of a dump, one after the other, and how far into the file they are."""

    def __init__(self, raw: IO[bytes], unpacked: IO[bytes], size: int) -> None:
        self.raw, self.size = raw, size
        self.watched = Watched(unpacked)

    @property
    def share(self) -> float:
        """How much of the file is read, from 0 to 1."""
        return min(self.raw.tell() / self.size, 1.0) if self.size else 1.0

    def records(self) -> Iterator[Any]:
        """This will read record by record. Raises NotADump where the file is damaged or ends too early."""
        try:
            for record in ijson.items(self.watched, "item", use_float=True, buf_size=CHUNK):
                self.watched.since = 0
                yield record
        except ijson.IncompleteJSONError as trouble:
            raise NotADump(_cut_short(trouble)) from trouble
        except DAMAGES as trouble:
            raise NotADump(_damaged(trouble)) from trouble


def _cut_short(trouble: Exception) -> str:
    if "premature EOF" in str(trouble) or "Incomplete" in str(trouble):
        return "the file ends in the middle: it was cut short on its way. Fetch it again."
    return _damaged(trouble)


def _damaged(trouble: Exception) -> str:
    if isinstance(trouble, EOFError):
        return "the file ends in the middle: it was cut short on its way. Fetch it again."
    return "the file is damaged and cannot be read on from here. Fetch it again."


def fingerprint(path: Path) -> str:
    """This will tell one file from another by its SHA-256."""
    told = sha256()
    with path.open("rb") as file:
        while part := file.read(1024 * 1024):
            told.update(part)
    return told.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[Stream]:
    """This will open a dump: .json, .json.gz, or a .zip that holds one. Raises NotADump for anything else."""
    size = path.stat().st_size
    with path.open("rb") as raw:
        beginning = raw.read(4)
        raw.seek(0)
        if beginning.startswith(b"PK"):
            with _unzipped(raw) as unpacked:
                yield Stream(raw, unpacked, size)
        elif beginning.startswith(b"\x1f\x8b"):
            with gzip.open(raw) as unpacked:
                yield Stream(raw, _a_list(unpacked), size)
        else:
            yield Stream(raw, _a_list(raw), size)


@contextmanager
def _unzipped(raw: IO[bytes]) -> Iterator[IO[bytes]]:
    """The dump inside a .zip: of several, the one of schema 2, as ROR names it."""
    try:
        with zipfile.ZipFile(raw) as packed:
            inside = [one for one in packed.infolist() if one.filename.endswith(".json")]
            inside.sort(key=lambda one: ("schema_v2" not in one.filename, one.filename))
            if not inside:
                raise NotADump("there is no .json file in this .zip. Take the one that ROR publishes.")
            with packed.open(inside[0]) as unpacked:
                yield _a_list(unpacked)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as trouble:
        raise NotADump("the .zip is damaged or packed in a way that is not read here. Fetch it again.") from trouble


def _a_list(unpacked: Any) -> Any:
    """Make sure that a list begins here: a dump is one long list of records."""
    try:
        buffered = unpacked if hasattr(unpacked, "peek") else io.BufferedReader(unpacked)
        beginning = buffered.peek(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    except DAMAGES as trouble:
        raise NotADump(_damaged(trouble)) from trouble
    if not beginning:
        raise NotADump("the file is empty.")
    if not beginning.startswith(b"["):
        raise NotADump("this is no dump of ROR: it does not hold a list of records.")
    return buffered
