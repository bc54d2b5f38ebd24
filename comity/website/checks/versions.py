"""The versions of an article as plain words, as their editors left them last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Revision

from comity.translating import workbench
from comity.translating.models import Version as TranslatedVersion
from comity.translating.telling import Translated, translated_page
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
    own_words: str  # those that stand in its language: of a translation, some may still be the original's
    stated: Stated
    sentences: list[dict[str, str]]
    links: list[str]


def versions_of(article: Article, at: Revision | None = None) -> list[Version]:
    """This will read the article in every language in which it is written, published or not, one as `at` has it.

    A translation that nobody ever read and of which no person wrote a word is not one yet: it only waits. One that
    follows the article by itself is read as far as it stays as it is: what is new in the article it does not tell yet.
    """
    key, code = article.translation_key, article.locale.language_code
    known = {one.language: one for one in TranslatedVersion.objects.of_page(key).kept_as_pages()}
    leading = _read(_as_of(article, at), code, translated_page(key, code) if code in known else None)
    read = []
    for one in Article.objects.versions_of(article).order_by("locale__pk"):
        language = one.locale.language_code
        if one.pk == article.pk:
            read.append(leading)
        elif (asked := known.get(language)) is None:
            read.append(_read(_as_of(one, at), language, None))
        elif not _only_waits(one, asked, translated := translated_page(key, language)):
            follows = asked.source == code and not workbench.is_kept_by_people(asked)
            read.append(_read(_as_of(one, at), language, translated, leading if follows else None))
    return read


def _only_waits(article: Article, asked: TranslatedVersion, translated: Translated | None) -> bool:
    """Whether a translation was never published, and every word of it is the original's or a machine's."""
    if article.first_published_at or workbench.is_kept_by_people(asked):
        return False
    return all(one.wording is None or one.is_unreviewed for one in (translated.passages if translated else ()))


def _as_of(article: Article, at: Revision | None) -> Any:
    is_this_one = at is not None and at.object_id == str(article.pk)
    return at.as_object() if at is not None and is_this_one else article.get_latest_revision_as_object()


def _read(article: Article, language: str, translated: Translated | None, leading: Version | None = None) -> Version:
    lines = [article.title, article.introduction, *(one for block in article.body for one in words_in(block))]
    lines = [line for words in lines for line in words.split("\n")]
    original = _lines_in_original(translated)
    if translated is not None and leading is not None:
        lines, new = _brought_along(lines, translated, leading.words.split("\n"))
        original |= set(map(_even, new))
    own = "\n".join(line for line in lines if _even(line) not in original)
    others = "\n".join(line for line in lines if _even(line) in original)
    stated = stated_in(own, language)
    if translated is not None and others:
        stated = _together([stated, stated_in(others, translated.source)])
    sentences = [
        {name: str(one[name]) for name in ("words", "record", "told")}
        for block in article.body
        if block.block_type == "facts"
        for one in block.value
    ]
    links = [tag for block in article.body if block.block_type == "text" for tag in TAG.findall(block.value.source)]
    if leading is not None:
        sentences, links = leading.sentences, []  # they come along, too
    return Version(article, language, "\n".join(lines), own, stated, sentences, links)


def _brought_along(lines: list[str], translated: Translated, original: list[str]) -> tuple[list[str], list[str]]:
    """The lines of a translation without those whose original is gone, and with what is new there, as it stands there.

    The latter are given once more, by themselves.
    """
    there, known, gone = set(map(_even, original)), set[str](), set[str]()
    for one in translated.passages:
        said = _lines_of(one.source_text)
        known |= said
        if not said <= there:
            gone |= _lines_of(one.words)
    new = [line for line in original if _even(line) and _even(line) not in known]
    return [*(line for line in lines if _even(line) not in gone), *new], new


def _lines_in_original(translated: Translated | None) -> set[str]:
    """What stands on a page in the language from which it is translated, since nobody translated it yet."""
    waiting = translated.in_original if translated else []
    return {line for one in waiting for line in _lines_of(one.source_text)}


def _lines_of(text: str) -> set[str]:
    return {_even(line) for line in _plain(text).split("\n")} - {""}


def _even(line: str) -> str:
    return " ".join(line.split())


def _together(some: list[Stated]) -> Stated:
    parts = (field.name for field in fields(Stated))
    return Stated(*(frozenset().union(*(getattr(one, part) for one in some)) for part in parts))


def _plain(text: str) -> str:
    return unescape(strip_tags(END_OF_BLOCK.sub("\n", text)))


def words_in(block: Any) -> Iterator[str]:
    """This will give the words of a block that a reader reads; a record that stands there has words of its own."""
    if block.block_type == "text":
        yield _plain(block.value.source)
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
