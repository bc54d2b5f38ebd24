"""The languages in which an article can be read beside those of the site."""

from __future__ import annotations

from dataclasses import dataclass

from comity.translating.on_demand import languages_for
from comity.website.models import Article


@dataclass(frozen=True)
class Offer:
    """The languages in which an article can be read on demand, for the form that stands on its page."""

    slug: str
    codes: list[str]


def offer(article: Article, source: str) -> Offer | None:
    """This will offer an article, written in `source`, in the languages to which engines lead; nothing without one."""
    codes = languages_for(source)
    return Offer(article.slug, codes) if codes else None
