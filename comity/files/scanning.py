"""A virus scanner, where the office runs one: with it configured, no file is taken that it did not look at."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.conf import settings

from comity.files.findings import Hostile

if TYPE_CHECKING:
    from clamd import ClamdNetworkSocket

SECONDS = 30


def scan(file: IO[bytes]) -> None:
    """This will have the scanner look at a file. Raises Hostile for what it finds, and where it does not answer."""
    if not settings.CLAMD:
        return
    from clamd import ClamdError  # noqa: PLC0415 - it takes a tenth of the start, and most offices run no scanner

    file.seek(0)
    try:
        said, name = _scanner(settings.CLAMD).instream(file)["stream"]
    except (ClamdError, OSError, ValueError, KeyError):
        raise Hostile("no scanner") from None
    finally:
        file.seek(0)
    if said != "OK":
        raise Hostile("virus" if said == "FOUND" else "no scanner", name=str(name))


def _scanner(where: str) -> ClamdNetworkSocket:
    """The scanner behind a path, or behind a host and a port."""
    from clamd import ClamdNetworkSocket, ClamdUnixSocket  # noqa: PLC0415 - as above

    if where.startswith("/"):
        return ClamdUnixSocket(where, timeout=SECONDS)
    host, _colon, port = where.rpartition(":")
    return ClamdNetworkSocket(host, int(port), timeout=SECONDS)
