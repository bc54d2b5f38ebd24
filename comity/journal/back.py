"""Whoever acts from a list goes back to it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

from comity.journal.models import Turned
from comity.journal.turning_away import turn_away

FIELD = "back"


class WayBack:
    """Leads back to where a form stood, where it stood on another page than that of its record and says so.

    What is to be mended is shown where the record is, with everything typed; only the way on after that is another.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This will replace the address to which an answered form leads, by one of ours only."""
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 302 and (asked := way_back(request)):
            response["Location"] = iri_to_uri(asked)
        return response


def way_back(request: HttpRequest) -> str:
    """This will tell where the form that was sent says it stood; nothing where that is not a page of ours."""
    asked = request.POST.get(FIELD, "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    if asked and not is_ours:
        turn_away(Turned.ASTRAY, asked)
    return asked if is_ours else ""
