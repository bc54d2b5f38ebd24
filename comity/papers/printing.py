"""Prints a page as a tagged PDF with our own fonts inside it, Arabic shaped and from right to left; fetches nothing."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.utils.translation import gettext as _
from PIL import ImageFile

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent / "ui" / "static" / "ui" / "vendor" / "plex"
SHEET = HERE / "sheets" / "print.css"
ADDRESS = "comity:"  # what a sheet of ours calls its fonts by; nothing else is given out
VARIANT = "pdf/ua-1"  # ISO 14289-1: tagged, titled, its languages named
AT_A_TIME = Lock()  # one page after the other: the fonts are shared


class CannotPrint(Exception):
    """Nothing can be printed here; its words say what is missing."""


def printed(html: str) -> bytes:
    """This will print a whole page of HTML on A4, with the sheet of ours and no other.

    The page names its language and its title; what it refers to is not fetched, from this machine or any other. Raises
    CannotPrint, in words, where the system lacks Pango.
    """
    library = _library()
    with AT_A_TIME:
        sheet, fonts = _sheet()
        page = library.HTML(string=html, url_fetcher=_our_fonts_only())
        made: bytes = page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT, pdf_tags=True)
    return made


def can_print() -> bool:
    """This will tell whether what printing needs of the system is there."""
    try:
        _library()
    except CannotPrint:
        return False
    return True


def _library() -> Any:
    try:
        import weasyprint  # noqa: PLC0415 - only where something is printed, see decision 31
    except OSError as trouble:  # as it says that a library of the system is missing
        raise CannotPrint(
            _("Nothing can be printed here: the server lacks Pango, which lays out text. Whoever runs it can add that.")
        ) from trouble
    # It lets Pillow take half a picture for a whole one, everywhere in this process, where others' pictures are judged.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


@cache
def _sheet() -> tuple[Any, Any]:
    """Our sheet and its fonts, unpacked once by each process (a second), and freed at its end before Pango is."""
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - see _library

    fonts, read = FontConfiguration(), SHEET.read_text(encoding="utf-8")
    atexit.register(_sheet.cache_clear)
    return _library().CSS(string=read, font_config=fonts, url_fetcher=_our_fonts_only()), fonts


@cache
def _our_fonts_only() -> Any:
    """What hands out our fonts by their names, and nothing else: no file, no network."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - see _library

    class OurFontsOnly(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            name = url.removeprefix(ADDRESS)
            if not url.startswith(ADDRESS) or name not in {path.name for path in FONTS.glob("*.woff2")}:
                raise ValueError("nothing is fetched for a printed page")
            return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/woff2"})

    return OurFontsOnly()
