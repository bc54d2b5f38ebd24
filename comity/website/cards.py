"""The picture of an article where somebody shares its address: its title, drawn in the script of its language."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageDraw

from comity.translation.texts import direction
from comity.website.lettering import can_draw, lines_of, write

__all__ = ["SIZE", "can_draw", "card"]

SIZE = (1200, 630)
MARGIN, LEADING, BAR = 80, 1.35, 24
PAPER, INK, SOFT, ACCENT = "#fbfaf6", "#14232b", "#4c5b63", "#0f6370"
LINES = 4  # of a title, at most


@lru_cache(maxsize=64)
def card(title: str, publisher: str, language: str) -> bytes:
    """This will draw a title and who publishes it, as PNG; the same is drawn once."""
    picture = Image.new("RGB", SIZE, PAPER)
    draw, runs = ImageDraw.Draw(picture), direction(language)
    draw.rectangle([SIZE[0] - BAR, 0, *SIZE] if runs == "rtl" else [0, 0, BAR, SIZE[1]], fill=ACCENT)
    begin = SIZE[0] - MARGIN if runs == "rtl" else MARGIN
    lines, size = _fitted(title, runs)
    for number, line in enumerate(lines):
        write(draw, line, begin, MARGIN + size + int(number * size * LEADING), runs, (600, size), INK)
    write(draw, publisher, begin, SIZE[1] - MARGIN, runs, (400, 34), SOFT)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _fitted(title: str, runs: str) -> tuple[list[str], int]:
    """The title in the largest letters in which it has room; what is too long ends in dots."""
    lines: list[str] = []
    size = 0
    for size in (72, 64, 56, 48):
        lines = lines_of(title, runs, 600, size, within=SIZE[0] - 2 * MARGIN)
        if len(lines) <= LINES:
            return lines, size
    return [*lines[: LINES - 1], f"{lines[LINES - 1]} …"], size
