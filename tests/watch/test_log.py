"""The log tells what happened and where in our code; it never tells who somebody is or what they typed."""

import json
import logging

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from comity.accounts.models import User
from comity.journal.models import Letter
from comity.watch.entrance import mark_of
from comity.watch.logs import JsonLines, PlainLines
from comity.watch.requests import WELL_FORMED
from tests import make
from tests.watch.conftest import listening

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
# What is planted wherever somebody can put something, and must stand in no line.
PLANTED = {
    "name": "Zubaydah-Planted",
    "email": "planted.person@example.org",
    "password": "planted password 4711",
    "query": "planted-query-0815",
    "host": "planted-host.example.org",
    "agent": "planted-agent",
    "address": "203.0.113.77",
    "secret": "planted_secret_planted_secret_planted_secret",
    "words": "planted words of minutes",
}


def said(log):
    return [json.loads(line) for line in log]


def last_request(log):
    return [line for line in said(log) if line["event"] == "request"][-1]


def walk_and_fail(office, monkeypatch):
    """One of everything that an attacker, a user or a fault of ours can bring into a log."""
    visitor = Client(
        raise_request_exception=False, headers={"User-Agent": PLANTED["agent"]}, REMOTE_ADDR=PLANTED["address"]
    )
    planted = make.user(name=PLANTED["name"], email=PLANTED["email"])
    visitor.get(f"/en/?q={PLANTED['query']}")
    visitor.get(f"/en/nothing/{PLANTED['secret']}/")
    visitor.get(f"/en/join/{PLANTED['secret']}/")
    visitor.get("/en/", headers={"Host": PLANTED["host"]})
    visitor.post("/en/accounts/login/", {"login": PLANTED["email"], "password": PLANTED["password"]})
    visitor.generic(PLANTED["query"].upper(), "/en/")
    visitor.post(f"/en/journal/?{PLANTED['query']}", {"words": PLANTED["words"]})
    Client(enforce_csrf_checks=True).post("/en/account/", {"name": PLANTED["name"]})
    visitor.force_login(planted, backend=BACKEND)
    visitor.get(f"/en/account/?{PLANTED['query']}")
    visitor.post("/en/account/", {"name": PLANTED["name"] * 99, "language": "en", "zone": PLANTED["query"]})

    def breaks(*args, **kwargs):
        raise IntegrityError(f"DETAIL: Key (email)=({PLANTED['email']}) {PLANTED['secret']}") from ValueError(
            PLANTED["name"]
        )

    monkeypatch.setattr("comity.journal.views.Paginator", breaks)
    visitor.get(f"/en/journal/?q={PLANTED['query']}")
    logging.getLogger("allauth.account").warning("no account %s (%s)", PLANTED["email"], PLANTED["address"])
    logging.getLogger("django.security.x").error(f"Invalid HTTP_HOST header: {PLANTED['host']!r}")


def told_of_planted(log):
    return [(name, line) for line in log for name, words in PLANTED.items() if words.lower() in line.lower()]


def test_no_line_tells_what_was_planted(office, log, monkeypatch):
    walk_and_fail(office, monkeypatch)

    assert told_of_planted(log) == []
    assert len(log) > 12
    assert {200, 400, 403, 404, 500} <= {line.get("status") for line in said(log)}


def test_lines_as_python_writes_them_would_tell_it(office, monkeypatch):
    """The negative control: it is our form of a line that keeps it out."""
    kept, stop = listening(logging.Formatter("%(message)s"))

    walk_and_fail(office, monkeypatch)
    stop()

    assert {name for name, _line in told_of_planted(kept.lines)} >= {"email", "name", "secret", "host"}


def test_each_request_has_one_line(office, log):
    client = Client()
    client.force_login(office.officer, backend=BACKEND)

    response = client.get(reverse("partner", args=[office.partner.pk]))

    line = last_request(log)
    assert [one["event"] for one in said(log)] == ["signed in", "request"]
    assert (line["method"], line["route"], line["status"], line["role"]) == ("GET", "partner", 200, "officer")
    assert line["request"] == response["X-Request-ID"]
    assert line["queries"] > 3
    assert line["ms"] > 0
    assert set(line) == {
        "at", "level", "logger", "event", "request", "method", "route", "status", "ms", "queries", "worker", "role",
    }  # fmt: skip


