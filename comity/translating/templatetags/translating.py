"""How passages are shown to reviewers and readers."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comity.journal.records import Mark, Standing
from comity.translating import workbench
from comity.translating.models import Passage, Provenance
from comity.translating.words import MARKS, engine_name, how_much, in_words
from comity.translation.texts import direction

register = template.Library()


@register.simple_tag
def in_language(words: str, language: str) -> SafeString:
    """This will show a piece of a page in its own language and direction, without its tags."""
    shown = format_html("{}", workbench.plain(words))
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), shown)


@register.filter
def runs(language: str) -> str:
    """This will tell how a language runs on the page."""
    return direction(language)


register.filter(how_much)
register.filter(engine_name)


@register.filter
def standing(passage: Passage) -> Standing:
    """This will tell where a passage stands."""
    return Standing(MARKS.get(passage.state, Mark.DONE), passage.get_state_display())  # type: ignore[call-overload]


@register.filter
def failures(proposal: Provenance | None) -> list[str]:
    """This will tell which checks the words of a machine did not pass."""
    return in_words(proposal.failed) if proposal else []
