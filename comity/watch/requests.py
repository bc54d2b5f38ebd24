"""Every request gets a number, a line in the log and a place in the figures; none of them tells who somebody is."""

from __future__ import annotations

import logging
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from comity.accounts.models import User
from comity.journal.whereabouts import at_route, entering
from comity.ui.last_resort import last_resort
from comity.watch import figures

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that a reader would take for another
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
# Asked by machines: no visitor stands behind them, so no session is looked for, not even where one is sent.
FOR_MACHINES = {"/healthz", "/readyz", "/metrics", "/.well-known/security.txt"}


def watched(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """This will number a request, write its line, and answer in plain words even where nothing else can."""

    def answer(request: HttpRequest) -> HttpResponse:
        begun = perf_counter()
        if request.path_info in FOR_MACHINES:
            request.COOKIES = {}
        with entering("request", reference=number_of(request)) as here, counting() as questions:
            request.reference = here.reference  # type: ignore[attr-defined]
            try:
                response = get_response(request)
            except Exception:  # even the page that says so failed
                log.critical("no page could be shown", exc_info=True)
                response = last_resort(here.reference)
            response[HEADER] = here.reference
            _note(request, response, route=here.name, seconds=perf_counter() - begun, queries=len(questions))
        return response

    answer.process_view = _note_route  # type: ignore[attr-defined]
    return answer


def number_of(request: HttpRequest) -> str:
    """This will take over the number that a trusted proxy gave the request, or give it one to read out loud."""
    given = request.headers.get(HEADER, "")
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT and WELL_FORMED.fullmatch(given):
        return given
    letters = "".join(secrets.choice(LETTERS) for _ in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


@contextmanager
def counting() -> Iterator[list[None]]:
    """This will count the questions to the database, one entry for each."""
    questions: list[None] = []

    def ask(execute: Callable[..., Any], *given: Any) -> Any:
        questions.append(None)
        return execute(*given)

    with connection.execute_wrapper(ask):
        yield questions


def _note_route(request: HttpRequest, *_view: Any) -> None:
    if request.resolver_match is not None:
        at_route(request.resolver_match.view_name)


def _note(request: HttpRequest, response: HttpResponse, *, route: str, seconds: float, queries: int) -> None:
    method = request.method if request.method in METHODS else "other"
    name = route or ("static" if request.path_info.startswith(settings.STATIC_URL) else "none")
    figures.answered(route=name, method=str(method), status=response.status_code, seconds=seconds)
    told = {
        "method": method,
        "route": name,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "queries": queries,
        "worker": os.getpid(),
        "role": _role(request),
    }
    log.info("request", extra={"told": told})


def _role(request: HttpRequest) -> str:
    """What kind of person asked, where that was found out on the way; it is not asked for the log's sake."""
    user = vars(request).get("_cached_user")
    return str(user.role) if isinstance(user, User) else "visitor"
