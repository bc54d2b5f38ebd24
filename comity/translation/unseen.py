"""Signs that nobody sees but that turn a name around."""

import re

# Signs that change the direction or are not seen: U+200B-F, U+202A-E, U+2060-9, U+061C, U+FEFF and tags.
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")


def without_overrides(words: str) -> str:
    """This will take out the signs that change the direction of text or cannot be seen."""
    return UNSEEN.sub("", words)
