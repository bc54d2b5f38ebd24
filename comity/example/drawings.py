"""Drawings from the record of the example, one in each language: no picture of anybody is taken from anywhere."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from comity.translation.texts import direction
from comity.website.cards import ACCENT, INK, PAPER
from comity.website.lettering import lines_of, width_of, write

WIDE, HIGH = 800, 500  # in points; letters are read where it is as narrow as a telephone
PALE = "#e3edec"


class Sheet:
    """A drawing in one language; what lies along a line is measured in points from the side where lines begin."""

    def __init__(self, language: str) -> None:
        self.runs = direction(language)
        self.picture = Image.new("RGB", (WIDE, HIGH), PAPER)
        self.draw = ImageDraw.Draw(self.picture)

    def at(self, along: float) -> float:
        """This will tell where that is from the left."""
        return WIDE - along if self.runs == "rtl" else along

    def box(self, along: float, top: float, width: float, height: float, *, fill: str = PALE) -> None:
        """This will draw a box with round corners."""
        left, right = sorted((self.at(along), self.at(along + width)))
        self.draw.rounded_rectangle([left, top, right, top + height], radius=14, fill=fill, outline=ACCENT, width=3)

    def line(self, begin: tuple[float, float], end: tuple[float, float]) -> None:
        """This will draw a line between two places."""
        self.draw.line([self.at(begin[0]), begin[1], self.at(end[0]), end[1]], fill=ACCENT, width=4)

    def dot(self, along: float, high: float, *, is_full: bool) -> None:
        """This will draw what has been as a full dot, and what was only planned as a ring."""
        x, r = self.at(along), 16
        fill = ACCENT if is_full else PAPER
        self.draw.ellipse([x - r, high - r, x + r, high + r], fill=fill, outline=ACCENT, width=5)

    def words(self, words: str, along: float, base: int, *, weight: int = 400, size: int = 30, fill: str = INK) -> None:
        """This will write a line that begins there."""
        write(self.draw, words, self.at(along), base, self.runs, (weight, size), fill)

    def centred(
        self, words: str, middle: float, base: int, *, within: float, weight: int = 400, size: int = 28
    ) -> None:
        """This will write words in lines around the middle, the first on this base."""
        for number, line in enumerate(lines_of(words, self.runs, weight, size, within=within)):
            begin = middle - width_of(line, self.runs, weight, size) / 2
            self.words(line, begin, base + int(number * size * 1.35), weight=weight, size=size)

    def png(self) -> bytes:
        """This will give it as a file."""
        file = io.BytesIO()
        self.picture.save(file, "PNG", optimize=True)
        return file.getvalue()


def between_two_sides(language: str, sides: Sequence[str], fields: Sequence[str]) -> bytes:
    """This will draw two sides, and between them each field of which they spoke."""
    sheet, step, middle = Sheet(language), HIGH / (len(fields) + 0.4), HIGH / 2
    for number, field in enumerate(fields):
        high = (number + 0.7) * step
        sheet.line((210, middle), (262, high))
        sheet.line((538, high), (590, middle))
        sheet.box(262, high - 32, 276, 64, fill=PAPER)
        sheet.centred(field, WIDE / 2, int(high + 9), within=270)
    for along, side in zip((20, 590), sides, strict=True):
        sheet.box(along, middle - 80, 190, 160)
        lines = len(lines_of(side, sheet.runs, 600, 30, within=180))
        sheet.centred(side, along + 95, int(middle + 10 - (lines - 1) * 20), within=180, weight=600, size=30)
    return sheet.png()


def along_a_line(language: str, days: Sequence[tuple[str, str, bool]]) -> bytes:
    """This will draw what happened, one below the other along a line: the day, what, and whether it is known."""
    sheet, step = Sheet(language), HIGH / len(days)
    sheet.line((60, step / 2), (60, HIGH - step / 2))
    for number, (day, what, is_known) in enumerate(days):
        high = (number + 0.5) * step
        sheet.dot(60, high, is_full=is_known)
        sheet.words(day, 110, int(high - 8), weight=600)
        sheet.words(what, 110, int(high + 34))
    return sheet.png()


def as_bars(language: str, bars: Sequence[tuple[str, int]]) -> bytes:
    """This will draw numbers as bars, each under its words, the largest as wide as the sheet."""
    sheet, largest = Sheet(language), max(value for _words, value in bars)
    for number, (words, value) in enumerate(bars):
        top = 50 + number * 220
        sheet.words(words, 50, top + 36, weight=600, size=36)
        sheet.box(50, top + 62, (WIDE - 100) * value / largest, 90, fill=PALE if number == 0 else ACCENT)
    return sheet.png()
