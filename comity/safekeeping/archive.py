"""A backup as one file: a plain tar whose last member, the seal, answers for every byte before it."""

from __future__ import annotations

import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from comity.files.lasting import settle
from comity.safekeeping.refusals import CannotKeep

SEAL, MANIFEST, CHECKPOINT, FILES = "seal", "manifest.json", "checkpoint.txt", "files/"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
FORMAT = 1
CHUNK = 1024 * 1024
LARGEST_MANIFEST = 64 * 1024 * 1024  # in bytes; one line for each file and table
Tell = Callable[[str], None]


class Sealing:
    """A file that knows the SHA-256 of all that was written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest, self.written = file, sha256(), 0

    def write(self, piece: bytes) -> int:
        """This will write a piece and count it in."""
        self.digest.update(piece)
        self.written += len(piece)
        return self.file.write(piece)

    def tell(self) -> int:
        """This will tell how many bytes were written."""
        return self.written


class Writer:
    """Puts members into an archive, remembers what they were, and seals it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.sealing, self.members = Sealing(file), dict[str, dict[str, Any]]()
        self.tar = tarfile.TarFile(fileobj=self.sealing, mode="w", format=tarfile.PAX_FORMAT)  # type: ignore[arg-type]

    def add(self, name: str, file: IO[bytes], *, size: int) -> None:
        """This will add a member of `size` bytes. Raises OSError where the file turns out shorter."""
        measured = Measured(file)
        self.tar.addfile(_described(name, size), measured)  # type: ignore[arg-type]
        self.members[name] = {"size": size, "sha256": measured.digest.hexdigest()}

    def add_words(self, name: str, words: str) -> None:
        """This will add a member of text."""
        content = words.encode()
        self.add(name, BytesIO(content), size=len(content))

    def seal(self, manifest: dict[str, Any]) -> str:
        """This will close the archive with its manifest and its seal, which is returned."""
        self.add_words(MANIFEST, json.dumps(manifest | {"members": dict(self.members)}, indent=1, sort_keys=True))
        digest = self.sealing.digest.hexdigest()
        self.sealing.file.write(_tail(digest, at=self.sealing.written))
        return digest


