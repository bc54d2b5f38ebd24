"""What every answer gets: the reader's clock, and a word to caches."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

Answer = Callable[[HttpRequest], HttpResponse]


def readers_zone(get_response: Answer) -> Answer:
    """This will show times in the zone that the signed-in reader chose."""

    def answer(request: HttpRequest) -> HttpResponse:
        zone = getattr(request.user, "zone", "")
        with timezone.override(ZoneInfo(zone) if zone else None):
            return get_response(request)

    return answer


def note_who_is_here(get_response: Answer) -> Answer:
    """This will keep a signed-in reader's session alive, and note with which browser it is used."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            store: Any = request.session
            store.note_use(request.headers.get("User-Agent", ""), now=timezone.now())
        return get_response(request)

    return answer


def keep_out_of_caches(get_response: Answer) -> Answer:
    """This will keep every page out of shared and private caches, unless its view said otherwise."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
            response["Cache-Control"] = "private, no-store"
        return response

    return answer
