"""What a page tells that is read in a language in which no page of it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from comity.journal.refusals import NotNow
from comity.opinion.asking import Asked, Form, ask
from comity.opinion.models import State
from comity.translating.models import Passage
from comity.translating.on_demand import Reading
from comity.translating.sealing import sealed
from comity.website.models import Article
from comity.website.reading import publisher
from comity.website.records import shown_to
from comity.website.speakers import speakers_of


def address_of(passage: Passage, article: Article) -> str:
    """This will tell where a passage is read."""
    if passage.version.is_on_demand:
        return reverse("reading", args=[passage.version.language, article.slug])
    return article.address


def asks_for(reading: Reading) -> str:
    """This will name what a button begins, for its seal."""
    return f"read {reading.original.translation_key} {reading.language}"


def reading_context(request: HttpRequest, reading: Reading, *, now: datetime, refusal: NotNow | None) -> dict[str, Any]:
    """This will gather what is shown of an article in a language: its words there, or the original and what to do."""
    original: Any = reading.original
    source, slug = reading.source, original.slug
    records, speakers = shown_to(request.user, original.references()), speakers_of(original)
    told = {
        "original_title": original.title,
        "records": records,
        "speakers": speakers,
        "reading": reading,
        "refusal": refusal,
        "code": reading.language if reading.is_made else source,
        "translated": reading.translated if reading.is_made else None,
        "original": {"code": source, "url": original.address},
        "canonical": f"{settings.ADDRESS}{original.address}",
        "beside": reverse("reading-side-by-side", args=[reading.language, slug]),
        "answering": publisher(),
        "token": sealed(asks_for(reading), at=now) if reading.can_begin else "",
        "ask": _asked_about(original, reading, now) if reading.is_made else None,
    }
    return told | {"page": reading.in_its_words() if reading.is_made else original}


def _asked_about(original: Article, reading: Reading, now: datetime) -> Form:
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
