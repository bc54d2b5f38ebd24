"""What a visitor reads in another language beside articles: the pages of records, the lists, the first page."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comity.accounts.policies import Policy, open_to
from comity.journal.refusals import NotNow
from comity.translating.on_demand import ReadingOfRecords, languages_for, reading_of_records
from comity.translating.public_page import PublicPage, reading_at
from comity.website.on_demand import answer, of_any_reading, status_of, unlisted
from comity.website.readable import asked_at, offer_of, original_at
from comity.website.rewritten import written
from comity.website.store import same_for_every_visitor


@require_safe
@open_to(Policy.EVERYBODY)
def choice(request: HttpRequest) -> HttpResponse:
    """This will lead from the form below a page to where that is read in the chosen language."""
    language, asked = request.GET.get("language", ""), request.GET.get("address", "")
    path, _mark, query = asked.partition("?")
    address, offer = asked_at(path, QueryDict(query)), offer_of(path)
    if address is None or offer is None or language not in offer.codes:
        return _not_offered(request, _original(QueryDict(query), language, path))
    return redirect(reading_at(address, language))


# The sealed form stands for the token that needs a cookie: see decisions 21 and 26.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Policy.EVERYBODY)
@same_for_every_visitor
def reading(request: HttpRequest, language: str, address: str = "") -> HttpResponse:
    """This will show a page as everybody gets it, in a language in which no page is kept; a POST asks for it."""
    original = _original(request.GET, language, address)
    if language in dict(settings.LANGUAGES):
        return redirect(f"/{language}{original.address}")
    found = reading_of_records(original, language)
    if found.version is None and language not in languages_for(found.source):
        return _not_offered(request, original)
    return answer(
        request, found, lambda refusal: _shown(request, found, refusal), at=reading_at(original.address, language)
    )


def _original(query: QueryDict, language: str, address: str) -> PublicPage:
    asked = asked_at(address, query)
    found = original_at(asked, language) if asked is not None else None
    if found is None:
        raise Http404(address)
    return found


def _shown(request: HttpRequest, found: ReadingOfRecords, refusal: NotNow | None) -> HttpResponse:
    original, language, now = found.original, found.language, timezone.now()
    beside = reading_at(original.address, language, beside=True)
    told = of_any_reading(found, original.url, beside, now=now, refusal=refusal)
    told |= {"title": found.title, "shown": written(found), "address": reading_at(original.address, language)}
    return unlisted(render(request, "website/reading_of_records.html", told, status=status_of(refusal)), refusal)


def _not_offered(request: HttpRequest, original: PublicPage) -> HttpResponse:
    told = {"code": original.language, "url": original.url, "title": original.heading}
    return unlisted(
        render(request, "website/reading_not_offered.html", told | {"offer": offer_of(original.address)}, status=404)
    )


@require_safe
@open_to(Policy.EVERYBODY)
@same_for_every_visitor
def side_by_side(request: HttpRequest, language: str, address: str = "") -> HttpResponse:
    """This will show the pieces of a page that is read on demand beside those of its original."""
    original = _original(request.GET, language, address)
    found = reading_of_records(original, language)
    if not found.is_made:
        raise Http404(address)
    told = {
        "article": original,
        "translated": found.translated,
        "original": original.url,
        "back": reading_at(original.address, language),
    }
    return unlisted(render(request, "website/side_by_side.html", told))
