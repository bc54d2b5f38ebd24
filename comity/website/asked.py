"""Where an article is read about which a visitor is asked."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from comity.opinion.public import Public, find_with
from comity.website.access import articles_visible_to


def listen() -> None:
    """This will tell the opinion of visitors where articles are, from now on."""
    find_with(article_asked_about)


def article_asked_about(key: UUID, language: str) -> Public | None:
    """This will find a published article, in this language first, then in our order."""
    codes = [language, *dict(settings.LANGUAGES)]
    versions = {one.locale.language_code: one for one in articles_visible_to(AnonymousUser()).of_page(key)}
    code = next((one for one in codes if one in versions), None)
    return Public(versions[code].title, versions[code].address, code) if code else None
