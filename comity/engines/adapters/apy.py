"""Apertium APY: Apertium as a server, for sites that run one.

APY listens at every address of its machine, to every origin, and fetches what it is told to: keep it behind a
firewall, or use the command instead (docs/operations.md).
"""

from __future__ import annotations

from comity.engines.adapters.apertium import joined, parted
from comity.engines.devices import WORDS
from comity.engines.engine import Engine, Nonsense, Refused
from comity.engines.http import post_form, within

THREE_LETTERS = {"en": "eng", "es": "spa", "fr": "fra", "ca": "cat", "pt": "por", "it": "ita", "gl": "glg", "oc": "oci"}
THREE_LETTERS |= {
    "mk": "mkd",
    "is": "isl",
    "eu": "eus",
    "br": "bre",
    "eo": "epo",
    "ro": "ron",
    "nl": "nld",
    "ar": "ara",
}


class Apy(Engine):
    """An APY at an address of the operator."""

    device = WORDS

    def translate(self, texts: list[str], source: str, target: str, *, seconds: float) -> list[str]:
        codes = (THREE_LETTERS.get(source, source), THREE_LETTERS.get(target, target))
        fields = {"q": joined(texts), "langpair": "|".join(codes), "format": "html", "markUnknown": "yes"}
        told = post_form(f"{self.setup.address}/translate", fields, seconds=seconds)
        if within(told, "responseStatus") != 200:
            raise Refused("APY does not translate this pair")
        text = within(told, "responseData", "translatedText")
        if not isinstance(text, str):
            raise Nonsense("the answer has another shape")
        return parted(text, len(texts))
