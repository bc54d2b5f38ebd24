"""In which language a name is said, where nobody wrote it down: told by a script that one language has to itself.

Everything else stays undetermined (`und`, as BCP 47 calls it): a guess would be shown as if it were known.
"""

from __future__ import annotations

import re

UNDETERMINED = "und"
SCRIPTS = {
    "ja": re.compile("[\u3040-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    # Arabic, unless a letter is there that only Persian, Urdu and others have.
    "ar": re.compile("^(?!.*[\u067e\u0686\u0698\u06af\u06a9\u06cc\u06d2\u0679]).*[\u0600-\u06ff]"),
}


def language_of_script(words: str) -> str:
    """This will name the language of a script that one language is known by, else say that it is undetermined."""
    return next((code for code, script in SCRIPTS.items() if script.search(words)), UNDETERMINED)
