"""DeepL: names stand in elements that it is told to ignore."""

from __future__ import annotations

from typing import ClassVar

from comity.engines.devices import IGNORED
from comity.engines.engine import Engine, Nonsense
from comity.engines.http import in_shape, post, within

# Into these it translates by region only.
REGIONS = {"en": "EN-GB", "pt": "PT-PT"}


class DeepL(Engine):
    """DeepL with the operator's key, at api.deepl.com or api-free.deepl.com."""

    device = IGNORED
    needs: ClassVar[tuple[str, ...]] = ("key",)

    def translate(self, texts: list[str], source: str, target: str, *, seconds: float) -> list[str]:
        body = {
            "text": texts,
            "source_lang": source.partition("-")[0].upper(),
            "target_lang": REGIONS.get(target, target.upper()),
            "tag_handling": "xml",
            "ignore_tags": ["x"],
            "preserve_formatting": True,
        }
        headers = {"Authorization": f"DeepL-Auth-Key {self.setup.secret}"}
        told = within(
            post(f"{self.setup.address}/v2/translate", body, headers=headers, seconds=seconds), "translations"
        )
        if not isinstance(told, list):
            raise Nonsense("the answer has another shape")
        return in_shape([within(one, "text") for one in told])
