"""The versions of an article as plain words, as their editors left them last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Revision

from comity.translation.facts import Stated, stated_in
from comity.website.models import Article

# Where one block of words ends and another begins; what stands in line belongs to one sentence.
END_OF_BLOCK = re.compile(r"</(?:p|li|h[1-6]|tr|td|th)>|<br\s*/?>", re.I)
TAG = re.compile(r"<a\b[^>]*>", re.I)


@dataclass(frozen=True)
class Version:
    """An article in one language: its words, what they state, its sentences from records, its links."""

    article: Article
    language: str
    words: str
    stated: Stated
    sentences: list[dict[str, str]]
    links: list[str]


def versions_of(article: Article, at: Revision | None = None) -> list[Version]:
    """This will read the article in every language in which it is written, published or not, one as `at` has it."""
    found = Article.objects.versions_of(article).order_by("locale__pk")
    return [_read(_as_of(one, at), one.locale.language_code) for one in found]


def _as_of(article: Article, at: Revision | None) -> Any:
    is_this_one = at is not None and at.object_id == str(article.pk)
    return at.as_object() if at is not None and is_this_one else article.get_latest_revision_as_object()


def _read(article: Article, language: str) -> Version:
    words = "\n".join(
        [article.title, article.introduction, *(one for block in article.body for one in words_in(block))]
    )
    sentences = [
        {name: str(one[name]) for name in ("words", "record", "told")}
        for block in article.body
        if block.block_type == "facts"
        for one in block.value
    ]
    links = [tag for block in article.body if block.block_type == "text" for tag in TAG.findall(block.value.source)]
    return Version(article, language, words, stated_in(words, language), sentences, links)


def words_in(block: Any) -> Iterator[str]:
    """This will give the words of a block that a reader reads; a record that stands there has words of its own."""
    if block.block_type == "text":
        yield unescape(strip_tags(END_OF_BLOCK.sub("\n", block.value.source)))
    elif block.block_type != "record":
        yield from _strings(block.value)


def _strings(value: Any) -> Iterator[str]:
    """Every string in a block, but those that name a record or a choice."""
    if isinstance(value, str):
        yield value
    elif hasattr(value, "items"):
        for name, part in value.items():
            if name not in {"record", "told", "person"}:
                yield from _strings(part)
    elif hasattr(value, "__iter__"):
        for part in value:
            yield from _strings(part)
