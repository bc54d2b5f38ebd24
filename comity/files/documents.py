"""Documents, tables and slides of an office suite: what kind an archive is, and whether it would act when opened."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from comity.files.archives import ARCHIVES, Archive
from comity.files.findings import Hostile

OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    f"{OFFICE}wordprocessingml.document.main+xml": ("docx", "word/document.xml"),
    f"{OFFICE}spreadsheetml.sheet.main+xml": ("xlsx", "xl/workbook.xml"),
    f"{OFFICE}presentationml.presentation.main+xml": ("pptx", "ppt/presentation.xml"),
}
OPEN_DOCUMENTS = {f"application/vnd.oasis.opendocument.{long}": f"od{long[0]}" for long in ("text", "spreadsheet")}
OPEN_DOCUMENTS["application/vnd.oasis.opendocument.presentation"] = "odp"
MACROS = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|macrosheets/|dialogsheets/|activex/|basic/|scripts/|customui)", re.I
)
INSIDE = re.compile(r"(^|/)(embeddings|oleobject\d*\.bin)(/|$)|/externallinks/", re.I)
# Fields and formulas by which a document fetches from elsewhere, or has another program do something.
FETCHES = re.compile(
    rb"\bDDE(AUTO)?\b|\bINCLUDE(PICTURE|TEXT)\s|WEBSERVICE\s*\(|\bRTD\s*\(|\bCALL\s*\(|\|\s*'[^']*'\s*!", re.I
)
CALCULATES = re.compile(rb"<(?:\w+:)?(?:instrText|f)\b[^>]*>([^<]*)<|(?:\w+:)?(?:instr|formula)=\"([^\"]*)\"")
XML = (".xml", ".rels", ".rdf", ".vml")
Attributes = dict[str, str]


def kind_inside(file: IO[bytes]) -> str:
    """This will tell what kind of document an archive is, or "". Raises Hostile for one that is not harmless."""
    file.seek(0)
    archive = Archive(file)
    _refuse_by_name(archive)
    kind = _open_document(archive) if "mimetype" in archive.names else _office_document(archive)
    for member in archive.members:
        _look_at(archive, member.filename)
    return kind


def _refuse_by_name(archive: Archive) -> None:
    for name in archive.names:
        if MACROS.search(name):
            raise Hostile("macros")
        if INSIDE.search(name):
            raise Hostile("inside")


def _office_document(archive: Archive) -> str:
    kinds: list[str] = []

    def note(_tag: str, facts: Attributes) -> None:
        said = facts.get("ContentType", "")
        if "macroenabled" in said.lower() or "vba" in said.lower():
            raise Hostile("macros")
        kind, part = MAIN_PARTS.get(said, ("", ""))
        if part in archive.names:
            kinds.append(kind)

    if "[Content_Types].xml" in archive.names:
        read_xml(archive.read("[Content_Types].xml"), note)
    return kinds[0] if len(kinds) == 1 else ""


def _open_document(archive: Archive) -> str:
    kind = OPEN_DOCUMENTS.get(archive.read("mimetype").decode("ascii").strip(), "")
    if "META-INF/manifest.xml" not in archive.names or "content.xml" not in archive.names:
        return ""
    read_xml(archive.read("META-INF/manifest.xml"), _refuse_in_manifest)
    return kind


def _refuse_in_manifest(tag: str, facts: Attributes) -> None:
    if tag.endswith("encryption-data"):
        raise Hostile("locked")
    if any("oleobject" in value.lower() for value in facts.values()):
        raise Hostile("inside")


def _look_at(archive: Archive, name: str) -> None:
    if name.endswith("/"):
        return
    if name.lower().endswith(XML):
        content = archive.read(name)
        read_xml(content, _refuse_relation if name.endswith(".rels") else _refuse_element)
        _refuse_fetching(content)
        return
    if archive.begins(name).startswith(ARCHIVES):
        raise Hostile("inside")
    for _chunk in archive.chunks(name):
        pass  # read to its end, so that its size and its sum are true


def _refuse_relation(_tag: str, facts: Attributes) -> None:
    """A document may lead a reader elsewhere by a link; nothing may come from elsewhere by itself."""
    if facts.get("TargetMode", "").lower() == "external" and not facts.get("Type", "").endswith("/hyperlink"):
        raise Hostile("template")


def _refuse_element(tag: str, facts: Attributes) -> None:
    if tag.endswith(("event-listener", "ddeLink", "dde-source", "dde-connection-decl", "script")) and ":" in tag + ":":
        raise Hostile("macros" if "dde" not in tag.lower() else "template")
    target = facts.get("xlink:href", "")
    is_link = tag.split(":")[-1] == "a"
    if "://" in target and not is_link:
        raise Hostile("template")
    if target.lower().startswith(("javascript:", "vnd.sun.star.script:", "macro:")):
        raise Hostile("macros")


def _refuse_fetching(content: bytes) -> None:
    if any(FETCHES.search(one[0] or one[1]) for one in CALCULATES.findall(content)):
        raise Hostile("template")


def read_xml(content: bytes, note: Callable[[str, Attributes], None]) -> None:
    """This will read XML and hand each element to `note`. Raises Hostile at a document type declaration.

    It is how entities are blown up and files are fetched; no office suite writes one.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.EntityDeclHandler = _refuse_declaration
    parser.StartElementHandler = note
    parser.Parse(content, True)


def _refuse_declaration(*_told: object) -> None:
    raise Hostile("entities")
