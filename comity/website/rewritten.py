"""What stands on a page of records, in the words of another language: marked piece by piece, its links leading on."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from comity.engines.translating import GLOSSARY
from comity.translating.cutting import Piece
from comity.translating.on_demand import ReadingOfRecords
from comity.translation.texts import direction
from comity.website.readable import leads_on


def written(reading: ReadingOfRecords) -> SafeString:
    """This will write the page as it is read: what a machine made is marked, the rest stays as it is, and says so.

    Where nothing of it was made yet, it is the original, as everybody gets it.
    """
    original, source = reading.original, reading.source
    passages = {one.source_text: one for one in reading.passages}

    def lead(href: str) -> str:
        return leads_on(href, reading.language, original)

    def show(html: str, piece: Piece) -> str:
        passage = passages.get(piece.text)
        if not reading.is_made:
            return html
        if passage is None or passage.wording is None:
            return format_html('<span lang="{}" dir="{}">{}</span>', source, direction(source), SafeString(html))
        if passage.is_unreviewed and passage.wording.engine != GLOSSARY:
            return format_html('<span class="piece-by-machine">{}</span>', SafeString(html))
        return html

    # Written by us, word for word escaped, with no other tags than those of our own page.
    return SafeString(reading.written(show=show, lead=lead))
