"""Writes pages of the docs that are drawn from the code."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]


def draw(folder: Path, pages: Callable[[], dict[Path, str]]) -> None:
    """This will write the pages of a folder anew and take away those that are drawn no more."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.settings")
    os.environ.setdefault("COMITY_SECRET_KEY", "no secret is needed to draw")
    django.setup()
    drawn = pages()
    folder.mkdir(parents=True, exist_ok=True)
    for path in set(folder.glob("*.md")) - set(drawn):
        path.unlink()
    for path, words in drawn.items():
        path.write_text(words)
        print(path.relative_to(ROOT))
