"""The facts of a session as sentences of an article, in each language by rules of its own."""

from __future__ import annotations

from datetime import date

from django.utils.translation import override

from comity.translation.texts import current_language
from comity.website.gathering import SessionFacts
from comity.website.prose.arabic import Arabic
from comity.website.prose.english import English
from comity.website.prose.french import French
from comity.website.prose.writer import Sentence, Told, Writer

WRITERS: dict[str, type[Writer]] = {"en": English, "fr": French, "ar": Arabic}
__all__ = ["Sentence", "Told", "Written", "span", "write"]


class Written:
    """An article of one language as it comes from the facts: title, introduction, and paragraphs of sentences."""

    def __init__(self, writer: Writer) -> None:
        self.title = writer.title()
        self.introduction = writer.introduction()
        self.paragraphs: list[list[Sentence]] = [one for one in writer.paragraphs() if one]


def span(first: date, last: date, *, by_months: bool = False) -> str:
    """This will say in the reader's language when something was, as a sentence goes on after its verb."""
    return WRITERS[current_language()].span(first, last, by_months=by_months)


def write(facts: SessionFacts, language: str) -> Written:
    """This will tell the facts in one language; what is recorded in other languages only is left out."""
    with override(language):
        return Written(WRITERS[language](facts))
