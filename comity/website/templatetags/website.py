"""What the pages of the public site say to machines."""

from typing import Any

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

from comity.translation.texts import Text
from comity.website.marked import Mark, context_of, mark_of, marked_block, marked_text
from comity.website.models import Article

register = template.Library()


@register.simple_tag
def structured(facts: dict[str, Any]) -> SafeString:
    """This will write facts of schema.org into a page, as data that no browser runs."""
    written = json_script(facts)
    return SafeString(written.replace('type="application/json"', 'type="application/ld+json"', 1))


@register.simple_tag(takes_context=True)
def told(context: template.Context, block: Any) -> SafeString:
    """This will show a block of an article, with what a reader must know of who translated it."""
    translated = context.get("translated")
    outer: Any = context.flatten()
    given: dict[str, Any] = outer | context_of(translated, block)
    if block.block_type == "text":
        return SafeString(block.block.render(marked_text(translated, str(block.id), block.value), context=given))
    return marked_block(translated, str(block.id), SafeString(block.render(context=given)))


@register.simple_tag(takes_context=True)
def mark_at(context: template.Context, path: str) -> Mark | None:
    """This will mark the title or the introduction of an article."""
    translated = context.get("translated")
    return mark_of(translated.at(path)) if translated else None


@register.filter
def head(article: Article, path: str) -> Text | str:
    """This will give the title or the introduction of an article in a list, with the language in which it is."""
    return article.head_of(path)
