"""What anybody may send as often as they like is turned away each time, and told by the journal once an hour."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import reverse

from comity.journal import turning_away
from comity.journal.models import Entry, LastTurned, Turned
from comity.journal.turning_away import forget, turn_away
from tests import make

FORM = "application/x-www-form-urlencoded"
FLOOD = 1_000
NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
LINK = "aB3-" * 11  # as long as the secret of a signed link


@pytest.fixture
def anybody(db):
    return Client(raise_request_exception=False)


def host(client):
    return client.get("/en/", headers={"Host": "evil.example"})


def address(client):
    return client.get(f"/en/{'a' * 9_000}/")


def method(client):
    return client.generic("PROPFIND", "/en/")


def fields(client):
    return client.post("/en/account/", urlencode({f"f{n}": "x" for n in range(10_000)}), content_type=FORM)


def size(client):
    return client.post("/en/account/", "name=" + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), content_type=FORM)


def unreadable(client):
    return client.generic("POST", "/en/account/", b"--x\r\n", content_type="multipart/form-data; boundary=")


def language(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar-" * 3_334
    return client.get("/")


def astray(client):
    return client.post("/en/accounts/login/", {"login": "a@example.org", "password": "x", "next": "//evil.example/"})


def form(client):
    return Client(enforce_csrf_checks=True).post("/en/account/", {"name": "x"})


def header(client):
    return client.get("/en/", headers={"X-Forwarded-Host": "evil.example"})


# How each kind is sent, what is answered, and what the journal says of it.
WAYS = {
    Turned.HOST: (host, {400}, "evil.example"),
    Turned.ADDRESS: (address, {400}, "/en/…"),
    Turned.METHOD: (method, {405}, "PROPFIND"),
    Turned.FIELDS: (fields, {400}, "/en/account/"),
    Turned.SIZE: (size, {400}, "/en/account/"),
    Turned.UNREADABLE: (unreadable, {400}, "/en/account/"),
    Turned.LANGUAGE: (language, {302}, "…"),
    Turned.ASTRAY: (astray, {200, 302, 422}, "//evil.example/"),
    Turned.FORM: (form, {403}, "/en/account/"),
    Turned.HEADER: (header, {200}, "X-Forwarded-Host: evil.example"),
}


def told():
    return [(one.act, one.after["times"]) for one in Entry.objects.filter(act__in=Turned.values).order_by("pk")]


def test_every_kind_is_tried():
    assert set(WAYS) == set(Turned)


@pytest.mark.parametrize("kind", Turned)
def test_what_is_turned_away_is_written_into_the_journal_once_in_an_hour(anybody, kind):
    send, answers, seen = WAYS[kind]

    with time_machine.travel(NOON, tick=False):
        statuses = {send(anybody).status_code for _time in range(3)}

    [entry] = Entry.objects.filter(act__in=Turned.values)
    assert statuses <= answers
    assert (entry.act, entry.after, entry.by_user) == (kind, {"times": 1}, None)
    assert entry.subject_name.startswith(seen) and len(entry.subject_name) <= turning_away.LONGEST


def test_what_a_browser_sends_is_not_told(office):
    """The negative control: it is what is wrong with a request that is told, not the request."""
    client = Client()
    client.force_login(office.officer, backend=settings.AUTHENTICATION_BACKENDS[0])
    forwarded = {
        "X-Forwarded-Host": "testserver",
        "Forwarded": "for=192.0.2.1;host=testserver",
        "Accept-Language": "fr",
    }

    assert client.get("/", headers=forwarded).status_code == 302
    assert client.get("/en/partners/", headers=forwarded).status_code == 200
    client.post(reverse("commitment-act", args=[office.commitment().pk, "beginning"]), {"back": "/en/commitments/"})
    signing_in = {"login": office.officer.email, "password": make.PASSWORD, "next": "/en/partners/"}
    assert Client().post("/en/accounts/login/", signing_in).status_code == 302

    assert told() == []


def test_a_form_that_is_cut_short_by_its_length_does_nothing_and_is_told(office):
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.officer, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get("/en/account/")
    whole = urlencode({"name": "Another name", "csrfmiddlewaretoken": client.cookies["csrftoken"].value})

    answer = client.generic("POST", "/en/account/", whole, content_type=FORM, CONTENT_LENGTH=str(len(whole) - 9))

    office.officer.refresh_from_db()
    assert answer.status_code == 403
    assert office.officer.name != "Another name"
    assert told() == [(Turned.FORM, 1)]


def test_what_was_asked_in_an_address_is_not_told(anybody):
    anybody.get("/en/partners/?" + "&".join(f"q{n}=Amina" for n in range(2_000)))

    assert Entry.objects.get(act=Turned.ADDRESS).subject_name == "/en/partners/?…"


def test_an_act_that_is_to_lead_astray_is_told(office):
    client = Client()
    client.force_login(office.officer, backend=settings.AUTHENTICATION_BACKENDS[0])
    act = reverse("commitment-act", args=[office.commitment().pk, "beginning"])

    client.post(act, {"back": "https://evil.example/"})

    assert told() == [(Turned.ASTRAY, 1)]


def test_a_flood_of_a_thousand_makes_one_entry_and_asks_the_database_nothing_more(anybody, django_assert_num_queries):
    with time_machine.travel(NOON, tick=False):
        host(anybody)
        with django_assert_num_queries(0):
            for _time in range(FLOOD - 1):
                assert host(anybody).status_code == 400

    assert told() == [(Turned.HOST, 1)]


def test_without_its_protection_a_flood_would_fill_the_journal(anybody, monkeypatch):
    """The negative control: it is the hour that keeps the journal small."""
    monkeypatch.setattr(turning_away, "HOUR", 1e-6)

    for _time in range(10):
        host(anybody)

    assert len(told()) == 10


def test_the_next_hour_tells_how_often_it_came_since(db):
    with time_machine.travel(NOON, tick=False) as clock:
        for _time in range(FLOOD):
            turn_away(Turned.HOST, "evil.example")
        clock.shift(timedelta(minutes=59))
        turn_away(Turned.HOST, "evil.example")
        clock.shift(timedelta(minutes=2))
        turn_away(Turned.HOST, "worse.example")

    assert told() == [(Turned.HOST, 1), (Turned.HOST, FLOOD + 1)]


def test_what_several_processes_hear_is_told_by_one_of_them(db):
    """Each process remembers for itself; the database knows that the hour has its entry."""
    with time_machine.travel(NOON, tick=False) as clock:
        for _process in range(5):
            forget()
            turn_away(Turned.HOST, "evil.example")
        clock.shift(timedelta(hours=1))
        turn_away(Turned.HOST, "evil.example")

    assert told() == [(Turned.HOST, 1), (Turned.HOST, 5)]
    assert LastTurned.objects.get().unsaid == 0


def test_a_clock_that_goes_back_begins_no_hour_twice(db):
    for hours in (0, 1, 0, 1):
        forget()
        with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
            turn_away(Turned.HOST, "evil.example")

    assert told() == [(Turned.HOST, 1), (Turned.HOST, 1)]


def test_kinds_are_told_apart(db):
    for kind in Turned:
        turn_away(kind, "x")
        turn_away(kind, "x")

    assert sorted(told()) == sorted((kind, 1) for kind in Turned)


@pytest.mark.parametrize(
    ("seen", "kept"),
    [
        ("evil.example", "evil.example"),
        ("a\u202eb\x00c\r\nd", "abc d"),
        (f"/en/links/{LINK}/", "/en/links/…/"),
        (f"/en/links/{LINK * 3}", "/en/links/…"),
        (". " * 5_000, (". " * 50)[:99] + "…"),
        ("\u200f", "…"),
        ("", "…"),
    ],
)
def test_what_was_seen_is_cut_and_opens_nothing(db, seen, kept):
    turn_away(Turned.HOST, seen)

    assert Entry.objects.get(act=Turned.HOST).subject_name == kept


def test_heads_read_in_the_journal_what_was_turned_away_and_officers_do_not(office, anybody):
    host(anybody)
    pages = {}
    for person in (office.head, office.officer):
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        pages[person] = client.get("/en/journal/?refusals=on").text

    assert "is no name of ours, and was turned away" in pages[office.head]
    assert "times since it was last written down" in pages[office.head].lower()
    assert "evil.example" not in pages[office.officer]


# Whatever becomes of the journal, what is turned away is turned away in words


def test_a_database_that_fails_is_asked_once_a_minute_and_the_refusal_stays_one(anybody, monkeypatch, log):
    asked = []

    def fails(*_given, **_named):
        asked.append(1)
        raise OperationalError("attempt to write a readonly database")

    with time_machine.travel(NOON, tick=False) as clock:
        with monkeypatch.context() as broken:
            broken.setattr(turning_away, "_tell", fails)
            answers = [host(anybody) for _time in range(FLOOD)]
            clock.shift(timedelta(seconds=61))
            answers.append(host(anybody))
        clock.shift(timedelta(seconds=61))
        host(anybody)

    assert {one.status_code for one in answers} == {400}
    assert "cannot be read" in answers[0].text or "<h1>" in answers[0].text
    assert len(asked) == 2
    assert len([line for line in log if "could not be written down" in line]) == 2
    assert told() == [(Turned.HOST, FLOOD + 2)]  # nothing that came meanwhile is forgotten


def test_a_transaction_that_is_lost_already_is_no_fault_of_the_refusal(db):
    with transaction.atomic():
        transaction.set_rollback(True)
        turn_away(Turned.HOST, "evil.example")

    assert told() == []


@pytest.mark.parametrize(
    "row", [{"kind": Turned.HOST}, {"kind": "any other"}, {"kind": Turned.SIZE, "unsaid": -1}], ids=str
)
def test_the_database_knows_one_hour_of_each_kind(db, row):
    turn_away(Turned.HOST, "x")

    with pytest.raises(IntegrityError), transaction.atomic():
        LastTurned(**row).save(force_insert=True)


def test_of_two_that_begin_an_hour_one_does(db):
    assert LastTurned.objects.begin(Turned.HOST, hour=7) == 0
    assert LastTurned.objects.begin(Turned.HOST, hour=7) is None
    assert LastTurned.objects.begin(Turned.HOST, hour=8) == 0
    assert connection.in_atomic_block
