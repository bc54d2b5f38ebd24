"""What no browser sends is turned away before anybody looks at it, in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from comity.journal.views import on_its_own
from comity.watch.requests import METHODS

LONGEST = 8_000  # letters of an address with all that is asked in it
LONGEST_WORDS = 500  # signs of what is looked for, in an address of the search that is longer than that
SEARCH = re.compile(r"/[a-z]{2}/search/")


def within_limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """This will refuse unknown methods and endless addresses, in words."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return _in_words(HttpResponseNotAllowed(sorted(METHODS)))
        if len(request.get_full_path()) > LONGEST:
            if request.method in ("GET", "HEAD") and SEARCH.fullmatch(request.path_info):
                return _cut(request)
            raise SuspiciousOperation("the address is too long")
        return get_response(request)

    return answer


def _cut(request: HttpRequest) -> HttpResponse:
    """Lead to the search for the beginning of what was asked, which tells that it was too long."""
    asked = request.GET.get("q", "")[:LONGEST_WORDS]
    return redirect(f"{request.path}?{urlencode({'q': asked})}")


def _in_words(refusal: HttpResponse) -> HttpResponse:
    page = on_its_own("journal/not_this_way.html", status=405)
    page["Allow"] = refusal["Allow"]
    return page
