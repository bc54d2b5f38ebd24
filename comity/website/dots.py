"""The dot by which views are counted (see `opinion.viewing`), given without what Django does for each request.

A page that is kept costs next to nothing, and so must the dot that every browser loads beside it: when very many read
at once, it would else be the dot that wears the server out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.db import close_old_connections
from django.utils import timezone

from comity.opinion.asking import seen
from comity.opinion.viewing import DOT, counted
from comity.website.store import Headers, lasting

PLACE = re.compile(r"/opinion/seen/([^/]+)/\Z")


@dataclass(frozen=True)
class Dot:
    """What is counted where it is loaded, and the headers with which Django gave it first."""

    counts: tuple[str, str, str]
    headers: Headers


class Dots:
    """A WSGI application around another one, which is asked once for each dot; there are a few dozen of them.

    Only what that one gave is given again: a sign that is none of ours stays a page that is not here.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self.dots: dict[str, Dot] = {}

    def __call__(self, request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = request.get("PATH_INFO", "")
        found = PLACE.search(path) if request["REQUEST_METHOD"] == "GET" else None
        if found is None:
            return self.application(request, start_response)
        if path not in self.dots:
            return self._first(path, found[1], request, start_response)
        dot = self.dots[path]
        if counted.add(timezone.localdate(), *dot.counts):
            close_old_connections()  # outside of a request of Django's nobody else does
            counted.write()
        start_response("200 OK", dot.headers)
        return [DOT]

    def _first(self, path: str, sign: str, request: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Let the application count it, and remember what it gave."""
        told: list[Any] = []
        answer: Any = self.application(request, lambda *given: told.append(given))
        with closing(answer):
            body = b"".join(answer)
        status, headers, *more = told[-1]
        if status.startswith("200") and body == DOT:
            self.dots[path] = Dot(seen(sign), lasting(headers))
        start_response(status, headers, *more)
        return [body]
