"""The dot beside the question is given by Django once, counted each time, and costs nothing after that."""

from uuid import uuid4

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.utils import timezone

from comity.opinion import viewing
from comity.opinion.asking import Asked, sign_of
from comity.opinion.models import State
from comity.opinion.viewing import DOT
from comity.website import dots
from comity.website.dots import Dots

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counted(monkeypatch):
    """A process that has counted nothing yet."""
    counted = viewing.Counted()
    monkeypatch.setattr(viewing, "counted", counted)
    monkeypatch.setattr(dots, "counted", counted)
    return counted


class Asker:
    """Loads what stands at an address through the dots, and counts how often Django is asked."""

    def __init__(self):
        self.asked = 0
        self.application = Dots(self.of_django)
        self.django = WSGIHandler()

    def of_django(self, request, start_response):
        self.asked += 1
        return self.django(request, start_response)

    def __call__(self, path, method="GET"):
        told = []
        request = RequestFactory().generic(method, path).environ
        body = b"".join(self.application(request, lambda *given: told.append(given)))
        return told[-1][0], dict(told[-1][1]), body


@pytest.fixture
def ask():
    return Asker()


@pytest.fixture
def place():
    sign = sign_of(Asked(key=uuid4(), language="ar", title="News", address="/ar/news/", state=State.MACHINE))
    return f"/ar/opinion/seen/{sign}/"


def test_django_is_asked_once_and_every_view_is_counted(ask, place, counted, django_assert_num_queries):
    first = ask(place)
    with django_assert_num_queries(0):
        again = [ask(place) for _time in range(3)]

    assert ask.asked == 1
    assert {one[2] for one in [first, *again]} == {DOT}
    assert counted.waiting == {(timezone.localdate(), "article", "ar", "machine"): 4}


def test_it_says_each_time_what_django_said(ask, place):
    (status, first, _body), (again, later, _dot) = ask(place), ask(place)

    assert status == again == "200 OK"
    assert {name: value for name, value in first.items() if name in later} == later
    assert later["Cache-Control"] == "no-store" and later["X-Content-Type-Options"] == "nosniff"
    assert {"Set-Cookie", "X-Request-ID"}.isdisjoint(later)


def test_a_forged_dot_is_not_here_and_is_never_remembered(ask, place, counted):
    forged = place.replace(".machine:", ".human:")

    assert [ask(forged)[0][:3] for _time in range(3)] == ["404"] * 3
    assert ask.asked == 3
    assert not counted.waiting


def test_whoever_only_asks_whether_it_is_there_sees_nothing(ask, place, counted):
    ask(place)
    counted.waiting.clear()

    ask(place, method="HEAD")

    assert ask.asked == 2
    assert not counted.waiting
