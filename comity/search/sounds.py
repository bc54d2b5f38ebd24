"""How a word of a name sounds, roughly: what people keep who misspell it, or write it in another script.

Vowels are left out, and letters that are taken for one another count as one: "Leibniz", "Liebnitz" and "لايبنتز" are
all `lpns`. What sounds alike is only looked at; whether it is near enough is counted letter by letter (`misspelt`).
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 40  # as long as a word is looked at
# Several letters for one sound, the longest first; and c as it is said before e, i and y.
TOGETHER = re.compile("tsch|sch|sh|ch|ck|ph|th|dt|tz|ts|gh|kh|qu|x|c(?=[eiy])|^kn|^wr|ت[سز]")
SAID = {
    **{"tsch": "s", "sch": "s", "sh": "s", "ch": "k", "ck": "k", "ph": "f", "th": "t", "dt": "t", "gh": "k"},
    **{"tz": "s", "ts": "s", "تس": "s", "تز": "s", "kh": "k", "qu": "k", "x": "ks", "c": "s", "kn": "n", "wr": "r"},
}
ALIKE = str.maketrans(
    {
        **dict.fromkeys("cgqjكقغجچگخ", "k"),
        **dict.fromkeys("zسصثزذظش", "s"),
        **dict.fromkeys("dدضتط", "t"),
        **dict.fromkeys("bبپ", "p"),
        **dict.fromkeys("vwفڤ", "f"),
        **{"ل": "l", "م": "m", "ن": "n", "ر": "r"},
        **dict.fromkeys("aeiouyhاويعءهح", "-"),
    }
)
TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=100_000)
def sound_of(word: str) -> str:
    """This will give the consonants of a bare word as they sound; nothing is left of a word that has none."""
    spoken = TOGETHER.sub(lambda found: SAID[found[0]], TWICE.sub(r"\1", word[:LONGEST]))
    return TWICE.sub(r"\1", spoken.translate(ALIKE)).replace("-", "")
