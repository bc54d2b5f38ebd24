"""The picture of an article where somebody shares its address: its title, drawn in the script of its language."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont, features

import comity.ui
from comity.translation.texts import direction

SIZE = (1200, 630)
MARGIN, LEADING, BAR = 80, 1.35, 24
PAPER, INK, SOFT, ACCENT = "#fbfaf6", "#14232b", "#4c5b63", "#0f6370"
FONTS = Path(comity.ui.__file__).parent / "static" / "ui" / "vendor" / "plex"
LINES = 4  # of a title, at most
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


@lru_cache(maxsize=64)
def card(title: str, publisher: str, language: str) -> bytes:
    """This will draw a title and who publishes it, as PNG; the same is drawn once."""
    picture = Image.new("RGB", SIZE, PAPER)
    draw, runs = ImageDraw.Draw(picture), direction(language)
    draw.rectangle([SIZE[0] - BAR, 0, *SIZE] if runs == "rtl" else [0, 0, BAR, SIZE[1]], fill=ACCENT)
    lines, size = _fitted(title, runs)
    for number, line in enumerate(lines):
        _write(draw, line, MARGIN + size + int(number * size * LEADING), runs, (600, size), INK)
    _write(draw, publisher, SIZE[1] - MARGIN, runs, (400, 34), SOFT)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _write(draw: ImageDraw.ImageDraw, line: str, base: int, runs: str, letters: tuple[int, int], fill: str) -> None:
    """Write a line piece by piece, from the side where it begins."""
    at: float = SIZE[0] - MARGIN if runs == "rtl" else MARGIN
    for piece in _pieces(line, runs, *letters):
        width = piece.width()
        left = at - width if runs == "rtl" else at
        draw.text((left, base), piece.words, font=piece.font, fill=fill, direction=piece.runs, anchor="ls")
        at = left if runs == "rtl" else at + width


def _pieces(line: str, runs: str, weight: int, size: int) -> list[Piece]:
    """A line in the order of reading: what runs against it whole, and each script in its own font."""
    found = []
    for place, stretch in enumerate(AGAINST[runs].split(line)):
        way = OTHER[runs] if place % 2 else runs
        scripts = re.findall(f"[{ARABIC}\\s]*[{ARABIC}][{ARABIC}\\s]*|[^{ARABIC}]+", stretch)
        found += [Piece(words, way, _font(words, weight, size)) for words in scripts]
    return found


def _fitted(title: str, runs: str) -> tuple[list[str], int]:
    """The title in the largest letters in which it has room; what is too long ends in dots."""
    lines: list[str] = []
    size = 0
    for size in (72, 64, 56, 48):
        lines = _lines(title, runs, size)
        if len(lines) <= LINES:
            return lines, size
    return [*lines[: LINES - 1], f"{lines[LINES - 1]} …"], size


def _lines(title: str, runs: str, size: int) -> list[str]:
    lines: list[str] = []
    for word in title.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and sum(one.width() for one in _pieces(longer, runs, 600, size)) <= SIZE[0] - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _font(words: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    return _loaded("arabic-arabic" if re.search(f"[{ARABIC}]", words) else "latin", weight, size)


@lru_cache(maxsize=32)
def _loaded(script: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    file = FONTS / f"ibm-plex-sans-{script}-{weight}-normal.woff2"
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.RAQM)
