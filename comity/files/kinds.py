"""The kinds of file that are taken."""

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


OFFICE = "application/vnd.openxmlformats-officedocument"
OASIS = "application/vnd.oasis.opendocument"
PDF = FileType("pdf", "application/pdf")
PNG = FileType("png", "image/png")
JPG = FileType("jpg", "image/jpeg", ("jpeg",))
DOCX = FileType("docx", f"{OFFICE}.wordprocessingml.document")
XLSX = FileType("xlsx", f"{OFFICE}.spreadsheetml.sheet")
PPTX = FileType("pptx", f"{OFFICE}.presentationml.presentation")
ODT = FileType("odt", f"{OASIS}.text")
ODS = FileType("ods", f"{OASIS}.spreadsheet")
ODP = FileType("odp", f"{OASIS}.presentation")
CSV = FileType("csv", "text/csv; charset=utf-8")
TXT = FileType("txt", "text/plain; charset=utf-8")
MP4 = FileType("mp4", "video/mp4", ("m4v",))
WEBM = FileType("webm", "video/webm")
VTT = FileType("vtt", "text/vtt; charset=utf-8")
# Only where a page shows them, never as evidence.
MOVING = [MP4, WEBM, VTT]
PICTURES = [PNG, JPG]
DOCUMENTS = [DOCX, XLSX, PPTX, ODT, ODS, ODP, CSV, TXT]
ALLOWED = [PDF, *PICTURES, *DOCUMENTS]


def endings(kinds: list[FileType]) -> list[str]:
    """This will list how the names of files of these kinds may end."""
    return [ending for kind in kinds for ending in (kind.extension, *kind.also)]


EXTENSIONS = endings(ALLOWED)


def kind_called(extension: str, name: str, among: list[FileType] = ALLOWED) -> FileType | None:
    """This will find the kind by its extension; plain text is a table where its `name` says so."""
    if extension == TXT.extension and CSV.fits(name):
        return CSV
    return next((kind for kind in among if kind.extension == extension), None)


def extension_of(media_type: str) -> str:
    """This will tell how the name of a file of this media type ends."""
    return next((kind.extension for kind in ALLOWED if kind.media_type == media_type), "bin")
