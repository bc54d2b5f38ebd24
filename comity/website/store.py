"""Pages that are the same for every visitor, kept by a worker until anything at all was written to the database.

It stands around the application, so that a page that is kept costs none of what Django does for each request. What is
kept was asked for without a cookie or a password, by a view that said so; whoever brings either is not answered from
here. A page is given while the database shows what it showed before the page was made, and for `LONGEST` at most: what
it says of today ("five years ago", "overdue") changes without a write.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from itertools import count
from threading import Lock
from time import monotonic, time
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from comity.accounts.policies import View

LONGEST = 30.0  # seconds
MOST = 8 * 1024 * 1024  # bytes of pages that one worker keeps
MARK = "X-Same-For-Every-Visitor"  # from the view to the store; it never leaves the server
# Of one request only; a number that was given to another reader's request would lead to the wrong line of the log.
NOT_KEPT = {MARK.lower(), "x-request-id", "set-cookie"}
# With one of these the answer is for whoever sent it, or is not a whole page.
FOR_ONE = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_HX_REQUEST", "HTTP_UPGRADE")
# What an answer may depend on beside its address.
WHERE = ("wsgi.url_scheme", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "SCRIPT_NAME")

Headers = list[tuple[str, str]]
Key = tuple[str, ...]


def same_for_every_visitor(view: View) -> View:
    """This will tell the store that a page, asked for by nobody in particular, may be given to every visitor."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "GET" and response.status_code == 200 and not request.COOKIES:
            response[MARK] = "yes"
        return response

    return marked


@dataclass(frozen=True)
class Page:
    """A page as it was made, and what the database showed then."""

    shown: str
    until: float
    headers: Headers
    body: bytes


class Store:
    """A WSGI application around another one."""

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        *,
        shows: Callable[[], str | None],
        count_given: Callable[[str], object] = lambda method: None,
    ) -> None:
        self.application, self.shows, self.count_given = application, shows, count_given
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.size = 0
        self.lock = Lock()

    def __call__(self, request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        key = key_of(request)
        shown = self.shows() if key is not None else None
        if key is None or shown is None:
            return self.application(request, start_response)
        page = self.pages.get(key)
        if page is None or page.shown != shown or page.until < monotonic():
            return self._made(key, shown, request, start_response)
        self.count_given(request["REQUEST_METHOD"])
        return _given(page, request, start_response)

    def _made(self, key: Key, shown: str, request: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Let the application answer, and keep the page where the view said that it is for everybody."""
        told: list[Any] = []
        answer = self.application(request, lambda *given: told.append(given))
        status, headers, *more = told[-1]
        if not any(name == MARK for name, _value in headers):
            start_response(status, headers, *more)
            return answer
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        if request["REQUEST_METHOD"] == "GET" and not any(name == "Set-Cookie" for name, _value in headers):
            page = Page(shown, monotonic() + LONGEST, lasting(headers), body)
            self._keep(key, page)
        start_response(status, [_until_this_second_ends(), *((name, value) for name, value in headers if name != MARK)])
        return [body]

    def _keep(self, key: Key, page: Page) -> None:
        with self.lock:
            before = self.pages.pop(key, None)
            self.pages[key] = page
            self.size += len(page.body) - (len(before.body) if before else 0)
            while self.size > MOST and self.pages:
                _key, oldest = self.pages.popitem(last=False)
                self.size -= len(oldest.body)


def key_of(request: dict[str, Any]) -> Key | None:
    """This will name what is asked for; nothing where the answer is for whoever asks."""
    if request["REQUEST_METHOD"] not in ("GET", "HEAD") or any(request.get(one) for one in FOR_ONE):
        return None
    return (
        request.get("PATH_INFO", ""),
        request.get("QUERY_STRING", ""),
        *(str(request.get(one, "")) for one in WHERE),
    )


def lasting(headers: Headers) -> Headers:
    """This will leave out of the headers of an answer what is of one request only."""
    return [(name, value) for name, value in headers if name.lower() not in NOT_KEPT]


def _until_this_second_ends() -> tuple[str, str]:
    """For the nginx that stands in front, and for it alone: it may give the page to visitors until this second ends.

    It goes before what forbids every other cache to keep the page.
    """
    return "X-Accel-Expires", f"@{int(time())}"


def _given(page: Page, request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [_until_this_second_ends(), *page.headers])
    return [b"" if request["REQUEST_METHOD"] == "HEAD" else page.body]


class Shown:
    """What the database shows now, as a word that is another one after each commit of anybody."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.asked: Any = None

    def __call__(self) -> str | None:
        """This will ask over a connection of its own; nothing where the database does not answer."""
        with self.lock:
            try:
                if self.asked is None:
                    self.asked = SQLite() if connection.vendor == "sqlite" else PostgreSQL()
                return str(self.asked())
            except Exception:  # whoever looks for the page is told what is wrong
                self._leave()
                return None

    def _leave(self) -> None:
        asked, self.asked = self.asked, None
        if asked is not None:
            with suppress(Exception):
                asked.connection.close()


class SQLite:
    """Tells whether another connection committed, of whatever process; comparable within this connection alone.

    Source: sqlite.org/pragma.html, data_version.
    """

    numbers = count()

    def __init__(self) -> None:
        self.number = next(self.numbers)
        name = connection.settings_dict["NAME"]
        self.connection = sqlite3.connect(name, timeout=1, check_same_thread=False, isolation_level=None)

    def __call__(self) -> Any:
        return self.number, self.connection.execute("PRAGMA data_version").fetchone()[0]


class PostgreSQL:
    """Names which transactions are seen: two questions with the same snapshot see the same rows."""

    def __init__(self) -> None:
        self.connection: Any = connection.get_new_connection(connection.get_connection_params())
        self.connection.autocommit = True

    def __call__(self) -> Any:
        return self.connection.execute("SELECT pg_current_snapshot()::text").fetchone()[0]
