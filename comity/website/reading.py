"""What the page of an article tells: the records in it as they are today, what became of it since, other languages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from comity.accounts.models import Viewer
from comity.journal.records import OnTheThread
from comity.meetings.models import Session
from comity.opinion.asking import Asked, ask
from comity.opinion.models import State
from comity.partners.access import our_organisation
from comity.partners.models import Area
from comity.translating.telling import Translated, translated_page
from comity.website.access import articles_visible_to, translations_known_of
from comity.website.became import became
from comity.website.cards import SIZE, can_draw
from comity.website.listing import news_address
from comity.website.models import Article
from comity.website.offering import offer, written_in
from comity.website.records import Reference, shown_to
from comity.website.since import what_came_since
from comity.website.speakers import speakers_of

# Where a language is at home, as Open Graph wants it beside the language.
PLACES = {"en": "en_GB", "fr": "fr_FR", "ar": "ar_AR"}


def article_context(article: Article, request: HttpRequest) -> dict[str, Any]:
    """This will gather what the page of an article shows to whoever asks."""
    viewer, about = request.user, article.session_id
    spoken_of = [Reference("session", about)] if about else []
    records = shown_to(viewer, [*article.references(), *spoken_of])
    session = records.get(str(spoken_of[0])) if spoken_of else None
    versions = versions_of(viewer, article)
    translated = translated_page(article.translation_key, article.locale.language_code)
    known = translations_known_of(article)
    made_of_it = {language for language, source, _count in known if source == article.locale.language_code}
    unreviewed = {language for language, _source, count in known if count}
    original = next((one for one in versions if translated and one["code"] == translated.source), None)
    answering = publisher()
    topics = list(article.areas.all())
    return {
        "page": article,
        "records": records,
        "speakers": speakers_of(article),
        "session": session,
        "since": _since(session, article.date, viewer),
        "topics": topics,
        "partners": list(article.concerned.all()),
        "other_languages": other_languages(versions, article.locale.language_code),
        "alternates": alternates([one for one in versions if one["code"] not in unreviewed]),
        "facts": facts_of(article, versions, translated, made_of_it=made_of_it, answering=answering),
        "shared": shared_as(article, versions),
        "translated": translated,
        "original": original,
        "answering": answering,
        "offer": offer(article, written_in(article, [one["code"] for one in versions])),
        "beside": reverse("side-by-side", args=[article.slug]),
        "ask": ask(asked_about(article, topics, translated), at=timezone.now()),
    }


def asked_about(article: Article, topics: Iterable[Area], translated: Translated | None = None) -> Asked:
    """This will tell what visitors are asked about: the article as it is now, and who put it into this language."""
    return Asked(
        key=article.translation_key,
        language=article.locale.language_code,
        title=article.title,
        address=article.address,
        version=str(article.live_revision_id or ""),
        topics=tuple(one.pk for one in topics),
        **_came_about(translated),
    )


def _came_about(translated: Translated | None) -> dict[str, str]:
    """How the text came into its language, in the words of opinions."""
    if translated is None:
        return {}
    if translated.is_unreviewed:
        engines = ", ".join(one.engine for one in translated.made)[:80]
        return {"state": State.MACHINE if translated.is_wholly_unreviewed else State.MIXED, "engine": engines}
    return {"state": State.HUMAN if translated.is_of_people else State.REVIEWED}


def _since(session: OnTheThread | None, day: date, viewer: Viewer) -> list[tuple[OnTheThread, SafeString | None]]:
    """What came of it since, each with a sentence about it where its kind has one."""
    if not isinstance(session, Session):
        return []
    today = timezone.localdate()
    return [(one, became(one, today)) for one in what_came_since(session, after=day, today=today, viewer=viewer)]


def versions_of(viewer: Viewer, article: Article) -> list[dict[str, str]]:
    """This will list the languages in which the article can be read, with its address in each, in our order."""
    found = articles_visible_to(viewer).versions_of(article)
    spoken = {one.locale.language_code: one for one in found}
    return [{"code": code, "url": spoken[code].address} for code, _name in settings.LANGUAGES if code in spoken]


def other_languages(versions: list[dict[str, str]], here: str) -> list[dict[str, str]]:
    """This will lead into each other language: to the article, or to the news where it is not told in that one."""
    told = {one["code"]: one["url"] for one in versions}
    others = [code for code, _name in settings.LANGUAGES if code != here]
    return [{"code": code, "url": told.get(code) or news_address(code)} for code in others]


def alternates(versions: list[dict[str, str]]) -> list[dict[str, str]]:
    """This will name the page in each language, itself included, and which of them is for all other readers."""
    named = [{"code": one["code"], "url": f"{settings.ADDRESS}{one['url']}"} for one in versions]
    return [*named, {"code": "x-default", "url": named[0]["url"]}] if named else []


def facts_of(
    article: Article,
    versions: list[dict[str, str]],
    translated: Translated | None,
    *,
    made_of_it: Collection[str],
    answering: str,
) -> dict[str, Any]:
    """This will describe the article to machines in the words of schema.org; it is translated into `made_of_it`.

    What people wrote side by side in several languages is no translation of one from another.
    """
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
        "publisher": {"@type": "Organization", "name": answering},
        "about": [str(one.called) for one in article.concerned.all()],
        "keywords": [str(one.name) for one in article.areas.all()],
        "author": {"@type": "Organization", "name": answering},
        "mainEntityOfPage": f"{settings.ADDRESS}{article.address}",
    }
    if can_draw():
        told["image"] = f"{settings.ADDRESS}{article.address}card.png"
    if article.last_published_at:
        told["dateModified"] = article.last_published_at.isoformat()
    works = [
        {"@type": "NewsArticle", "inLanguage": one["code"], "url": f"{settings.ADDRESS}{one['url']}"} for one in others
    ]
    if translated is not None:
        told |= _of_translation(translated, works, answering)
    elif made := [one for one in works if one["inLanguage"] in made_of_it]:
        told["workTranslation"] = made
    return told


def _of_translation(translated: Translated, works: list[dict[str, str]], answering: str) -> dict[str, Any]:
    """What it was translated from, and by whom: only where people answer for all of it."""
    originals = [one for one in works if one["inLanguage"] == translated.source]
    told: dict[str, Any] = {"translationOfWork": originals[0]} if originals else {}
    if translated.is_answered_for:
        told["translator"] = {"@type": "Organization", "name": answering}
    return told


def shared_as(article: Article, versions: list[dict[str, str]]) -> list[tuple[str, str]]:
    """This will describe the article to whoever shows a link to it, in the words of Open Graph."""
    code = article.locale.language_code
    told = [
        ("og:type", "article"),
        ("og:title", article.title),
        ("og:description", article.introduction),
        ("og:url", f"{settings.ADDRESS}{article.address}"),
        ("og:site_name", publisher()),
        ("og:locale", PLACES[code]),
        *(("og:locale:alternate", PLACES[one["code"]]) for one in versions if one["code"] != code),
        ("article:published_time", _moment(article.date)),
    ]
    if can_draw():
        width, height = SIZE
        told += [
            ("og:image", f"{settings.ADDRESS}{article.address}card.png"),
            ("og:image:type", "image/png"),
            ("og:image:width", str(width)),
            ("og:image:height", str(height)),
            ("og:image:alt", article.title),
        ]
    return told


def _moment(day: date) -> str:
    return timezone.make_aware(datetime.combine(day, time.min)).isoformat()


def publisher() -> str:
    """This will name whose news these are, in the reader's language."""
    host = our_organisation()
    return str(host.name) if host else "Comity"
