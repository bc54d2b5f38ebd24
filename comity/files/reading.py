"""What a file that somebody sent is: told by parsing it in a process of its own, never by its name."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from typing import IO, Any

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _

from comity.files.findings import Hostile
from comity.files.kinds import ALLOWED, VTT, FileType, endings, kind_called
from comity.files.scanning import scan
from comity.files.words import REFUSALS
from comity.translation.templatetags.said import size_in_words
from comity.translation.unseen import as_file_name

SECONDS = 30  # of the clock, for a look at one file
LOOK = [sys.executable, "-I", "-m"]
LOOKING = "comity.files.looking"


@dataclass
class Read:
    """A file that may be kept: what it is, and its bytes as they are kept."""

    kind: FileType
    file: UploadedFile


def read_file(file: UploadedFile, *, largest: int, taken: list[FileType] = ALLOWED) -> Read:
    """This will tell what an uploaded file is. Raises ValidationError, in words, for one that is not taken.

    `largest` is in bytes; `taken` are the kinds that are taken here. A picture comes back drawn anew; every other file
    as it was sent.
    """
    _refuse_size(file.size or 0, largest)
    name = as_file_name(file.name or "")
    try:
        scan(file)
        told, kept = look(file)
    except Hostile as verdict:
        raise ValidationError(refusal_of(verdict, file, taken)) from None
    is_captions = told.get("is_captions") and VTT.fits(name)
    kind = kind_called(VTT.extension if is_captions else told["kind"], name, taken)
    if kind is None:
        raise ValidationError(refusal_of(Hostile("damaged"), file, taken))
    if not kind.fits(name):
        raise ValidationError(
            _("Its name does not say what it is: inside, this file is “.%(kind)s”. Rename it or choose another.")
            % {"kind": kind.extension}
        )
    file.name = name
    return Read(kind, SimpleUploadedFile(name, kept, kind.media_type) if told.get("is_kept") else file)


def _refuse_size(size: int, largest: int) -> None:
    if not size:
        raise ValidationError(_("This file is empty."))
    if size > largest:
        sizes = {"size": size_in_words(size), "largest": size_in_words(largest)}
        raise ValidationError(_("This file has %(size)s; the largest that is taken has %(largest)s.") % sizes)


def look(file: IO[bytes], task: str = "kind", *, by: str = LOOKING) -> tuple[dict[str, Any], bytes]:
    """This will have the file looked at in a process of its own: what it told, and bytes to keep instead.

    `by` is the module that is run for it and does the task; an app above has one of its own for what it knows. Raises
    Hostile for what is refused there, and where the process died or took too long.
    """
    with _scratch() as given, _scratch() as told:
        file.seek(0)
        for chunk in iter(lambda: file.read(1024 * 1024), b""):
            given.write(chunk)
        file.seek(0)
        given.seek(0)
        _run([*LOOK, by, task], given, told)
        told.seek(0)
        line, kept = told.readline(), told.read()
    try:
        answer = json.loads(line)
    except ValueError:  # it died before it could say a word
        raise Hostile("too much") from None
    if reason := answer.pop("refused", ""):
        raise Hostile(reason)
    return answer, kept


def _scratch() -> IO[bytes]:
    """A file that is gone when it is closed; where no folder takes one, the disk is full or cannot be written."""
    try:
        return tempfile.TemporaryFile()
    except FileNotFoundError as trouble:
        raise OSError(errno.ENOSPC, "no folder takes a temporary file") from trouble


def _run(command: list[str], given: IO[bytes], told: IO[bytes]) -> None:
    """Run the looking process with nothing of ours: no environment, no open file, no folder of the server."""
    plain = {"PATH": os.defpath, "LANG": "C.UTF-8"}
    try:
        subprocess.run(
            command,
            stdin=given,
            stdout=told,
            stderr=subprocess.DEVNULL,
            env=plain,
            cwd="/",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Hostile("too much") from None


def refusal_of(verdict: Hostile, file: IO[bytes], taken: list[FileType]) -> str:
    """This will say why a file is refused; of one that is not `taken` or cannot be read, what it looks like."""
    if verdict.reason in REFUSALS:
        return str(REFUSALS[verdict.reason])
    names, looks_like = endings(taken), _looks_like(file)
    listed = {"kinds": ", ".join(names)}
    if looks_like in names or not looks_like:
        return _("This file cannot be read as one of these: %(kinds)s. It may be damaged.") % listed
    return _("This looks like “.%(kind)s”. Taken are: %(kinds)s.") % {"kind": looks_like, **listed}


def _looks_like(file: IO[bytes]) -> str:
    """A guess for the words of a refusal only: nothing is taken because of it."""
    file.seek(0)
    try:
        return puremagic.from_string(file.read(4096)).lstrip(".")
    except (puremagic.PureError, ValueError, IndexError):
        return ""
    finally:
        file.seek(0)
