"""What a text says in several languages, read out of the content that is hashed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.translation.texts import Text, direction


def text_of(content: Mapping[str, Any], words: dict[str, str], *, language: str = "") -> Text:
    """This will read words of the content; who reads a language in which they are not told sees the prevailing one.

    The hashed form sorts its languages, so that the one written first is not known any more. For `language` those in
    the same direction come first: a name that is told in another script only is read by nobody.
    """
    order = dict.fromkeys([content.get("prevailing", ""), *content.get("languages", []), *words])
    told = [code for code in order if code in words]
    told.sort(key=lambda code: bool(language) and direction(code) != direction(language))
    return Text({code: words[code] for code in told})
