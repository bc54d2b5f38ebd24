"""PDF files: read whole by qpdf; what would act when they are opened is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

from comity.files.findings import Hostile

PAGES = 3_000
OBJECTS = 300_000
ENDS = 1024  # bytes at both ends in which a reader looks for another sort of file
# What an action may be called that does more than turn to a page or offer a link.
ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "program",
    "/ImportData": "form",
    "/SubmitForm": "form",
    "/GoToE": "inside",
    "/GoToR": "elsewhere",
    "/Rendition": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/RichMediaExecute": "media",
}
SUBTYPES = {
    "/FileAttachment": "inside",
    "/RichMedia": "media",
    "/Screen": "media",
    "/Movie": "media",
    "/3D": "media",
    "/Sound": "media",
}
KEYS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/XFA": "form",
    "/EmbeddedFiles": "inside",
    "/EF": "inside",
    "/RF": "inside",
}
MARKUP = (b"<html", b"<!doctype", b"<script", b"<svg", b"<body", b"<?php", b"<iframe")


def refuse_active(file: BinaryIO) -> None:
    """This will read a PDF. Raises Hostile for one that is locked, damaged, enormous, or acts when it is opened."""
    _refuse_two_in_one(file)
    file.seek(0)
    try:
        pdf = pikepdf.open(file, attempt_recovery=True, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise Hostile("locked") from None
    with pdf:
        if pdf.is_encrypted:
            raise Hostile("locked")
        if not 0 < len(pdf.pages) <= PAGES or len(pdf.objects) > OBJECTS:
            raise Hostile("too much" if len(pdf.pages) else "damaged")
        for thing in pdf.objects:
            for inner in _dictionaries(thing):
                _refuse_acting(inner)


def _refuse_two_in_one(file: BinaryIO) -> None:
    """A PDF that begins or ends as another sort of file is one, to a program that looks there."""
    file.seek(0)
    content = file.read()
    _before, mark, after = content.rpartition(b"%%EOF")
    if not mark:
        raise Hostile("damaged")
    ends = (content[:ENDS] + content[-ENDS:]).lower()
    file.seek(0)
    if after.strip(b"\0\r\n\t \x1a") or any(sign in ends for sign in MARKUP) or zipfile.is_zipfile(file):
        raise Hostile("two in one")


def _dictionaries(thing: Any, depth: int = 0) -> Iterator[Any]:
    """The dictionaries inside an object, its own included; those of other objects come by themselves."""
    if depth > 50:
        raise Hostile("too much")
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        inner = [value for _name, value in thing.items()]
    elif isinstance(thing, pikepdf.Array):
        inner = list(thing)
    else:
        return
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _dictionaries(value, depth + 1)


def _refuse_acting(found: Any) -> None:
    for name in found.keys():  # noqa: SIM118 - an object of pikepdf, not a dict
        if name in KEYS:
            raise Hostile(KEYS[name])
    for name, known in (("/S", ACTIONS), ("/Subtype", SUBTYPES)):
        said = found.get(name)
        if isinstance(said, pikepdf.Name) and str(said) in known:
            raise Hostile(known[str(said)])
    if found.get("/Type") == "/EmbeddedFile":
        raise Hostile("inside")
