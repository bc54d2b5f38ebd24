"""Figures are told to whoever brings the token; to all others there is nothing here."""

import pytest
from django.test import Client, TestCase
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from comity.journal.models import Entry, Letter
from comity.watch import figures
from tests import make

TOKEN = "a token for the tests"


@pytest.fixture
def told(settings, db):
    """Reads the figures as Prometheus does: the name and what its labels say, in the order of the labels' names."""
    settings.METRICS_TOKEN = TOKEN

    def read():
        response = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert response.status_code == 200
        families = text_string_to_metric_families(response.text)
        return {
            (one.name, *dict(sorted(one.labels.items())).values()): one.value
            for family in families
            for one in family.samples
        }

    return read


@pytest.mark.parametrize(
    "brought", [None, "", "Bearer ", "Bearer other", TOKEN, f"Basic {TOKEN}", f"bearer {TOKEN}", "Bearer \udcff"]
)
def test_without_the_token_there_is_nothing_here(settings, client, db, brought):
    settings.METRICS_TOKEN = TOKEN

    response = client.get("/metrics", headers={} if brought is None else {"Authorization": brought})

    assert response.status_code == 404
    assert "comity_requests" not in response.text


def test_where_no_token_is_set_nobody_is_told(settings, client, db):
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_route_method_and_status(told, client):
    before = told()

    client.get("/en/")
    client.get("/en/nothing/to/see/")

    after = told()
    counted = {name: value - before.get(name, 0) for name, value in after.items() if name[0] == "comity_requests_total"}
    assert counted["comity_requests_total", "GET", "home", "200"] == 1
    assert counted["comity_requests_total", "GET", "none", "404"] == 1
    assert after["comity_request_seconds_count", "home"] - before.get(("comity_request_seconds_count", "home"), 0) == 1


def test_an_act_is_counted_once_it_is_committed(office, told):
    name = ("comity_acts_total", "entered", "organisation")
    before = told().get(name, 0)

    with TestCase.captureOnCommitCallbacks(execute=True):
        make.organisation("One more", by=office.officer)
    with TestCase.captureOnCommitCallbacks(execute=False):
        make.organisation("Another, rolled back", by=office.officer)

    assert told()[name] - before == 1


def test_a_refused_sign_in_is_counted(office, told, client):
    before = told()["comity_sign_ins_refused_total",]

    client.post("/en/accounts/login/", {"login": office.officer.email, "password": "wrong"})

    assert told()["comity_sign_ins_refused_total",] - before == 1


def test_letters_and_journal_are_looked_up(office, told):
    office.session(at=make.Stage.CIRCULATED)
    failing = Letter.objects.order_by("pk").first()
    failing.lease(now=timezone.now())
    failing.put_off("ConnectionRefusedError", now=timezone.now())

    found = told()

    assert found["comity_letters_waiting",] == Letter.objects.filter(sent_at=None).count() >= 1
    assert found["comity_letters_failed",] == 1
    assert found["comity_letters_oldest_seconds",] >= 0
    assert found["comity_journal_entries",] == Entry.objects.order_by("pk").last().pk
    assert found["comity_database_bytes",] > 10_000


def test_nobody_stands_in_the_figures(office, told, client):
    client.post("/en/accounts/login/", {"login": office.officer.email, "password": "wrong"})

    words = figures.told().decode()

    assert office.officer.email not in words
    assert office.officer.name not in words
