"""What an engine makes of texts in another language; none is set up here yet, so nothing is rendered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rendered:
    """One text in another language: by which engine and glossary, and which checks it failed."""

    text: str
    engine: str
    version: str
    glossary: str
    failed: tuple[str, ...]


def render(texts: Sequence[str], *, source: str, target: str, is_public: bool = True) -> list[Rendered]:
    """This will put texts from one language into another, each in its place."""
    return []


def can_render(source: str, target: str) -> bool:
    """This will tell whether an engine is set up that knows the two languages."""
    return False


def languages_offered(source: str) -> list[str]:
    """This will name the languages into which something can be put from `source`."""
    return []


def check(source_text: str, text: str, *, source: str, target: str) -> tuple[str, ...]:
    """This will name what of the source is not found again in a translation."""
    return ()
