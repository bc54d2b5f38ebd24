"""The kinds of file that are taken as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True)
class FileType:
    """A kind of file: how its name ends here, its media type, and other ways in which its name may end."""

    extension: str
    media_type: str
    also: tuple[str, ...] = ()

    def fits(self, name: str) -> bool:
        """This will tell whether a file called `name` says that it is of this kind."""
        return PurePath(name).suffix.lower().removeprefix(".") in (self.extension, *self.also)


PDF = FileType("pdf", "application/pdf")
PNG = FileType("png", "image/png")
JPG = FileType("jpg", "image/jpeg", ("jpeg",))
DOCX = FileType("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = FileType("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
ODT = FileType("odt", "application/vnd.oasis.opendocument.text")
ODS = FileType("ods", "application/vnd.oasis.opendocument.spreadsheet")
CSV = FileType("csv", "text/csv; charset=utf-8")
TXT = FileType("txt", "text/plain; charset=utf-8")
ALLOWED = [PDF, PNG, JPG, DOCX, XLSX, ODT, ODS, CSV, TXT]
EXTENSIONS = [ending for kind in ALLOWED for ending in (kind.extension, *kind.also)]


def extension_of(media_type: str) -> str:
    """This will tell how the name of a file of this media type ends."""
    return next((kind.extension for kind in ALLOWED if kind.media_type == media_type), "bin")
