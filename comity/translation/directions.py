"""Whether words run the other way than the sentence in which they stand."""

from __future__ import annotations

import re
from unicodedata import bidirectional

from comity.translation.texts import direction

ISOLATED = re.compile("\u2068([^\u2068\u2069]*)\u2069")
# The classes of signs with a direction of their own, by the direction of the sentence that they turn around.
TURNING = {"ltr": {"R", "AL"}, "rtl": {"L"}}


def without_needless_isolates(line: str, language: str) -> str:
    """This will leave isolates in a line only around values with signs that run against its language.

    A subject is shown by programs that draw the isolates as boxes, and is compared by those that sort letters.
    """
    turning = TURNING[direction(language)]

    def told(found: re.Match[str]) -> str:
        return found[0] if any(bidirectional(sign) in turning for sign in found[1]) else found[1]

    return ISOLATED.sub(told, line)
