"""Questions to engines over HTTP: no redirect is followed, and time and size of the whole answer are bounded.

Addresses come from the operator alone. No proxy, password or certificate of the environment is used.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from typing import Any
from urllib.parse import urlencode, urlsplit

from comity.engines.engine import Late, Nonsense, OverQuota, Refused, Silent, Trouble

LARGEST_ANSWER = 4_000_000  # bytes
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def post(address: str, body: Any, *, seconds: float, headers: Mapping[str, str] | None = None) -> Any:
    """This will send `body` as JSON and return what the answer says in JSON. Raises Trouble."""
    return _asked("POST", address, json.dumps(body).encode(), {"Content-Type": JSON, **(headers or {})}, seconds)


def post_form(address: str, fields: Mapping[str, str], *, seconds: float) -> Any:
    """This will send fields as a form and return what the answer says in JSON. Raises Trouble."""
    return _asked("POST", address, urlencode(fields).encode(), {"Content-Type": FORM}, seconds)


def _asked(method: str, address: str, body: bytes, headers: Mapping[str, str], seconds: float) -> Any:
    parts = urlsplit(address)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, max(seconds, 0.01))
    was_asked = False
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    try:
        connection.connect()
        assert connection.sock is not None
        # The time limit of a socket begins anew with each byte: an answer that trickles is cut off by this one.
        ender = Timer(max(seconds, 0.01), _cut, [connection.sock])
        ender.daemon = True
        ender.start()
        try:
            connection.request(method, path, body, {"Accept": JSON, "User-Agent": "Comity", **headers})
            was_asked = True
            with connection.getresponse() as response:
                told = response.read(LARGEST_ANSWER + 1)
        finally:
            ender.cancel()
    except (OSError, HTTPException, ValueError) as trouble:
        raise (Late if was_asked else Silent)("no answer, or not in time") from trouble
    finally:
        connection.close()
    return _read(response, told)


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=seconds, context=_trusted())
    return HTTPConnection(host, port, timeout=seconds)


@lru_cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _read(response: HTTPResponse, told: bytes) -> Any:
    if response.status != 200:
        raise _trouble(response)
    if len(told) > LARGEST_ANSWER:
        raise Nonsense("the answer is too large")
    if response.length:
        raise Late("the answer broke off")
    try:
        return json.loads(told)
    except (ValueError, RecursionError):
        raise Nonsense("the answer is no JSON") from None


def _trouble(response: HTTPResponse) -> Trouble:
    """429 says "too many now", 456 is what DeepL says of a quota; a redirect is a refusal."""
    if response.status in (402, 456):
        return OverQuota("the engine says that its quota is used up")
    if response.status == 429 or response.status >= 500:
        trouble: Trouble = (
            Busy("the engine cannot at the moment") if response.status == 429 else Silent("a fault there")
        )
        after = response.getheader("Retry-After", "")
        trouble.after = float(after) if after.isdecimal() and len(after) < 6 else 0.0
        return trouble
    return Refused(f"the engine answered {response.status}")


class Busy(OverQuota):
    """More was asked than the engine answers in a moment."""

    may_pass = True


def in_shape(found: Any) -> list[str]:
    """This will return what is to be a list of texts. Raises Nonsense where it is none."""
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise Nonsense("the answer has another shape")
    return found


def within(found: Any, *path: str | int) -> Any:
    """This will go into an answer by names and numbers. Raises Nonsense where it is made otherwise."""
    for step in path:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            raise Nonsense("the answer has another shape") from None
    return found
