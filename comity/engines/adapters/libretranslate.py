"""LibreTranslate, in a container of its own: it has no glossary, so names stand as words without meaning."""

from __future__ import annotations

from comity.engines.devices import WORDS
from comity.engines.engine import Engine
from comity.engines.http import in_shape, post, within


class LibreTranslate(Engine):
    """A LibreTranslate at an address of the operator, with a key where it wants one."""

    device = WORDS
    largest = 20_000

    def translate(self, texts: list[str], source: str, target: str, *, seconds: float) -> list[str]:
        body = {"q": texts, "source": source, "target": target, "format": "html"}
        if self.setup.secret:
            body["api_key"] = self.setup.secret
        return in_shape(within(post(f"{self.setup.address}/translate", body, seconds=seconds), "translatedText"))
