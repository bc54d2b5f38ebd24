"""A fault is told in the reader's language with a number that finds its log line, and never with its own words."""

import json

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from comity.accounts.models import User
from comity.safekeeping.trouble import is_trouble

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
SECRET = "words of the fault"


@pytest.fixture
def officer(office):
    client = Client(raise_request_exception=False)
    client.force_login(office.officer, backend=BACKEND)
    return client


def break_with(monkeypatch, trouble):
    def breaks(*args, **kwargs):
        raise trouble

    monkeypatch.setattr("comity.journal.views.Paginator", breaks)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Something went wrong on our side"),
        ("fr", "Une erreur s’est produite de notre côté"),
        ("ar", "حدث خطأ من جانبنا"),
    ],
)
def test_it_is_told_in_the_readers_language(officer, monkeypatch, language, said):
    break_with(monkeypatch, RuntimeError(SECRET))

    response = officer.get(f"/{language}/journal/")

    assert response.status_code == 500
    assert said in response.text
    assert SECRET not in response.text
    assert f'lang="{language}"' in response.text


def test_its_number_finds_its_line(officer, monkeypatch, log):
    break_with(monkeypatch, RuntimeError(SECRET))

    response = officer.get("/en/journal/")

    found = [json.loads(line) for line in log if response["X-Request-ID"] in line]
    assert f"<strong>{response['X-Request-ID']}</strong>" in response.text
    assert [line["level"] for line in found] == ["error", "info"]
    assert SECRET not in "".join(log)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_where_even_the_page_for_it_fails_there_are_plain_words(officer, monkeypatch, language):
    break_with(monkeypatch, RuntimeError(SECRET))
    monkeypatch.setattr("comity.journal.views.render_to_string", lambda *given: 1 / 0)

    response = officer.get(f"/{language}/journal/")

    assert response.status_code == 500
    assert "Nothing half done was saved" in response.text
    assert response["X-Request-ID"] in response.text
    assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_where_the_handler_of_faults_fails_there_are_plain_words_too(officer, monkeypatch):
    break_with(monkeypatch, RuntimeError(SECRET))
    monkeypatch.setattr("comity.safekeeping.trouble.is_trouble", lambda raised: 1 / 0)

    response = officer.get("/en/journal/")

    assert (response.status_code, response["Cache-Control"]) == (500, "private, no-store")
    assert response["X-Request-ID"] in response.text
    assert SECRET not in response.text


@pytest.fixture
def read_only(db):
    """From here on the database refuses to be written."""
    on_sqlite, points = connection.vendor == "sqlite", []

    def begin():
        points.append(transaction.savepoint())
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON" if on_sqlite else "SET TRANSACTION READ ONLY")

    yield begin
    if on_sqlite:
        connection.connection.execute("PRAGMA query_only = OFF")  # past Django, which waits for a rollback
    transaction.set_rollback(False)
    transaction.savepoint_rollback(points[0])  # PostgreSQL writes again


def test_where_nothing_can_be_written_it_says_that_nothing_was_saved(officer, office, read_only):
    read_only()

    response = officer.post(reverse("account"), {"name": "Other Name", "language": "en", "zone": ""})

    assert response.status_code == 503
    assert "so take it as not saved" in response.text
    assert response["Retry-After"] == "30"
    assert "readonly" not in response.text.lower()


def test_pages_that_only_read_are_served_all_the_same(officer, office, read_only):
    read_only()

    shown = [officer.get(reverse(name)).status_code for name in ("home", "desk", "partners", "commitments")]

    assert shown == [200] * 4
    assert User.objects.get(pk=office.officer.pk).name == "Amina Officer"


def test_a_database_that_is_away_is_told_in_words(officer, monkeypatch):
    break_with(monkeypatch, OperationalError("connection to server at db.example.org failed"))

    response = officer.get("/fr/journal/")

    assert response.status_code == 503
    assert "Comity ne peut pas fonctionner en ce moment" in response.text
    assert "db.example.org" not in response.text


def test_trouble_has_a_number_too(officer, monkeypatch, log):
    break_with(monkeypatch, OperationalError("server closed the connection unexpectedly"))

    response = officer.get("/en/journal/")

    assert f"<strong>{response['X-Request-ID']}</strong>" in response.text
    assert any(response["X-Request-ID"] in line for line in log)


@pytest.mark.parametrize("trouble", [RuntimeError("closed the connection"), IntegrityError("wrong")])
def test_any_other_fault_is_not_laid_upon_the_database(trouble):
    assert not is_trouble(trouble)
