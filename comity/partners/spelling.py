"""How names are folded, so that a few letters find them whatever the accents, the case or the script's habits."""

import re
import unicodedata

from comity.translation.unseen import as_name as as_name
from comity.translation.unseen import has_letters as has_letters
from comity.translation.unseen import without_overrides as without_overrides

# Arabic letters that are written for one another, and the stretching mark.
ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""}
)
LATIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i"})


def folded(name: str) -> str:
    """This will fold a name for finding: no case, no accents, no Arabic vowels, words parted by single spaces."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LATIN)).translate(ARABIC)
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w]+", " ", letters.translate(ARABIC)).split())
