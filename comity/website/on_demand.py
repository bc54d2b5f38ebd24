"""What a page tells that is read in a language in which no page of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from comity.journal.refusals import NotNow
from comity.opinion.asking import Asked, Form, ask
from comity.opinion.models import State
from comity.opinion.views import without_cookie
from comity.translating.limiting import READINGS, TooOften, refuse_too_many
from comity.translating.models import Passage
from comity.translating.on_demand import BudgetUsedUp, NotOffered, Reading, ReadingOfArticle, begin
from comity.translating.public_page import PublicPage, reading_at
from comity.translating.sealing import refuse_unsealed, sealed
from comity.translating.suggesting import Enough
from comity.website.models import Article
from comity.website.reading import publisher
from comity.website.records import shown_to
from comity.website.speakers import speakers_of

STATUS = {TooOften: 429, Enough: 429, BudgetUsedUp: 429, NotOffered: 404}


def address_of(passage: Passage, original: Article | PublicPage) -> str:
    """This will tell where a passage is read."""
    if isinstance(original, PublicPage):
        return reading_at(original.address, passage.version.language)
    if passage.version.is_on_demand:
        return reverse("reading", args=[passage.version.language, original.slug])
    return original.address


def answer(
    request: HttpRequest, reading: Reading, shown: Callable[[NotNow | None], HttpResponse], *, at: str
) -> HttpResponse:
    """This will show a page in a language; where its button was pressed, it is asked for and shown `at` its address."""
    if request.method != "POST":
        return shown(None)
    try:
        _ask_for(request, reading, now=timezone.now())
    except NotNow as refusal:
        return shown(refusal)
    return without_cookie(redirect(at), request)


def _ask_for(request: HttpRequest, reading: Reading, *, now: datetime) -> None:
    refuse_unsealed(request.POST.get("seal", ""), asks_for(reading), now=now)
    refuse_too_many(request, READINGS, key=reading.original.translation_key, now=now)
    begin(reading.original, reading.language, today=timezone.localdate(now))


def asks_for(reading: Reading) -> str:
    """This will name what a button begins, for its seal."""
    return f"read {reading.original.translation_key} {reading.language}"


def status_of(refusal: NotNow | None) -> int:
    """This will tell how a refusal is told to programs."""
    return STATUS.get(type(refusal), 422) if refusal else 200


def unlisted(response: HttpResponse, refusal: NotNow | None = None) -> HttpResponse:
    """No search engine lists it; and whoever was refused for today is told when a new day begins."""
    response["X-Robots-Tag"] = "noindex"
    if isinstance(refusal, BudgetUsedUp):
        response["Retry-After"] = str(_until_tomorrow(timezone.localtime()))
    return response


def _until_tomorrow(now: datetime) -> int:
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((tomorrow - now).total_seconds()) + 1


def reading_context(
    request: HttpRequest, reading: ReadingOfArticle, *, now: datetime, refusal: NotNow | None
) -> dict[str, Any]:
    """This will gather what is shown of an article in a language: its words there, or the original and what to do."""
    original: Any = reading.original
    beside = reverse("reading-side-by-side", args=[reading.language, original.slug])
    told = of_any_reading(reading, original.address, beside, now=now, refusal=refusal) | {
        "original_title": original.title,
        "records": shown_to(request.user, original.references()),
        "speakers": speakers_of(original),
        "ask": _asked_about(original, reading, now) if reading.is_made else None,
    }
    return told | {"page": reading.in_its_words() if reading.is_made else original}


def of_any_reading(
    reading: Reading, address: str, beside: str, *, now: datetime, refusal: NotNow | None
) -> dict[str, Any]:
    """This will gather what is told of a page in a language, whether it is an article or drawn from records."""
    return {
        "reading": reading,
        "refusal": refusal,
        "code": reading.language if reading.is_made else reading.source,
        "translated": reading.translated if reading.is_made else None,
        "original": {"code": reading.source, "url": address},
        "canonical": f"{settings.ADDRESS}{address}",
        "beside": beside,
        "answering": publisher(),
        "token": sealed(asks_for(reading), at=now) if reading.can_begin else "",
    }


def _asked_about(original: Article, reading: ReadingOfArticle, now: datetime) -> Form:
    """What visitors are asked after it: the page as they read it, made on demand by these engines."""
    asked = Asked(
        key=original.translation_key,
        language=reading.language,
        title=original.title,
        address=reverse("reading", args=[reading.language, original.slug]),
        version=str(original.live_revision_id or ""),
        topics=tuple(one.pk for one in original.areas.all()),
        state=State.ON_DEMAND,
        engine=", ".join(one.engine for one in reading.translated.made)[:80],
    )
    return ask(asked, at=now)
