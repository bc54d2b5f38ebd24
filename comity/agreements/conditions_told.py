"""What is told of exchanges and of a doctorate, read back from what is hashed, in the words of one language.

The same is told behind the clauses on paper and in a Word file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from comity.agreements.conditions import CONDITIONS, OF_MOBILITY
from comity.agreements.frozen import text_of
from comity.agreements.models import Doctorate, Mobility
from comity.agreements.models.conditions import AT_LENGTH
from comity.papers.manuscripts import RECORD, Passage
from comity.translation.facts import ISOLATES
from comity.translation.templatetags.said import day, isolated, language_name, listed
from comity.translation.texts import Text, current_language

Content = Mapping[str, Any]


def exchanges_told(content: Content) -> list[tuple[str, Text]]:
    """This will say each exchange of a hashed text in one line, and its other terms, in the language that is active."""
    return [(_line(content, one), _text(content, one["terms"])) for one in content.get("exchanges", [])]


def _text(content: Content, words: dict[str, str]) -> Text:
    return text_of(content, words, language=current_language())


def _line(content: Content, told: Content) -> str:
    facts = {name: told[name] for name in OF_MOBILITY if name not in ("months", "terms")}
    one = Mobility(**facts, months=Decimal(told["months"]) if told["months"] else None)
    sides = {name: isolated(_text(content, told[name])) for name in ("sender", "receiver")}
    return pgettext("exchange", "From %(sender)s to %(receiver)s: %(what)s") % {**sides, "what": listed(one.in_words())}


def doctorate_told(content: Content) -> list[tuple[str, str]]:
    """This will say the doctorate of a hashed text, each fact under its name, in the language that is active."""
    told = content.get("doctorate")
    if not told:
        return []
    said = {name: str(_text(content, told[name])) for name in ("candidate", "thesis", *AT_LENGTH)}
    said |= {name: language_name(told[name]) for name in ("written_in", "summary_in") if told[name]}
    if told["enrolled_on"]:
        said["enrolled_on"] = day(date.fromisoformat(told["enrolled_on"]))
    names = {one.name: str(one.verbose_name) for one in Doctorate._meta.concrete_fields}
    return [(names[name], said[name]) for name in told if said.get(name)]


def passages_of(content: Content, code: str) -> dict[str, Passage]:
    """This will write both as passages of a document in one language, by what they are called in what is hashed.

    An exchange, and a fact of a doctorate, is a paragraph. Without signs of direction, which a program may drop.
    """
    with override(code):
        exchanges = [_in_lines(line, str(terms)) for line, terms in exchanges_told(content)]
        doctorate = [_in_lines(name[:1].upper() + name[1:], words) for name, words in doctorate_told(content)]
        headings = (_("Exchanges"), _("The joint doctorate"))
    told = zip(CONDITIONS, headings, (exchanges, doctorate), strict=True)
    return {
        name: Passage(f"comity_{name}_{code}", RECORD, heading, "\n\n".join(lines))
        for name, heading, lines in told
        if lines
    }


def _in_lines(first: str, more: str) -> str:
    return ISOLATES.sub("", "\n".join(filter(None, (first, more))))
