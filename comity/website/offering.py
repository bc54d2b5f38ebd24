"""The languages in which pages can be read beside those of the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.translating.on_demand import languages_for
from comity.translating.telling import languages_translated
from comity.website.models import Article


@dataclass(frozen=True)
class Offer:
    """The languages in which a page can be read on demand, for the form that stands on it."""

    route: str  # that leads to the page in the language chosen
    by: str  # what the form calls the page by: "page", the name of an article, or "address"
    page: str
    codes: list[str]


def offer(article: Article, sources: Iterable[str]) -> Offer | None:
    """This will offer an article in the languages to which engines lead from one of `sources`; nothing without one."""
    codes = {code for source in sources for code in languages_for(source)}
    return Offer("reading-choice", "page", article.slug, sorted(codes)) if codes else None


def written_in(article: Article, published: Iterable[str]) -> list[str]:
    """This will keep, of the languages in which an article is published, those in which people wrote it.

    Where no engine leads anywhere, nobody needs to know, and nothing is asked.
    """
    leading = [code for code in published if languages_for(code)]
    translated = languages_translated(article.translation_key) if leading else set()
    return [code for code in leading if code not in translated]
