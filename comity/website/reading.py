"""What the page of an article tells: the records in it as they are today, what became of it since, other languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from comity.accounts.models import Viewer
from comity.journal.records import OnTheThread
from comity.meetings.models import Session
from comity.opinion.asking import Asked, ask
from comity.partners.access import our_organisation
from comity.partners.models import Area
from comity.website.access import articles_visible_to
from comity.website.models import Article
from comity.website.records import Reference, shown_to
from comity.website.since import what_came_since


def article_context(article: Article, request: HttpRequest) -> dict[str, Any]:
    """This will gather what the page of an article shows to whoever asks."""
    viewer, about = request.user, article.session_id
    spoken_of = [Reference("session", about)] if about else []
    records = shown_to(viewer, [*article.references(), *spoken_of])
    session = records.get(str(spoken_of[0])) if spoken_of else None
    versions = versions_of(viewer, article)
    topics = list(article.areas.all())
    return {
        "page": article,
        "records": records,
        "session": session,
        "since": _since(session, article.date, viewer),
        "topics": topics,
        "partners": list(article.concerned.all()),
        "other_languages": [one for one in versions if one["code"] != article.locale.language_code],
        "alternates": alternates(versions),
        "facts": facts_of(article, versions),
        "ask": ask(asked_about(article, topics), at=timezone.now()),
    }


def asked_about(article: Article, topics: Iterable[Area]) -> Asked:
    """This will tell what visitors are asked about: the article as it is now."""
    return Asked(
        key=article.translation_key,
        language=article.locale.language_code,
        title=article.title,
        address=article.address,
        version=str(article.live_revision_id or ""),
        topics=tuple(one.pk for one in topics),
    )


def _since(session: OnTheThread | None, day: date, viewer: Viewer) -> list[OnTheThread]:
    if not isinstance(session, Session):
        return []
    return what_came_since(session, after=day, today=timezone.localdate(), viewer=viewer)


def versions_of(viewer: Viewer, article: Article) -> list[dict[str, str]]:
    """This will list the languages in which the article can be read, with its address in each, in our order."""
    found = articles_visible_to(viewer).versions_of(article)
    spoken = {one.locale.language_code: one for one in found}
    return [{"code": code, "url": spoken[code].address} for code, _name in settings.LANGUAGES if code in spoken]


def alternates(versions: list[dict[str, str]]) -> list[dict[str, str]]:
    """This will name the page in each language, itself included, and which of them is for all other readers."""
    named = [{"code": one["code"], "url": f"{settings.ADDRESS}{one['url']}"} for one in versions]
    return [*named, {"code": "x-default", "url": named[0]["url"]}] if named else []


def facts_of(article: Article, versions: list[dict[str, str]]) -> dict[str, Any]:
    """This will describe the article to machines in the words of schema.org."""
    code = article.locale.language_code
    others = [one for one in versions if one["code"] != code]
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.introduction,
        "inLanguage": code,
        "url": f"{settings.ADDRESS}{article.address}",
        "datePublished": _moment(article.date),
        "publisher": {"@type": "Organization", "name": publisher()},
        "about": [str(one.called) for one in article.concerned.all()],
        "keywords": [str(one.name) for one in article.areas.all()],
    }
    if article.last_published_at:
        told["dateModified"] = article.last_published_at.isoformat()
    if others:
        told["workTranslation"] = [
            {"@type": "NewsArticle", "inLanguage": one["code"], "url": f"{settings.ADDRESS}{one['url']}"}
            for one in others
        ]
    return told


def _moment(day: date) -> str:
    return timezone.make_aware(datetime.combine(day, time.min)).isoformat()


def publisher() -> str:
    """This will name whose news these are, in the reader's language."""
    host = our_organisation()
    return str(host.name) if host else "Comity"
