"""Which words on a page are a machine's, the original's, or out of date: marked where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText
from wagtail_localize.strings import StringValue, extract_strings, restore_strings

from comity.translating.models import Passage, State
from comity.translating.telling import Translated
from comity.translation.templatetags.said import day, isolated, language_name
from comity.translation.texts import current_language, direction

# The last element before a piece that stands for itself on the page.
BLOCK = re.compile(r"<(p|h2|h3|h4|li|blockquote)\b([^>]*)>(?!.*<(?:p|h2|h3|h4|li|blockquote)\b)", re.S)


BY_MACHINE = 'class="by-machine"'


@dataclass(frozen=True)
class Mark:
    """What must be told of some words: attributes for the element that holds them, and a note before them."""

    attributes: SafeString
    note: SafeString


def mark_of(passage: Passage | None, *, is_within: bool = False) -> Mark | None:
    """This will mark a passage; nothing where a person answers for its words.

    Of what stands within a block, the block as a whole is marked as a machine's.
    """
    if passage is None or not (passage.is_unreviewed or passage.wording is None or passage.state == State.STALE):
        return None
    if passage.wording is None:
        source = passage.version.source
        attributes = format_html('lang="{}" dir="{}" class="in-original"', source, direction(source))
        return Mark(attributes, _note(_in_original(source)))
    attributes = SafeString(BY_MACHINE if passage.is_unreviewed and not is_within else "")
    is_old = passage.state == State.STALE
    return Mark(attributes, _note(_out_of_date(passage)) if is_old else SafeString(""))


def _in_original(source: str) -> str:
    return _("Not translated yet; this is the original, in %(language)s.") % {"language": language_name(source)}


def _out_of_date(passage: Passage) -> str:
    return _("The original changed on %(day)s; this is the translation of what it said before.") % {
        "day": isolated(day(passage.since))
    }


def _note(words: str) -> SafeString:
    here = current_language()
    return format_html('<span class="passage-note" lang="{}" dir="{}">{}</span>', here, direction(here), words)


def marks_in(translated: Translated | None, block: str) -> dict[str, Mark]:
    """This will mark the parts of a block by their names in it."""
    if translated is None:
        return {}
    path = f"body.{block}"
    within = {one.path.removeprefix(path).lstrip("."): one for one in translated.within(path)}
    found = {name: mark_of(one, is_within=True) for name, one in within.items()}
    return {name: mark for name, mark in found.items() if mark is not None}


def marked_text(translated: Translated | None, block: str, value: RichText) -> RichText:
    """This will mark the paragraphs of running text, each known by its words; what somebody wrote here stays plain."""
    passages = translated.within(f"body.{block}") if translated else []
    marks = {_normal(one.words or one.source_text): mark for one in passages if (mark := mark_of(one))}
    if not marks:
        return value
    template, strings = extract_strings(value.source)
    for place, (string, _attributes) in enumerate(strings):
        if (mark := marks.get(string.data)) is not None:
            template = _set(template, place, mark)
    return RichText(restore_strings(template, strings))


def _normal(words: str) -> str:
    return str(StringValue.from_translated_html(words).data)


def _set(template: str, place: int, mark: Mark) -> str:
    """Put a mark onto the element in which the piece of this place stands."""
    before, piece, after = template.partition(f'<text position="{place}">')
    opened = BLOCK.search(before)
    if opened is not None and mark.attributes:
        begin, end = opened.span(2)
        before = f"{before[:begin]}{before[begin:end]} {mark.attributes}{before[end:]}"
    return f"{before}{mark.note}{piece}{after}"


def marked_block(translated: Translated | None, block: str, shown: SafeString) -> SafeString:
    """This will mark a block as one piece, such as a table, where it holds words of a machine."""
    if translated is None or not any(one.is_unreviewed for one in translated.within(f"body.{block}")):
        return shown
    return format_html("<div {}>{}</div>", SafeString(BY_MACHINE), shown)


def context_of(translated: Translated | None, block: Any) -> dict[str, Any]:
    """This will give the template of a block its marks."""
    return {"marks": marks_in(translated, block.id)}
