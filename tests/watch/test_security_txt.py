"""Where to report a weakness, as RFC 9116 has it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

CONTACTS = ["mailto:security@example.org", "https://example.org/report"]


@pytest.fixture
def told(settings, client, db):
    settings.SECURITY_CONTACT = CONTACTS
    settings.ADDRESS = "https://comity.example.org"

    def read():
        response = client.get("/.well-known/security.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        return [line.split(": ", 1) for line in response.text.splitlines()]

    return read


def test_it_names_every_contact_in_order(told):
    assert [value for name, value in told() if name == "Contact"] == CONTACTS


def test_it_says_in_which_languages_and_where_it_stands(told):
    fields = dict(told())

    assert fields["Preferred-Languages"] == "en, fr, ar"
    assert fields["Canonical"] == "https://comity.example.org/.well-known/security.txt"
    assert set(fields) == {"Contact", "Expires", "Preferred-Languages", "Canonical"}


@pytest.mark.parametrize("day", ["2026-01-31", "2026-11-25", "2027-12-31", "2028-02-29"])
def test_it_holds_for_some_months_and_never_a_year(told, day):
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)

    with time_machine.travel(now, tick=False):
        expires = datetime.fromisoformat(dict(told())["Expires"])

    assert timedelta(days=60) < expires - now < timedelta(days=365)
    assert (expires.day, expires.hour) == (1, 0)


def test_without_a_contact_there_is_none(client, db, settings):
    settings.SECURITY_CONTACT = []

    assert client.get("/.well-known/security.txt").status_code == 404
