"""Lines of the log: what happened and where in our code, never a name, an address, or a word that somebody typed.

A line of our own says only what we put into it. What a library says is cut down to the words that stand in its
code; an exception is told by its kind and by the places it came through, for its words may quote anything.
"""

from __future__ import annotations

import logging
import re
import traceback
from datetime import UTC, datetime
from http.client import responses
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from comity.journal.whereabouts import reference

# Where the fixed words of a library's message end: before what it fills in or quotes.
FIXED = re.compile(r"[^%:'\"{<]*")
DEEPEST = 20  # places of an exception, the innermost


class JsonLines(JsonFormatter):
    """One JSON object for each line."""

    def format(self, record: logging.LogRecord) -> str:
        return self.jsonify_log_record(facts_of(record))


class PlainLines(logging.Formatter):
    """Lines for a person at a terminal, who also sees the whole of an exception."""

    default_time_format = "%H:%M:%S"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        facts = facts_of(record) | {"exception": None}
        told = " ".join(f"{name}={value}" for name, value in facts.items() if name in SHOWN and value not in ("", None))
        return f"{self.formatTime(record)} {record.levelname:<7} {facts['event']}  {told}".rstrip()


SHOWN = ("method", "route", "status", "ms", "queries", "request")


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """This will choose what a line may tell."""
    facts: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": words_of(record),
        "request": reference() or getattr(getattr(record, "request", None), "reference", ""),
        **getattr(record, "told", {}),
    }
    if record.exc_info and record.exc_info[1] is not None:
        facts["exception"] = kinds_of(record.exc_info[1])
        facts["places"] = places_of(record.exc_info[1])
    return facts


def words_of(record: logging.LogRecord) -> str:
    """This will tell the message of our own code, and of others only the words that are fixed."""
    if record.name.partition(".")[0] in ("comity", "_granian"):
        return record.getMessage()
    if (status := getattr(record, "status_code", None)) in responses:  # Django quotes the path beside it
        return responses[status]
    found = FIXED.match(str(record.msg))
    return (found[0] if found else "").strip(" (-")[:200]


def kinds_of(trouble: BaseException) -> str:
    """This will name the kind of an exception and of what led to it: "OperationalError from ConnectionRefused"."""
    kinds: list[str] = []
    one: BaseException | None = trouble
    while one is not None and len(kinds) < 5:
        kinds.append(type(one).__name__)
        one = one.__cause__ or one.__context__
    return " from ".join(kinds)


def places_of(trouble: BaseException) -> list[str]:
    """This will list the files, lines and functions that an exception came through, innermost last."""
    frames = traceback.extract_tb(trouble.__traceback__)[-DEEPEST:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(path: str) -> str:
    for root in ("/site-packages/", "/comity/"):
        _before, found, after = path.rpartition(root)
        if found:
            return after if root == "/site-packages/" else f"comity/{after}"
    return path.rpartition("/")[2]
