"""The kinds of engines that can be set up, by the word with which the operator begins."""

from __future__ import annotations

from comity.engines.adapters.apertium import Apertium
from comity.engines.engine import Engine

KINDS: dict[str, type[Engine]] = {
    "apertium": Apertium,
}
