"""Browsers of those who promise, keep and verify, and the files that they show."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.commitments.fulfilment import Shown, claim_done
from comity.journal.models import Entry
from tests.corpora.files import pdf
from tests.make import NOW

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PDF = pdf()


class Browser(Client):
    """A browser that knows pages by their names."""

    def open(self, route, /, *args, **query):
        return self.get(reverse(route, args=args), query)

    def send(self, route, /, *args, _headers=None, **typed):
        return self.post(reverse(route, args=args), typed, headers=_headers)

    def act(self, commitment, name, /, **typed):
        return self.send("commitment-act", commitment.pk, name, **typed)


def browser_of(user=None):
    browser = Browser()
    if user is not None:
        browser.force_login(user, backend=BACKEND)
    return browser


@pytest.fixture
def officer(office):
    return browser_of(office.officer)


@pytest.fixture
def head(office):
    return browser_of(office.head)


@pytest.fixture
def counterpart(office):
    return browser_of(office.counterpart)


@pytest.fixture
def stranger(office):
    return browser_of(office.stranger)


@pytest.fixture
def reader(office):
    return browser_of(office.reader)


@pytest.fixture
def visitor(db):
    return browser_of()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def yesterday(today):
    return today - timedelta(days=1)


def file(name="report.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def claim(commitment, *, by, link="https://example.org/done", **shown):
    return claim_done(commitment, words="Done.", shown=Shown(link=link, **shown), at=NOW, by=by)


def acts_on(record):
    """What the journal says was done to a record, oldest first."""
    return list(reversed(Entry.objects.about(record).values_list("act", flat=True)))