def test_signing_in_and_out_is_told_by_a_mark_that_names_nobody(office, client, log):
    told = {"login": office.officer.email, "password": make.PASSWORD}
    client.post("/en/accounts/login/", told | {"password": "wrong"})
    client.post("/en/accounts/login/", told)
    client.post("/en/accounts/logout/")

    lines = [line for line in said(log) if line["logger"] == "comity.watch.entrance"]
    assert [line["event"] for line in lines] == ["sign-in refused", "signed in", "signed out"]
    assert lines[1]["account"] == lines[2]["account"] == mark_of(office.officer)
    assert mark_of(office.officer) != mark_of(office.head)
    assert all(line["request"] for line in lines)
    assert office.officer.email not in "".join(log)


def test_what_is_no_route_of_ours_is_not_named(db, client, log):
    client.get("/en/nothing/")
    client.generic("EVIL", "/en/nothing/")

    assert [(line["route"], line["method"]) for line in said(log)] == [("none", "GET"), ("none", "other")]


def test_a_fault_is_told_by_its_kind_and_its_places(office, log, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("words that may quote anybody")

    monkeypatch.setattr("comity.journal.views.Paginator", breaks)
    client = Client(raise_request_exception=False)
    client.force_login(office.officer, backend=BACKEND)

    response = client.get(reverse("journal"))

    fault = next(line for line in said(log) if "exception" in line)
    assert (fault["level"], fault["exception"], fault["event"]) == ("error", "RuntimeError", "Internal Server Error")
    assert any(place.startswith("comity/journal/views.py:") for place in fault["places"])
    assert fault["request"] == response["X-Request-ID"] == last_request(log)["request"]
    assert response["X-Request-ID"] in response.text


def test_a_number_of_ours_can_be_read_out_loud(client, db):
    number = client.get("/healthz")["X-Request-ID"]

    assert WELL_FORMED.fullmatch(number)
    assert len(number) == 14
    assert not set(number) & set("ILOU")


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [
        (1, "3f2c9e6a-0c5d-4a57-9d0e", True),
        (0, "3f2c9e6a-0c5d-4a57-9d0e", False),
        (1, "short", False),
        (1, "x" * 65, False),
        (1, "with blanks in it", False),
        (1, "line\r\nSet-Cookie: a=b", False),
        (1, "<script>alert(1)</script>", False),
    ],
)
def test_a_number_is_taken_from_a_trusted_proxy_only_and_only_well_formed(
    db, client, settings, proxies, given, is_taken
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    number = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]

    assert (number == given) is is_taken


def test_a_person_at_a_terminal_reads_plain_lines(office, monkeypatch):
    kept, stop = listening(PlainLines())

    Client().get(f"/en/?q={PLANTED['query']}")
    stop()

    assert "method=GET route=home status=200" in kept.lines[-1]
    assert told_of_planted(kept.lines) == []


def test_a_letter_that_does_not_leave_is_logged_without_its_address(office, log, settings):
    settings.MAIL_CARRIER = "tests.watch.test_log.no_such_backend"
    office.session(at=make.Stage.CIRCULATED)

    from comity.journal.outbox import send_waiting  # noqa: PLC0415 - after the backend is broken

    send_waiting()

    lines = said(log)
    assert lines
    assert not any(user.email in line for user in User.objects.all() for line in log)
    assert not any(letter.to_name in line for letter in Letter.objects.all() for line in log)


def test_a_line_of_a_library_keeps_only_the_words_that_stand_in_its_code():
    record = logging.LogRecord("other.library", logging.WARNING, __file__, 1, "lost %s of %s", ("a", "b"), None)

    assert json.loads(JsonLines().format(record))["event"] == "lost"
