"""A machine asks whether we live and whether we can work; nobody is let in by asking, and nobody is told of."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper as DatabaseWrapper
from django.test import Client
from django.utils import timezone

from comity.safekeeping.models import SILENCE, WORKER, Pulse
from comity.search.catalogue import make
from comity.search.models import Card
from comity.watch import fitness
from comity.watch.fitness import findings

MACHINES = ["/healthz", "/readyz", "/metrics", "/.well-known/security.txt"]


@pytest.fixture
def at_work(db):
    Pulse.beat(WORKER, at=timezone.now())


def checks(client):
    return client.get("/readyz").json()["checks"]


def ill(found):
    return {one.name: one.words for one in found if not one.is_well}


def test_a_living_process_asks_nobody(client, django_assert_num_queries, db):
    client.cookies["sessionid"] = "somebody"

    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "alive\n")


def test_a_living_process_is_alive_without_a_database(client, monkeypatch):
    monkeypatch.setattr(DatabaseWrapper, "ensure_connection", gone)
    monkeypatch.setattr(DatabaseWrapper, "cursor", gone)
    client.cookies["sessionid"] = "somebody"

    assert client.get("/healthz").status_code == 200


def gone(*args, **kwargs):
    raise OperationalError("password of comity at db.example.org is wrong")


def test_all_that_is_needed_is_there(client, at_work):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "checks": {
            name: {"well": True, "words": "Well."}
            for name in ("database", "writing", "migrations", "letters", "disk", "search")
        },
    }


def test_a_database_that_is_away_is_told_without_its_own_words(client, monkeypatch):
    monkeypatch.setattr(DatabaseWrapper, "ensure_connection", gone)
    monkeypatch.setattr(DatabaseWrapper, "cursor", gone)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["database"]["words"] == "The database does not answer."
    assert "example.org" not in response.text


def test_a_database_that_may_not_be_written_is_told(at_work):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if connection.vendor == "sqlite" else "SET TRANSACTION READ ONLY")
    try:
        found = ill(findings())
    finally:
        if connection.vendor == "sqlite":
            connection.connection.execute("PRAGMA query_only = OFF")

    assert found["writing"] == "The database cannot be written."


def test_a_missing_migration_is_told(at_work, monkeypatch):
    monkeypatch.setattr(fitness, "on_disk", lambda: {("partners", "9999_more")})

    assert ill(findings()) == {"migrations": "The database lacks 1 migrations. Run: comity migrate"}


def test_a_letter_worker_that_was_never_heard_of_is_told(db):
    assert ill(findings()) == {"letters": "No letter worker has been heard of. Run: comity worker"}


def test_a_letter_worker_that_fell_silent_is_told_until_it_speaks_again(db):
    Pulse.beat(WORKER, at=timezone.now() - SILENCE - timedelta(seconds=5))

    assert "last heard of" in ill(findings())["letters"]
    Pulse.beat(WORKER, at=timezone.now())
    assert ill(findings()) == {}


def test_a_full_disk_is_told(at_work, monkeypatch):
    monkeypatch.setattr(fitness, "LEAST_FREE", 2**60)

    assert "MB are free where the data lies." in ill(findings())["disk"]


def test_a_catalogue_that_was_never_made_is_told_until_it_is_made(at_work, office):
    assert ill(findings()) == {}
    Card.objects.all().delete()

    words = "Nothing can be found by the search: its catalogue is missing. Run: comity catalogue"
    assert ill(findings()) == {"search": words}
    make()
    assert ill(findings()) == {}


def test_an_office_with_nothing_in_it_lacks_no_catalogue(at_work):
    assert not Card.objects.exists()
    assert ill(findings()) == {}


@pytest.mark.parametrize("address", MACHINES)
def test_a_machine_is_given_no_cookie_and_looked_up_nowhere(office, address):
    client = Client()
    client.force_login(office.officer)

    response = client.get(address)

    assert not response.cookies
    assert response["Cache-Control"] == "private, no-store"
    assert "Amina" not in response.text


@pytest.mark.parametrize("address", MACHINES)
def test_a_machine_only_asks(client, db, address):
    assert client.post(address).status_code == 405
