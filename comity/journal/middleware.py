"""An address that only does an act answers in words when a browser asks it for a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from comity.journal.views import only_by_form

Answer = Callable[[HttpRequest], HttpResponseBase]


def tell_what_only_a_form_does(get_response: Answer) -> Answer:
    """This will show a page where a view would refuse the method with nothing at all; programs get that as ever."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code != 405 or "text/html" not in request.headers.get("Accept", ""):
            return response
        page = only_by_form(request)
        page["Allow"] = response["Allow"]
        return page

    return answer
