"""A virus scanner, where the office runs one: with it configured, no file is taken that it did not look at."""

from __future__ import annotations

from typing import IO

import clamd
from django.conf import settings

from comity.files.findings import Hostile

SECONDS = 30


def scan(file: IO[bytes]) -> None:
    """This will have the scanner look at a file. Raises Hostile for what it finds, and where it does not answer."""
    if not settings.CLAMD:
        return
    file.seek(0)
    try:
        said, name = _scanner(settings.CLAMD).instream(file)["stream"]
    except (clamd.ClamdError, OSError, ValueError, KeyError):
        raise Hostile("no scanner") from None
    finally:
        file.seek(0)
    if said != "OK":
        raise Hostile("virus" if said == "FOUND" else "no scanner", name=str(name))


def _scanner(where: str) -> clamd.ClamdNetworkSocket:
    """The scanner behind a path, or behind a host and a port."""
    if where.startswith("/"):
        return clamd.ClamdUnixSocket(where, timeout=SECONDS)
    host, _colon, port = where.rpartition(":")
    return clamd.ClamdNetworkSocket(host, int(port), timeout=SECONDS)
