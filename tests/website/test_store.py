"""A page that every visitor sees alike is made once until anybody writes; whoever is somebody gets their own."""

import re
from random import Random

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from comity.website import store
from comity.website.models import Article
from comity.website.store import MARK, Shown, Store
from tests import make
from tests.website.conftest import browser_of, write

committed = pytest.mark.django_db(transaction=True)
HOSTILE = {
    "HTTP_ACCEPT_LANGUAGE": "ar",
    "HTTP_USER_AGENT": "<script>alert(1)</script>",
    "HTTP_X_FORWARDED_FOR": "10.0.0.1",
    "HTTP_X_REQUEST_ID": "deadbeef-dead-beef",
    "HTTP_REFERER": "https://evil.example/",
    "HTTP_ACCEPT": "application/json",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE",
    "HTTP_X_ORIGINAL_URL": "/en/desk/",
    "HTTP_IF_NONE_MATCH": "*",
}


class Front:
    """What a server does with the application: asks, and reads the answer."""

    def __init__(self, shows):
        self.store = Store(get_wsgi_application(), shows=shows)

    def ask(self, address, method="GET", **headers):
        environ = RequestFactory().generic(method, address, **headers).environ
        environ.pop("HTTP_COOKIE", None)
        environ |= {name: value for name, value in headers.items() if value}
        request_started.disconnect(close_old_connections)
        request_finished.disconnect(close_old_connections)
        told = []
        answer = self.store(environ, lambda status, given, *more: told.append((status, given)))
        body = b"".join(answer).decode()
        if hasattr(answer, "close"):
            answer.close()
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)
        return told[0][0], dict(told[0][1]), body


@pytest.fixture
def shows():
    """What the database shows, as a server asks it."""
    asked = Shown()
    yield asked
    asked._leave()


@pytest.fixture
def front():
    """Before a database into which nobody writes."""
    return Front(lambda: "the same")


def plain(page):
    """A page without the seals of its forms, which say when it was made."""
    return re.sub(r'value="[^"]{60,}"', "", page)


def questions(ask):
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def test_the_second_visitor_costs_no_question_and_sees_the_same(front, office):
    address = write(office)["en"].address
    first = front.ask(address)

    assert questions(lambda: front.ask(address)) == 0
    assert front.ask(address)[2] == first[2]
    assert "News of piece" in first[2]


@committed
def test_whatever_is_written_by_anybody_makes_the_page_anew(shows):
    office, front = make.Office(), Front(shows)
    article = write(office)["en"]
    front.ask(article.address)

    article.title = "Another title"
    article.save_revision(user=office.officer).publish(user=office.officer)

    assert "Another title" in front.ask(article.address)[2]


def test_without_asking_what_the_database_shows_a_page_would_be_old(office):
    article = write(office)["en"]
    careless = Front(lambda: "the same")
    careless.ask(article.address)

    article.title = "Another title"
    article.save_revision(user=office.officer).publish(user=office.officer)

    assert "Another title" not in careless.ask(article.address)[2]


@committed
def test_a_page_that_was_made_while_something_was_written_is_not_given_again(shows):
    office, front = make.Office(), Front(shows)
    article = write(office)["en"]
    inner = front.store.application

    def slow(environ, start_response):
        answer = inner(environ, start_response)
        if article.title != "Meanwhile":
            article.title = "Meanwhile"
            article.save_revision(user=office.officer).publish(user=office.officer)
        return answer

    front.store.application = slow

    assert "Meanwhile" not in front.ask(article.address)[2]
    assert "Meanwhile" in front.ask(article.address)[2]


@committed
def test_no_page_is_old_whatever_is_edited_renamed_published_and_taken_back(shows):
    office, front, draw = make.Office(), Front(shows), Random(7)
    pieces = [write(office, slug)["en"] for slug in ("one", "two", "three")]
    addresses = ["/en/news/", "/en/", *(f"/en/news/{one.slug}/" for one in pieces)]

    def edit(page, number):
        page.title = f"Title {number}"
        page.save_revision(user=office.officer).publish(user=office.officer)

    def keep_a_draft(page, number):
        page.title = f"Draft {number}"
        page.save_revision(user=office.officer)

    def take_back(page, number):
        if page.live:
            page.unpublish(user=office.officer)

    def move(page, number):
        page.slug = f"{page.slug.partition('-')[0]}-{number}"
        page.save_revision(user=office.officer).publish(user=office.officer)
        addresses.append(f"/en/news/{page.slug}/")

    for number in range(40):
        page = Article.objects.get(pk=draw.choice(pieces).pk)
        draw.choice([edit, keep_a_draft, take_back, move])(page, number)
        for address in addresses[:2] + draw.sample(addresses, 3):
            status, _headers, body = front.ask(address)
            made_now = browser_of(None).get(address)
            assert int(status[:3]) == made_now.status_code, (number, address)
            assert plain(body) == plain(made_now.content.decode()) or made_now.status_code != 200, (number, address)


