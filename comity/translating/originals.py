"""What is translated: an article as it was published last, or a page of ours as everybody gets it now."""

from __future__ import annotations

from typing import TypeAlias

from wagtail.models import Page

from comity.translating import workbench
from comity.translating.models import Version
from comity.translating.public_page import PublicPage, public_page, reading_at
from comity.translating.workbench import Segment

Original: TypeAlias = Page | PublicPage


def original_of(version: Version) -> Original | None:
    """This will find what `version` is translated from; nothing where everybody is given none."""
    if version.address:
        return public_page(version.address, version.source)
    found = workbench.original_of(version)
    return found if found is not None and found.live else None


def read_at(version: Version) -> str:
    """This will find where everybody reads it; nothing where nobody does."""
    if version.address:
        return reading_at(version.address, version.language)
    page = workbench.translated(version)
    return str(page.get_url()) if page is not None and page.live else ""


def language_of(original: Original) -> str:
    """This will tell in which language it is."""
    return original.language if isinstance(original, PublicPage) else str(original.locale.language_code)


def segments_of(original: Original) -> list[Segment]:
    """This will cut it into pieces, in their order, each once."""
    return original.segments if isinstance(original, PublicPage) else workbench.segments_of(original)


def pieces_of(original: Original) -> list[tuple[str, str]]:
    """This will tell where its pieces stand and what they say, in their order, without asking the workbench."""
    if isinstance(original, PublicPage):
        return [(one.path, one.text) for one in original.segments]
    return list(dict.fromkeys(workbench.words_on(original)))
