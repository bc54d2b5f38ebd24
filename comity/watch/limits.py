"""What no browser sends is turned away before anybody looks at it, in words, and the journal hears of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.request import split_domain_port, validate_host
from django.shortcuts import redirect

from comity.journal.models import Turned
from comity.journal.turning_away import EndlessAddress, turn_away
from comity.journal.views import on_its_own
from comity.watch.requests import METHODS

LONGEST = 8_000  # letters of an address with all that is asked in it
LONGEST_WORDS = 500  # signs of what is looked for, in an address of the search that is longer than that
LONGEST_CODE = 500  # signs of the code of a language, beyond which Django does not look at one
SEARCH = re.compile(r"/[a-z]{2}/search/")
# With these a server behind a proxy may be told where it is and what it is asked; nobody here reads them.
FOR_PROXIES = ("X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-Forwarded-Prefix", "X-Script-Name")
HOST = re.compile(r'host="?([^;,"\s]*)', re.I)


def within_limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """This will refuse unknown methods and endless addresses, in words, and tell of what nobody follows."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            turn_away(Turned.METHOD, str(request.method))
            return _in_words(HttpResponseNotAllowed(sorted(METHODS)))
        if len(request.get_full_path()) > LONGEST:
            if request.method in ("GET", "HEAD") and SEARCH.fullmatch(request.path_info):
                return _cut(request)
            raise EndlessAddress("the address is too long")
        _tell_of_endless_codes(request)
        _tell_of_strange_headers(request)
        return get_response(request)

    return answer


def _tell_of_endless_codes(request: HttpRequest) -> None:
    """A reader's language is told by the address, a cookie or the browser; what is too long for one is told by none."""
    codes = [request.path_info.strip("/").partition("/")[0], request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    codes += request.headers.get("Accept-Language", "").split(",")
    longest = max(codes, key=len)
    if len(longest) > LONGEST_CODE:
        turn_away(Turned.LANGUAGE, longest)


def _tell_of_strange_headers(request: HttpRequest) -> None:
    """Nobody reads these, so that nothing has to be refused; a proxy in front names a host of ours."""
    found = [f"{name}: {value}" for name in FOR_PROXIES if (value := request.headers.get(name))]
    for name, told in (("X-Forwarded-Host", r"([^,\s]+)"), ("Forwarded", HOST)):
        hosts = re.findall(told, value) if (value := request.headers.get(name)) else []
        if not all(validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS) for host in hosts):
            found.append(f"{name}: {value}")
    if found:
        turn_away(Turned.HEADER, found[0])


def _cut(request: HttpRequest) -> HttpResponse:
    """Lead to the search for the beginning of what was asked, which tells that it was too long."""
    asked = request.GET.get("q", "")[:LONGEST_WORDS]
    return redirect(f"{request.path}?{urlencode({'q': asked})}")


def _in_words(refusal: HttpResponse) -> HttpResponse:
    page = on_its_own("journal/not_this_way.html", status=405)
    page["Allow"] = refusal["Allow"]
    return page
