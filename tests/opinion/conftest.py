"""A page about which visitors are asked, and visitors who answer."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from comity.opinion.asking import Asked, ask
from comity.opinion.giving import give
from comity.opinion.models import Device, State
from comity.opinion.visitors import Visitor

NOW = datetime(2026, 11, 24, 9, 20, 33, tzinfo=UTC)
KEY = UUID("11111111-2222-3333-4444-555555555555")
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Mobile/15E148 Safari/604.1"
COMPUTER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36"


@pytest.fixture(autouse=True)
def nobody_has_answered_before(db):
    cache.clear()


def page(**facts):
    """A page as its site tells it."""
    given = {"key": KEY, "language": "en", "title": "News of piece", "address": "/en/news/piece/"}
    return Asked(**given | facts)


def answered(level=4, *, at=NOW, who="somebody", asked=None, device=Device.COMPUTER, **facts):
    """An answer that somebody gave, by the act itself."""
    return give(asked or page(**facts), level=level, visitor=Visitor(who, device), now=at).answer


def mark(who):
    """What is kept of somebody in place of an address: as long as the mark of a visitor is."""
    return sha256(who.encode()).hexdigest()


def many(levels, **facts):
    """Several answers of as many visitors."""
    return [answered(level, who=mark(f"{facts}{number}"), **facts) for number, level in enumerate(levels)]


def send(level="4", *, asked=None, shown=NOW - timedelta(minutes=2), token=None, browser=None, key=None, **more):
    """An answer sent from the form of a page that was shown at that moment."""
    asked = asked or page()
    token = ask(asked, at=shown).token if token is None else token
    address = f"/{asked.language}/opinion/{key or asked.key}/"
    agent = more.pop("agent", COMPUTER)
    return (browser or Client(enforce_csrf_checks=True)).post(
        address, {"page": token, "level": level, **more}, headers={"user-agent": agent}
    )


MACHINE = State.MACHINE
