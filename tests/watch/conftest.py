"""What the log would say, line by line."""

import logging
import os

import pytest

from comity.watch.logs import JsonLines

# A database that stops is a server of its own: SQLite has none.
collect_ignore = [] if os.environ.get("DATABASE_URL") else ["test_database_that_stops.py"]


class Kept(logging.Handler):
    """Keeps each line as it would be printed."""

    def __init__(self, formatter):
        super().__init__()
        self.setFormatter(formatter)
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


def listening(formatter, level=logging.INFO):
    """A handler at the root of all loggers, and the levels of a server that writes JSON."""
    kept = Kept(formatter)
    loggers = [logging.getLogger(), logging.getLogger("comity.watch")]
    before = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(level)
    loggers[0].addHandler(kept)

    def stop():
        loggers[0].removeHandler(kept)
        for one, was in zip(loggers, before, strict=True):
            one.setLevel(was)

    return kept, stop


@pytest.fixture
def log():
    """The lines of the log as a server writes them."""
    kept, stop = listening(JsonLines())
    yield kept.lines
    stop()
