"""How names are folded, so that a few letters find them whatever the accents, the case or the script's habits."""

import re
import unicodedata

# Arabic letters that are written for one another, and the stretching mark.
ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""})
LATIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i"})
# Signs that change the direction or are not seen: U+200B-F, U+202A-E, U+2060-9, U+061C, U+FEFF and tag characters.
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")


def folded(name: str) -> str:
    """This will fold a name for finding: no case, no accents, no Arabic vowels, words parted by single spaces."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LATIN)).translate(ARABIC)
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w]+", " ", letters.translate(ARABIC)).split())


def without_overrides(words: str) -> str:
    """This will take out the signs that change the direction of text or cannot be seen."""
    return UNSEEN.sub("", words)
