"""What a video is, told by how its container is laid out; the pictures in it are not decoded."""

from __future__ import annotations

import os
from typing import BinaryIO

from comity.files.findings import Hostile

EBML, SEGMENT, DOC_TYPE = 0x1A45DFA3, 0x18538067, 0x4282


def kind_of_video(file: BinaryIO) -> str:
    """This will tell whether it is an MP4 or a WebM file, laid out as one to its end. Raises Hostile for others."""
    file.seek(0)
    begins = file.read(8)
    kind, is_whole = ("mp4", _is_mp4) if begins[4:8] == b"ftyp" else ("webm", _is_webm)
    if not is_whole(file):
        raise Hostile("damaged")
    return kind


def _size(file: BinaryIO) -> int:
    file.seek(0, os.SEEK_END)
    return file.tell()


def _is_mp4(file: BinaryIO) -> bool:
    """Boxes, one after the other until the end, with one that says what the file holds and one that holds it."""
    end, at, found = _size(file), 0, set()
    while at < end:
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            return False
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        length = int.from_bytes(head[8:16], "big") if length == 1 else length or end - at
        if length < 8 or at + length > end:
            return False
        found.add(kind)
        at += length
    return {b"ftyp", b"moov", b"mdat"} <= found


def _is_webm(file: BinaryIO) -> bool:
    """A head that names WebM, and a segment after it."""
    file.seek(0)
    if _number(file, keeps_mark=True) != EBML:
        return False
    end = _number(file) + file.tell()
    is_webm = False
    while file.tell() < end:
        kind, length = _number(file, keeps_mark=True), _number(file)
        value = file.read(length)
        is_webm |= kind == DOC_TYPE and value.rstrip(b"\0") == b"webm"
    return is_webm and _number(file, keeps_mark=True) == SEGMENT


def _number(file: BinaryIO, *, keeps_mark: bool = False) -> int:
    """A number of EBML: its first byte tells by its first set bit how many bytes it has."""
    first = file.read(1)
    if not first or not first[0]:
        raise Hostile("damaged")
    length = 9 - first[0].bit_length()
    told = first + file.read(length - 1)
    number = int.from_bytes(told, "big")
    return number if keeps_mark else number & ~(1 << (7 * length))
