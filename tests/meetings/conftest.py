"""Browsers of the people who meet."""

import pytest
from django.test import Client
from django.urls import reverse

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Browser(Client):
    """A browser that knows pages by their names."""

    def open(self, route, *args, **query):
        return self.get(reverse(route, args=args), query)

    def send(self, route, *args, _headers=None, **typed):
        return self.post(reverse(route, args=args), typed, headers=_headers)


def browser_of(user=None):
    browser = Browser()
    if user is not None:
        browser.force_login(user, backend=BACKEND)
    return browser


@pytest.fixture
def officer(office):
    return browser_of(office.officer)


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
