"""What no browser sends is turned away before anybody looks at it, in words."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from comity.journal.views import on_its_own
from comity.watch.requests import METHODS

LONGEST = 8_000  # letters of an address with all that is asked in it


def within_limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """This will refuse unknown methods and endless addresses, in words."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return _in_words(HttpResponseNotAllowed(sorted(METHODS)))
        if len(request.get_full_path()) > LONGEST:
            raise SuspiciousOperation("the address is too long")
        return get_response(request)

    return answer


def _in_words(refusal: HttpResponse) -> HttpResponse:
    page = on_its_own("journal/not_this_way.html", status=405)
    page["Allow"] = refusal["Allow"]
    return page
