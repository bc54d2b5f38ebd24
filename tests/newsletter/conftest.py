"""Readers who ask for the news, and news to tell them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from comity.journal.models import Letter
from comity.newsletter.forms import seal
from comity.newsletter.models import Subscriber
from comity.newsletter.subscribing import ask, confirm

NOW = datetime(2026, 11, 24, 9, 20, 33, tzinfo=UTC)
LATER = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def clock(db):
    """A moment at which nobody has asked before."""
    cache.clear()
    with time_machine.travel(NOW, tick=False) as moment:
        yield moment


def send(email="reader@example.org", *, language="en", shown=NOW - LATER, browser=None, **more):
    """An address sent from the form that was shown at that moment."""
    browser = browser or Client(enforce_csrf_checks=True)
    given = {"email": email, "shown": seal(at=shown) if shown else "", **more}
    return browser.post(f"/{language}/newsletter/", given)


def letter_to(email):
    return Letter.objects.filter(to_email=email).order_by("pk").last()


def addresses_in(letter):
    """The ways that a letter names, without the host."""
    return [re.sub(r"^https?://[^/]+", "", one) for one in re.findall(r"https?://\S+", letter.body)]


def way_in(letter, name):
    return next(one for one in addresses_in(letter) if f"/newsletter/{name}/" in one)


def reader(email="reader@example.org", language="en"):
    """Somebody who asked for the news and confirmed it."""
    ask(email, language=language, now=NOW)
    subscriber = Subscriber.objects.get(email=email.lower())
    confirm(subscriber, now=NOW)
    subscriber.refresh_from_db()
    return subscriber