@pytest.mark.parametrize("of_somebody", ["HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_HX_REQUEST"])
def test_whoever_sends_something_of_their_own_is_answered_for_themselves(front, office, of_somebody):
    address = write(office)["en"].address
    front.ask(address)

    assert questions(lambda: front.ask(address, **{of_somebody: "x"})) > 0


def test_whoever_is_signed_in_sees_their_own_page_and_leaves_nothing_behind(front, office):
    address = write(office)["en"].address
    browser = browser_of(office.officer)
    cookie = "; ".join(f"{name}={one.value}" for name, one in browser.cookies.items())

    own = front.ask(address, HTTP_COOKIE=cookie)
    visitor = front.ask(address)

    assert office.officer.name in own[2]
    assert office.officer.name not in visitor[2]
    assert office.officer.name in front.ask(address, HTTP_COOKIE=cookie)[2]


def test_a_view_that_marked_the_page_of_a_person_would_show_it_to_everybody(office, monkeypatch):
    """What keeps it from doing so: nothing that was asked for with a cookie is kept, nor what gives one."""
    address = write(office)["en"].address
    browser = browser_of(office.officer)
    cookie = "; ".join(f"{name}={one.value}" for name, one in browser.cookies.items())
    monkeypatch.setattr(store, "FOR_ONE", ())
    careless = Front(lambda: "the same")
    inner = careless.store.application

    def marks_all(environ, start_response):
        def start(status, headers, *more):
            plain = [(name, value) for name, value in headers if name != "Set-Cookie"]
            return start_response(status, [*plain, (MARK, "yes")], *more)

        return inner(environ, start)

    careless.store.application = marks_all
    careless.ask(address, HTTP_COOKIE=cookie)

    assert office.officer.name in careless.ask(address)[2]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_visitor_says_beside_the_address_changes_nothing_for_the_next(front, office, name):
    address = write(office)["en"].address
    alone = plain(Front(lambda: None).ask(address)[2])

    told = front.ask(address, **{name: HOSTILE[name]})[2]

    assert plain(told) == alone
    assert plain(front.ask(address)[2]) == alone


def test_another_host_is_answered_for_itself(front, office):
    address = write(office)["en"].address
    front.ask(address)

    assert front.ask(address, HTTP_HOST="evil.example")[0].startswith("400")
    assert front.ask(address)[0].startswith("200")


def test_neither_the_mark_nor_the_number_of_a_request_is_given_to_others(front, office):
    address = write(office)["en"].address
    _status, first, _body = front.ask(address)
    _status, second, _body = front.ask(address)

    assert MARK not in first | second
    assert "X-Request-ID" in first
    assert "X-Request-ID" not in second
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert second["Cache-Control"] == "private, no-store"


def test_a_question_for_the_headers_alone_gets_no_page(front, office):
    address = write(office)["en"].address
    length = front.ask(address)[1]["Content-Length"]

    status, headers, body = front.ask(address, method="HEAD")

    assert (status, headers["Content-Length"], body) == ("200 OK", length, "")


def test_what_is_not_here_is_not_kept(front, office):
    assert front.ask("/en/news/piece/")[0].startswith("404")

    write(office)

    assert front.ask("/en/news/piece/")[0].startswith("200")


def test_no_more_is_kept_than_fits(front, office, monkeypatch):
    address = write(office)["en"].address
    monkeypatch.setattr(store, "MOST", 3 * len(front.ask(address)[2].encode()))

    for number in range(20):
        front.ask(f"{address}?n={number}")

    assert len(front.store.pages) <= 3
    assert front.store.size == sum(len(one.body) for one in front.store.pages.values())


def test_a_page_is_made_anew_after_a_while_because_time_passes_too(front, office, monkeypatch):
    address = write(office)["en"].address
    front.ask(address)
    monkeypatch.setattr(store, "monotonic", lambda: float("inf"))

    assert questions(lambda: front.ask(address)) > 0


def test_where_the_database_does_not_answer_the_application_is_asked(office):
    address = write(office)["en"].address
    front = Front(lambda: None)

    assert front.ask(address)[0].startswith("200")
    assert front.store.pages == {}


def test_a_connection_that_was_lost_is_opened_again_and_nothing_old_is_taken_for_new(shows, office):
    before = shows()
    shows.asked.connection.close()

    assert shows() is None
    assert shows() is not None
    if connection.vendor == "sqlite":
        assert shows() != before
