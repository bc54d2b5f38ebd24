"""Compiles the French and Arabic texts of the interface (comity/locale) for the program to read.

Usage: python -m comity.cli.messages
"""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings

from comity.cli.refusal import Refusal


def catalogues() -> list[Path]:
    """This will find the translators' files."""
    return sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po"))


def compile_stale() -> list[Path]:
    """This will compile each translators' file that changed since it was compiled, and name those.

    Raises Refusal where the folder of the program may not be written, as is right for whoever only runs it.
    """
    try:
        return [source for source in catalogues() if _is_stale(source) and _compile(source)]
    except OSError as trouble:
        raise Refusal(
            f"the texts are not compiled, and nothing can be written beside them ({trouble.strerror}). "
            "As whoever brought the code, run: python3 tools/bootstrap.py run"
        ) from None


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    with source.open("rb") as text:
        catalogue = read_po(text)
    # Several processes may begin at once; each writes a file of its own, and the last one to be ready is the one kept.
    compiled, half = source.with_suffix(".mo"), source.with_suffix(f".mo.{os.getpid()}")
    with half.open("wb") as file:
        write_mo(file, catalogue)
    return half.replace(compiled)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.settings")
    compile_stale()
