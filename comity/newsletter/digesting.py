"""The digest: the news of one language that were not told yet, by mail to those who asked for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from comity.journal.outbox import OfList, write
from comity.newsletter.models import Digest, Subscriber, Told
from comity.newsletter.tokens import leave_address
from comity.translating.telling import unreviewed_pages
from comity.website.access import articles_visible_to
from comity.website.listing import in_their_languages, news_address
from comity.website.models import Article

RECENT = timedelta(days=31)  # what was published before is no news, even where nobody told it
MOST = 30  # articles in one digest; the others come with the next
AT_ONCE = 200  # letters that one transaction writes: others wait for no more


def tell_news(*, now: datetime) -> int:
    """This will write to every subscriber what was published since the last digest of their language.

    Returns how many letters are new. It can be stopped at any moment and run again: no article is told twice, and no
    reader is written to twice.
    """
    for language, _name in settings.LANGUAGES:
        _begin(language, now=now)
    return sum(_write_letters(digest, now=now) for digest in Digest.objects.unfinished())


@transaction.atomic
def _begin(language: str, *, now: datetime) -> None:
    """Choose the articles of a digest, unless one is at work, nothing is new, or nobody reads this language."""
    if Digest.objects.unfinished().filter(language=language).exists():
        return
    if not Subscriber.objects.confirmed().filter(language=language).exists():
        return
    published = articles_visible_to(AnonymousUser()).in_language(language)
    recent = published.filter(first_published_at__gt=now - RECENT, date__gt=timezone.localdate(now - RECENT))
    untold = recent.exclude(pk__in=Told.objects.values("article"))
    articles = list(untold[:MOST])
    if not articles:
        return
    digest = Digest.objects.create(language=language, made_at=now)
    Told.objects.bulk_create(Told(digest=digest, article=article) for article in articles)


def _write_letters(digest: Digest, *, now: datetime) -> int:
    """Write the letters of a digest, some in each transaction, and note when all are written."""
    articles, written, after = _articles_of(digest), 0, 0
    while articles and (some := list(Subscriber.objects.to_be_told(digest).filter(pk__gt=after)[:AT_ONCE])):
        with transaction.atomic():
            written += sum(_write(digest, articles, one) for one in some)
        after = some[-1].pk
    Digest.objects.filter(pk=digest.pk).update(finished_at=now, letters=digest.letters + written)
    return written


def _articles_of(digest: Digest) -> list[dict[str, Any]]:
    """What of its articles is still published, as the letters tell it."""
    found = (
        articles_visible_to(AnonymousUser()).filter(pk__in=digest.articles.values("article")).select_related("locale")
    )
    listed: list[Article] = in_their_languages(list(found), digest.language)
    unreviewed = unreviewed_pages(one.translation_key for one in listed)
    return [
        {
            "title": one.head_of("title"),
            "introduction": one.head_of("introduction"),
            "date": one.date,
            "url": f"{settings.ADDRESS}{one.address}",
            "is_unreviewed": (one.translation_key, digest.language) in unreviewed,
        }
        for one in listed
    ]


def _write(digest: Digest, articles: list[dict[str, Any]], subscriber: Subscriber) -> bool:
    letter = write(
        f"newsletter:{digest.pk}:{subscriber.key.hex}",
        template="newsletter/letters/digest.txt",
        to_name="",
        to_email=subscriber.email,
        language=digest.language,
        of_list=OfList(identity=identity(), leave_at=leave_address(subscriber)),
        articles=articles,
        leave_url=leave_address(subscriber),
        all_url=f"{settings.ADDRESS}{news_address(digest.language)}",
    )
    return letter is not None


def identity() -> str:
    """This will name the newsletter as mail programs sort by it (RFC 2919)."""
    return f"news.{urlsplit(settings.ADDRESS).hostname or 'localhost'}"
