"""Azure Translator: names stand in elements of the class that it leaves alone."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlencode

from comity.engines.devices import ELEMENTS
from comity.engines.engine import Engine, Nonsense
from comity.engines.http import in_shape, post, within


class Azure(Engine):
    """Azure Translator with the operator's key and region."""

    device = ELEMENTS
    largest = 40_000
    needs: ClassVar[tuple[str, ...]] = ("key",)
    takes: ClassVar[frozenset[str]] = frozenset({"region"})

    def translate(self, texts: list[str], source: str, target: str, *, seconds: float) -> list[str]:
        asked = urlencode({"api-version": "3.0", "from": source, "to": target, "textType": "html"})
        headers = {"Ocp-Apim-Subscription-Key": self.setup.secret}
        if region := self.setup.options.get("region"):
            headers["Ocp-Apim-Subscription-Region"] = region
        body = [{"Text": text} for text in texts]
        told = post(f"{self.setup.address}/translate?{asked}", body, headers=headers, seconds=seconds)
        if not isinstance(told, list):
            raise Nonsense("the answer has another shape")
        return in_shape([within(one, "translations", 0, "text") for one in told])
