"""Versions of an article that people write, and that are not what the article is where it was published first.

What a machine translates follows by itself, and what waits for it stands in its queue. What a person wrote nobody
changes for them: they are told.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from comity.accounts.models import User
from comity.translating.beside import OfPeople, put_beside_the_queue
from comity.translating.permissions import may_review
from comity.translation.templatetags.said import day, language_name
from comity.website.late import address_in_newsroom
from comity.website.models import Article

MOST = 20  # that are named


def left_behind(viewer: User) -> list[OfPeople]:
    """This will name the versions that wait for people, of the article that was published last first."""
    found = Article.objects.left_behind() if may_review(viewer) else Article.objects.none()
    return [_told(one) for one in found[:MOST]]


def beside(article: Article) -> list[OfPeople]:
    """This will name those of one article, which has just been published."""
    return [_told(one) for one in Article.objects.of_page(article.translation_key).left_behind()]


def _told(version: Article) -> OfPeople:
    """Where it was never published, since when the article is read; else when that changed after it."""
    language = language_name(version.original_language)
    if version.first_published_at is None:
        words = _("a draft; in %(language)s it is read since %(day)s")
        since = version.original_first
    else:
        words = _("the version in %(language)s was published anew on %(day)s, after this one")
        since = version.original_last
    code, told = version.locale.language_code, {"language": language, "day": day(since)}
    return OfPeople(version.title, code, words % told, address_in_newsroom("wagtailadmin_pages:edit", version.pk))


put_beside_the_queue(left_behind)
