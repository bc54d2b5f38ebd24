"""Pictures are drawn anew: what is kept are their points, not the bytes that somebody sent.

So nothing is left of where a picture was taken, of a smaller picture inside it, or of what hides behind its end.
"""

from __future__ import annotations

import io
import warnings
from typing import IO

from PIL import Image, ImageOps

from comity.files.findings import Hostile

POINTS = 50_000_000  # of one picture
FORMATS = {"PNG": "png", "JPEG": "jpg"}
QUALITY = 92  # of a JPEG, of 100


def drawn_anew(file: IO[bytes]) -> tuple[str, bytes]:
    """This will read a picture whole and write its points again: its kind, and the bytes to keep.

    Raises Hostile for one of more points than a screen or a sheet of paper needs, and for a damaged one.
    """
    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = POINTS
    file.seek(0)
    try:
        with Image.open(file, formats=list(FORMATS)) as sent:
            kind = sent.format or ""
            _refuse_large(sent)
            sent.load()
            return FORMATS[kind], _written(ImageOps.exif_transpose(sent), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Hostile("too many points") from None


def _refuse_large(picture: Image.Image) -> None:
    if picture.width * picture.height > POINTS:
        raise Hostile("too many points")


def _written(picture: Image.Image, kind: str) -> bytes:
    clean = picture if picture.mode in ("RGB", "L") else picture.convert(_mode(picture, kind))
    clean.info = {}
    written = io.BytesIO()
    clean.save(written, kind, **({"quality": QUALITY} if kind == "JPEG" else {}))
    return written.getvalue()


def _mode(picture: Image.Image, kind: str) -> str:
    is_seen_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    return "RGBA" if kind == "PNG" and is_seen_through else "RGB"
