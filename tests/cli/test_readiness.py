"""What keeps a Comity from serving is told in words before anybody could be harmed by it."""

import os
import secrets
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management.utils import get_random_secret_key
from django.utils import timezone

from comity.cli import readiness
from comity.cli.readiness import faults_of_address, faults_of_clock, faults_of_settings, is_public, is_weak
from comity.journal.models import Entry
from tests import template

GOOD_KEY = secrets.token_urlsafe(50)


@pytest.fixture
def at(settings):
    """An installation at an address, sound but for what a test changes."""
    settings.SECRET_KEY = GOOD_KEY
    settings.DEBUG = settings.DEMO = False
    settings.ALLOWED_HOSTS = ["comity.example.org"]

    def be(address, **changed):
        settings.ADDRESS, settings.HTTPS = address, address.startswith("https://")
        for name, value in changed.items():
            setattr(settings, name, value)
        return " ".join(faults_of_address())

    return be


@pytest.mark.parametrize(
    "key",
    [
        "a" * 64,
        "secret",
        secrets.token_urlsafe(20),
        "abcdefghijklmnop" * 4,
        "change-me-please-" * 5,
        "0123456789" * 8,
        "correct horse battery staple correct horse battery staple correct",
        f"django-insecure-{secrets.token_urlsafe(50)}",
        secrets.token_urlsafe(12) * 5,
    ],
    ids=lambda key: f"{len(key)} letters",
)
def test_a_key_that_is_short_plain_or_repeats_itself_is_weak(key):
    assert is_weak(key)


@pytest.mark.parametrize(
    "make", [lambda: secrets.token_urlsafe(50), lambda: secrets.token_hex(32), get_random_secret_key]
)
def test_a_key_that_was_drawn_is_not_weak(make):
    assert [key for key in (make() for _ in range(200)) if is_weak(key)] == []


def test_a_weak_key_is_refused_with_the_way_to_a_good_one(settings):
    settings.SECRET_KEY = "x" * 60

    assert "token_urlsafe" in next(faults_of_settings())


def test_a_public_address_is_encrypted(at):
    assert "passwords would travel for all to read" in at("http://comity.example.org")
    assert at("https://comity.example.org") == ""


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8000", "http://localhost:8000", "http://10.1.2.3", "http://comity.local", "http://comity"],
)
def test_an_address_on_this_machine_or_a_private_network_need_not_be(at, address):
    assert at(address, DEBUG=True, DEMO=True) == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"DEBUG": True}, "COMITY_DEBUG shows our source to visitors of comity.example.org"),
        ({"DEMO": True}, "COMITY_DEMO shows letters and sample sign-ins"),
        ({"ALLOWED_HOSTS": ["*"]}, "COMITY_HOSTS lets in any host name"),
    ],
)
def test_what_belongs_on_ones_own_machine_is_refused_in_public(at, changed, said):
    assert said in at("https://comity.example.org", **changed)


@pytest.mark.parametrize("address", ["https://comity.lan", "https://10.1.2.3"])
def test_our_source_is_for_trying_and_shown_at_no_encrypted_address_of_a_private_network(at, address):
    assert "COMITY_DEBUG shows our source" in at(address, DEBUG=True)
    assert at(address, DEMO=True, DEBUG=False) == ""


@pytest.mark.parametrize(
    "address", ["", "comity.example.org", "ftp://comity.example.org", "https://", "https://comity.example.org/"]
)
def test_what_is_no_address_is_refused(at, address):
    assert "COMITY_ADDRESS is no address" in at(address)


@pytest.mark.parametrize(
    ("host", "said"), [("8.8.8.8", True), ("192.168.0.9", False), ("::1", False), ("a.test", False), ("a.int", True)]
)
def test_who_can_be_reached_from_elsewhere_is_known(host, said):
    assert is_public(host) is said


def test_a_clock_behind_the_journal_is_refused_with_both_times(office):
    newest = Entry.objects.newest_first().first()

    (fault,) = faults_of_clock(newest.at - timedelta(hours=3))

    assert f"{newest.at:%Y-%m-%d %H:%M} UTC" in fault
    assert "Set the clock right." in fault


def test_a_clock_with_or_ahead_of_the_journal_is_right(office):
    now = timezone.now()

    assert [
        *faults_of_clock(now),
        *faults_of_clock(now + timedelta(days=9)),
        *faults_of_clock(now - timedelta(seconds=20)),
    ] == []


def test_a_clock_behind_the_journal_keeps_it_from_serving(office, monkeypatch):
    monkeypatch.setattr(readiness.connections, "close_all", lambda: None)
    monkeypatch.setattr(readiness.timezone, "now", lambda: Entry.objects.first().at - timedelta(days=1))

    assert any("The clock of this machine" in fault for fault in readiness.faults_of_database())


PRODUCTION = {
    "COMITY_SECRET_KEY": GOOD_KEY,
    "COMITY_ADDRESS": "https://comity.example.org",
    "COMITY_HOSTS": "comity.example.org",
    "COMITY_PROXIES": "1",
    "COMITY_SECURITY_CONTACT": "mailto:security@example.org",
}


def comity(data, *words, **given):
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "COV_", "DJANGO_"))}
    plain.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "comity", *words]
    environment = plain | {"COMITY_DATA": str(data)} | given
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A Comity on SQLite, whatever the other tests run on: those that ask for it are `sqlite_only`."""
    data = tmp_path_factory.mktemp("production")
    template.empty(data)
    done = comity(data, "migrate", COMITY_SECRET_KEY=GOOD_KEY)
    assert done.returncode == 0, done.stderr
    return data


@pytest.mark.sqlite_only
def test_with_the_settings_of_production_there_is_nothing_to_note(prepared):
    done = comity(prepared, "check", "--deploy", **PRODUCTION)

    assert (done.stdout, done.returncode) == ("Comity is fit to serve.\n", 0)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("lacking", "said"), [("COMITY_PROXIES", "is not believed"), ("COMITY_SECURITY_CONTACT", "where to report")]
)
def test_what_is_worth_knowing_before_others_come_fails_only_when_asked(prepared, lacking, said):
    given = {name: value for name, value in PRODUCTION.items() if name != lacking}

    done = comity(prepared, "check", "--deploy", **given)

    assert done.returncode == 1
    assert said in done.stdout


@pytest.mark.sqlite_only
def test_djangos_own_look_at_a_deployment_finds_nothing(prepared):
    plain = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"],
        env=plain | {"COMITY_DATA": str(prepared), "DJANGO_SETTINGS_MODULE": "comity.settings"} | PRODUCTION,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
