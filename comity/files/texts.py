"""Plain text: UTF-8 that a reader sees as it is."""

from __future__ import annotations

import unicodedata
from typing import IO

PAGES_AND_PROGRAMS = (
    "<!doctype",
    "<html",
    "<svg",
    "<?xml",
    "<?php",
    "<script",
    "<body",
    "<!--",
    "#!",
    "%pdf",
    "mz\x90",
)


def is_plain_text(file: IO[bytes]) -> bool:
    """This will tell whether the file is text in UTF-8 without control signs, and no page or program for a machine."""
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if not text.strip() or any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n\f" for sign in set(text)):
        return False
    return not text.lstrip().lower().startswith(PAGES_AND_PROGRAMS)
