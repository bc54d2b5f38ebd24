"""Archives of an office suite's document: read member by member, as built by an office suite and by nothing else."""

from __future__ import annotations

import re
import stat
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from comity.files.findings import Hostile

MEMBERS = 2_000
UNPACKED = 200 * 1024 * 1024  # bytes of the whole document
GROWTH = 150  # how many times its size a member may grow that is larger than a megabyte
LARGE = 1024 * 1024
CHUNK = 256 * 1024
TAIL = 22  # bytes with which an archive ends
HEADER = 30  # bytes of a local header before name and extra field
IS_LOCKED = 0x1
ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")
RISKY = re.compile(
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vb[se]|jse?|ws[fh]|hta|lnk|msi|jar|sh|py|zip|rar|7z|gz|cab|iso|svg|x?html?|swf)$",
    re.I,
)


class Archive:
    """A document's archive whose build was checked; its members are read with a bound on all of them together."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip, self._left = ZipFile(file), UNPACKED
        self.members = self._zip.infolist()
        _refuse_build(self.members)
        _refuse_places(file, self.members, self._zip.start_dir, self._zip.comment)
        self.names = {member.filename for member in self.members}

    def read(self, name: str) -> bytes:
        """This will read one member. Raises Hostile where it is larger than it says or than there is room for."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """This will read one member piece by piece; the last piece was checked against its sum."""
        with self._zip.open(name) as member:
            while chunk := member.read(CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise Hostile("unpacks")
                yield chunk

    def begins(self, name: str) -> bytes:
        """This will read the first bytes of a member."""
        with self._zip.open(name) as member:
            return member.read(512)


def _refuse_build(members: list[ZipInfo]) -> None:
    if len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED:
        raise Hostile("unpacks")
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names):
        raise Hostile("built")
    for member in members:
        _refuse_member(member)


def _refuse_member(member: ZipInfo) -> None:
    if member.flag_bits & IS_LOCKED:
        raise Hostile("locked")
    if member.file_size > LARGE and member.file_size > GROWTH * max(member.compress_size, 1):
        raise Hostile("unpacks")
    parts = member.filename.replace("\\", "/").split("/")
    is_odd = "\\" in member.filename or ":" in member.filename or any(sign < " " for sign in member.filename)
    if is_odd or parts[0] == "" or ".." in parts or stat.S_ISLNK(member.external_attr >> 16):
        raise Hostile("built")
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Hostile("built")
    if RISKY.search(member.filename):
        raise Hostile("inside")


def _refuse_places(file: IO[bytes], members: list[ZipInfo], directory: int, comment: bytes) -> None:
    """Nothing stands before, between the lines of, or behind an archive, and no member lies over another."""
    places = sorted((member.header_offset, _end_of(file, member)) for member in members)
    file.seek(-TAIL, 2)
    is_whole = file.read(4) == b"PK\x05\x06" and not comment
    if not places or places[0][0] != 0 or not is_whole or places[-1][1] > directory:
        raise Hostile("built")
    if any(end > start for (_start, end), (start, _end) in pairwise(places)):
        raise Hostile("built")


def _end_of(file: IO[bytes], member: ZipInfo) -> int:
    file.seek(member.header_offset)
    header = file.read(HEADER)
    name, extra = struct.unpack("<HH", header[26:30])
    return member.header_offset + HEADER + int(name) + int(extra) + member.compress_size
