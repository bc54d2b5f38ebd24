"""What a file of evidence is, told by its bytes and not by its name; what is not known to be harmless is refused."""

from __future__ import annotations

import unicodedata
from typing import IO
from xml.etree.ElementTree import ParseError, XMLParser
from zipfile import BadZipFile, ZipFile, ZipInfo

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from comity.commitments.models.filetypes import CSV, DOCX, EXTENSIONS, JPG, ODS, ODT, PDF, PNG, TXT, XLSX, FileType
from comity.partners.spelling import without_overrides

MEMBERS_MAX = 2_000  # files inside one office document
UNPACKED_MAX = 200 * 1024 * 1024  # bytes of one office document, unpacked


def read_evidence(file: UploadedFile, *, largest: int) -> FileType:
    """This will tell what an uploaded file is. Raises ValidationError, in words, for one that is not taken.

    `largest` is in bytes.
    """
    if not file.size:
        raise ValidationError(_("This file is empty."))
    if file.size > largest:
        sizes = {"size": filesizeformat(file.size), "largest": filesizeformat(largest)}
        raise ValidationError(_("This file has %(size)s; the largest that is taken has %(largest)s.") % sizes)
    name = without_overrides(file.name or "")
    kind = _kind_of(file, name)
    file.seek(0)
    if kind is None:
        raise ValidationError(_refusal(file))
    if not kind.fits(name):
        raise ValidationError(
            _("Its name does not say what it is: inside, this file is “.%(kind)s”. Rename it or choose another.")
            % {"kind": kind.extension}
        )
    return kind


def _kind_of(file: IO[bytes], name: str) -> FileType | None:
    for looks in (_picture_or_pdf, _office_document):
        kind = looks(file)
        if kind is not None:
            return kind
    if _is_plain_text(file):
        return CSV if CSV.fits(name) else TXT
    return None


def _refusal(file: IO[bytes]) -> str:
    taken = {"kinds": ", ".join(EXTENSIONS)}
    looks_like = _looks_like(file)
    if looks_like in EXTENSIONS or not looks_like:
        return _("This file cannot be read as one of these: %(kinds)s. It may be damaged.") % taken
    return _("This looks like “.%(kind)s”. Taken are: %(kinds)s.") % {"kind": looks_like, **taken}


def _looks_like(file: IO[bytes]) -> str:
    """A guess for the words of a refusal only: nothing is taken because of it."""
    file.seek(0)
    try:
        return puremagic.from_string(file.read(4096)).lstrip(".")
    except (puremagic.PureError, ValueError, IndexError):
        return ""
    finally:
        file.seek(0)


def _ends(file: IO[bytes], length: int) -> tuple[bytes, bytes]:
    file.seek(0)
    head = file.read(length)
    file.seek(0, 2)
    file.seek(max(0, file.tell() - length))
    return head, file.read(length)


def _picture_or_pdf(file: IO[bytes]) -> FileType | None:
    head, tail = _ends(file, 2048)
    if head.startswith(b"%PDF-") and b"%%EOF" in tail:
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") and tail.endswith(b"IEND\xaeB`\x82"):
        return PNG
    if head.startswith(b"\xff\xd8\xff") and tail.rstrip(b"\0").endswith(b"\xff\xd9"):
        return JPG
    return None


# Documents of an office suite are archives: what is inside decides


def _office_document(file: IO[bytes]) -> FileType | None:
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        return None
    try:
        with ZipFile(file) as archive:
            members = archive.infolist()
            _refuse_hostile(members)
            return _by_content(archive, {member.filename for member in members})
    except (BadZipFile, OSError, EOFError, NotImplementedError, ParseError, RuntimeError, UnicodeError):
        return None


def _refuse_hostile(members: list[ZipInfo]) -> None:
    if len(members) > MEMBERS_MAX or sum(member.file_size for member in members) > UNPACKED_MAX:
        raise ValidationError(_("This file would unpack to far more than a document holds."))
    names = [member.filename for member in members]
    if len(set(names)) < len(names) or any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise ValidationError(_("This file is not built as a document is."))
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise ValidationError(_("This file carries macros. Save it without them and choose it again."))


def _by_content(archive: ZipFile, names: set[str]) -> FileType | None:
    if "mimetype" in names:
        said = _part(archive, "mimetype").decode("ascii").strip()
        return next((kind for kind in (ODT, ODS) if kind.media_type == said and "content.xml" in names), None)
    if "[Content_Types].xml" not in names:
        return None
    if b"macroEnabled" in _part(archive, "[Content_Types].xml"):
        raise ValidationError(_("This file carries macros. Save it without them and choose it again."))
    for name in names:
        if name.endswith(".rels") and _fetches_template(_part(archive, name)):
            raise ValidationError(_("This file fetches a template from elsewhere when it is opened; it is not taken."))
    parts: list[tuple[str, FileType]] = [("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)]
    return next((kind for part, kind in parts if part in names and _is_xml(_part(archive, part))), None)


def _part(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(UNPACKED_MAX)


def _fetches_template(relations: bytes) -> bool:
    return b"attachedTemplate" in relations and b'"External"' in relations


def _is_xml(content: bytes) -> bool:
    """A document type declaration is how entities are blown up: no office suite writes one."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return False
    parser = XMLParser()
    parser.feed(content)
    parser.close()
    return True


def _is_plain_text(file: IO[bytes]) -> bool:
    """Text in UTF-8 without control signs; what begins like a page or a program for a machine is none."""
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n\f" for sign in set(text)):
        return False
    return not text.lstrip().lower().startswith(("<!doctype", "<html", "<svg", "<?xml", "<script", "#!", "%pdf"))