class Measured:
    """A file whose SHA-256 is taken while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, sha256()

    def read(self, size: int = -1) -> bytes:
        """This will read on."""
        piece = self.file.read(size)
        self.digest.update(piece)
        return piece


def _described(name: str, size: int) -> tarfile.TarInfo:
    told = tarfile.TarInfo(name)
    told.size, told.mode = size, 0o600
    return told


def _tail(digest: str, *, at: int) -> bytes:
    """The end of an archive: the seal and what closes a tar. Every byte of it follows from the rest."""
    content = f"{digest}\n".encode()
    told = _described(SEAL, len(content)).tobuf(format=tarfile.USTAR_FORMAT)
    padded = told + content.ljust(tarfile.BLOCKSIZE, b"\0") + bytes(2 * tarfile.BLOCKSIZE)
    return padded + bytes(-(at + len(padded)) % tarfile.RECORDSIZE)


@contextmanager
def whole_or_not_at_all(target: Path) -> Iterator[IO[bytes]]:
    """A file for its owner alone, under its name only once every byte of it is on the disk.

    Raises CannotKeep where the name is taken: a backup never replaces another.
    """
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, target)  # unlike a renaming, it refuses a name that was taken meanwhile
    except FileExistsError:
        raise CannotKeep(f"{target} exists already, and a backup replaces nothing. Choose another name.") from None
    finally:
        unfinished.unlink(missing_ok=True)
        settle(target.parent)


@dataclass(frozen=True)
class Archive:
    """An archive whose every byte was checked against its seal and its manifest."""

    path: Path
    seal: str
    manifest: dict[str, Any]

    @property
    def vendor(self) -> str:
        """The kind of database that is in it."""
        return str(self.manifest["database"])

    @property
    def files(self) -> list[str]:
        """The names of the files in it, as rows name them."""
        return sorted(name.removeprefix(FILES) for name in self.manifest["members"] if name.startswith(FILES))

    def unpack(self, name: str, into: Path) -> None:
        """This will write one member to a new file, for its owner alone, down to the disk."""
        into.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with tarfile.open(self.path, "r:") as tar, os.fdopen(descriptor, "wb") as file:
            for piece in _pieces(_opened(tar, tar.getmember(name))):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())


def examine(path: Path) -> Archive:
    """This will check every byte of an archive before anything is done with it.

    Raises CannotKeep, in words, for what is damaged, cut short, foreign, or names a place outside.
    """
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as tar:
            members = list(_harmless(tar))
            seal = _checked_seal(file, tar, members)
            manifest = _checked_manifest(tar, members)
    except OSError as trouble:
        raise CannotKeep(f"{path} cannot be read: {trouble.strerror or trouble}.") from trouble
    except (tarfile.TarError, ValueError, EOFError, KeyError) as trouble:
        raise CannotKeep(f"{path} is not a whole backup of Comity: it is damaged, cut short, or foreign.") from trouble
    return Archive(path, seal, manifest)


def _harmless(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    seen = set()
    for member in tar:
        if member.type != tarfile.REGTYPE or member.sparse is not None:
            raise CannotKeep(f"The archive holds “{member.name}”, which is no plain file. Nothing was touched.")
        if not is_harmless(member.name) or member.name in seen:
            raise CannotKeep(f"The archive holds a file under a name that leads elsewhere: “{member.name}”.")
        seen.add(member.name)
        yield member


def is_harmless(name: str) -> bool:
    """This will tell whether a member may bear this name: ours, or below `files/` without a way out."""
    if name in (SEAL, MANIFEST, CHECKPOINT, *DATABASES.values()):
        return True
    parts = name.split("/")
    plain = "\\" not in name and "\0" not in name and str(PurePosixPath(name)) == name
    return plain and name.startswith(FILES) and not {"", ".", ".."} & set(parts)


def _checked_seal(file: IO[bytes], tar: tarfile.TarFile, members: list[tarfile.TarInfo]) -> str:
    if not members or members[-1].name != SEAL:
        raise ValueError("no seal at its end")
    at = members[-1].offset
    digest, left = sha256(), at
    file.seek(0)
    while left and (piece := file.read(min(CHUNK, left))):
        digest.update(piece)
        left -= len(piece)
    seal = digest.hexdigest()
    if left or file.read(2 * tarfile.RECORDSIZE) != _tail(seal, at=at):
        raise ValueError("the seal does not fit")
    return seal


def _checked_manifest(tar: tarfile.TarFile, members: list[tarfile.TarInfo]) -> dict[str, Any]:
    told = next(one for one in members if one.name == MANIFEST)
    if told.size > LARGEST_MANIFEST:
        raise ValueError("a manifest of this size is none of ours")
    manifest: dict[str, Any] = json.loads(_opened(tar, told).read())
    if manifest["format"] != FORMAT:
        raise CannotKeep(f"The archive has the format {manifest['format']}, made by another version of Comity.")
    held = {one.name: one for one in members if one.name not in (SEAL, MANIFEST)}
    if held.keys() != manifest["members"].keys() or DATABASES[manifest["database"]] not in held:
        raise ValueError("the manifest names other members")
    for name, facts in manifest["members"].items():
        if {"size": held[name].size, "sha256": digest_of(_opened(tar, held[name]))} != facts:
            raise ValueError(f"{name} is not what the manifest says")
    return manifest


def _opened(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    opened = tar.extractfile(member)
    if opened is None:
        raise ValueError(member.name)
    return opened


def digest_of(file: IO[bytes]) -> str:
    """This will take the SHA-256 of a file."""
    digest = sha256()
    for piece in _pieces(file):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(CHUNK):
        yield piece
