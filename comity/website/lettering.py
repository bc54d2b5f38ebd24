"""Letters drawn into a picture: Arabic joined and from the right, each script in its own font and its own order."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageDraw, ImageFont, features

import comity.ui

FONTS = Path(comity.ui.__file__).parent / "static" / "ui" / "vendor" / "plex"
# Stretches that run against the line in which they stand.
ARABIC, LATIN = "\u0600-\u06ff", "0-9A-Za-z\u00c0-\u024f"
AGAINST = {
    "rtl": re.compile(f"([{LATIN}](?:[^{ARABIC}]*[{LATIN}])?)"),
    "ltr": re.compile(f"([{ARABIC}](?:[^{LATIN}]*[{ARABIC}])?)"),
}
OTHER = {"rtl": "ltr", "ltr": "rtl"}


class Piece(NamedTuple):
    """Letters of one font that run one way."""

    words: str
    runs: str
    font: ImageFont.FreeTypeFont

    def width(self) -> float:
        """How much room it takes, in points of the picture."""
        return self.font.getlength(self.words, direction=self.runs)


def can_draw() -> bool:
    """This will tell whether letters can be joined and ordered as Arabic needs it; without that nothing is drawn."""
    return bool(features.check("raqm"))


def pieces(line: str, runs: str, weight: int, size: int) -> list[Piece]:
    """This will put a line in the order of reading: what runs against it whole, and each script in its own font."""
    found = []
    for place, stretch in enumerate(AGAINST[runs].split(line)):
        way = OTHER[runs] if place % 2 else runs
        scripts = re.findall(f"[{ARABIC}\\s]*[{ARABIC}][{ARABIC}\\s]*|[^{ARABIC}]+", stretch)
        found += [Piece(words, way, _font(words, weight, size)) for words in scripts]
    return found


def width_of(line: str, runs: str, weight: int, size: int) -> float:
    """This will tell how much room a line takes, in points of the picture."""
    return sum(one.width() for one in pieces(line, runs, weight, size))


def lines_of(words: str, runs: str, weight: int, size: int, *, within: float) -> list[str]:
    """This will break words into lines that take no more than so many points each, unless one word does."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, runs, weight, size) <= within:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def write(
    draw: ImageDraw.ImageDraw, line: str, begin: float, base: int, runs: str, letters: tuple[int, int], fill: str
) -> None:
    """This will write a line piece by piece, from the side where it begins; `letters` are their weight and size."""
    at = begin
    for piece in pieces(line, runs, *letters):
        width = piece.width()
        left = at - width if runs == "rtl" else at
        draw.text((left, base), piece.words, font=piece.font, fill=fill, direction=piece.runs, anchor="ls")
        at = left if runs == "rtl" else at + width


def _font(words: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    return _loaded("arabic-arabic" if re.search(f"[{ARABIC}]", words) else "latin", weight, size)


@lru_cache(maxsize=32)
def _loaded(script: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    file = FONTS / f"ibm-plex-sans-{script}-{weight}-normal.woff2"
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.RAQM)
