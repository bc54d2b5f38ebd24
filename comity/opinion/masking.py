"""What could tell who somebody is, taken out of a comment before it is kept for the first time."""

from __future__ import annotations

import re

MASK = "[…]"
DIGIT = r"[0-9\u0660-\u0669\u06f0-\u06f9]"
GAP = r"[ \t.()-]{0,2}"
# Addresses of mail; what looks like the number of an account or of a passport; numbers to call. Days and years are not.
TELLING = (
    re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?\b"),
    re.compile(rf"(?<!\w)[A-Z]{{1,3}}[ -]?{DIGIT}{{6,10}}(?!\w)"),
    re.compile(rf"\+\(?{DIGIT}(?:{GAP}{DIGIT}){{6,}}(?!\w)"),
    re.compile(rf"(?<!\w)\(?{DIGIT}(?:{GAP}{DIGIT}){{8,}}(?!\w)"),
    re.compile(rf"(?<!\w){DIGIT}{{7,}}(?!\w)"),
)


def masked(words: str) -> str:
    """This will put a mask in the place of addresses and long numbers."""
    for pattern in TELLING:
        words = pattern.sub(MASK, words)
    return words
