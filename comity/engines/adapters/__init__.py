"""The kinds of engines that can be set up, by the word with which the operator begins."""

from __future__ import annotations

from comity.engines.adapters.apertium import Apertium
from comity.engines.adapters.apy import Apy
from comity.engines.adapters.azure import Azure
from comity.engines.adapters.ctranslate2 import CTranslate2
from comity.engines.adapters.deepl import DeepL
from comity.engines.adapters.google import Google
from comity.engines.adapters.libretranslate import LibreTranslate
from comity.engines.adapters.openai import OpenAI
from comity.engines.engine import Engine

KINDS: dict[str, type[Engine]] = {
    "apertium": Apertium,
    "apy": Apy,
    "libretranslate": LibreTranslate,
    "deepl": DeepL,
    "azure": Azure,
    "google": Google,
    "openai": OpenAI,
    "ctranslate2": CTranslate2,
}
