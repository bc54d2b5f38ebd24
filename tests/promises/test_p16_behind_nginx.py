"""Nothing private is ever served from the cache of the nginx that we ship; what is public comes from it.

Tried with the very file of docs/operations before a running `comity serve`, and before a server that sets traps.
"""

import json
import re
import signal
import sys
import threading
import time
from contextlib import ExitStack
from itertools import product
from types import SimpleNamespace

import pytest
from django.urls import Resolver404, resolve

from tests.browsing import IS_OPEN, SECONDS_TO_STOP, begin, free_port, wait_until_open
from tests.evidence import FOLDER
from tests.promises.caching import directives
from tests.promises.front import (
    NAME,
    NGINX,
    as_shipped,
    by_headers_alone,
    careless,
    heedless,
    nginx,
    without_a_pace,
)
from tests.promises.ground import copy_of
from tests.promises.test_p16_nothing_private_is_cached import ASKED, LINK, PUBLIC, spread

# What nginx keeps it decides by headers; that these are the same on PostgreSQL is tried by
# test_p16_nothing_private_is_cached.
pytestmark = [pytest.mark.sqlite_only, pytest.mark.skipif(NGINX is None, reason="needs nginx")]
PEOPLE = ("officer", "counterpart", "", "officer")
# The same for every visitor, who may be given it until the second ends; whoever is somebody gets their own.
FOR_VISITORS = {"home", "wagtail_serve"}
# The last three would be files of the design to a cache that looks at the address before it is put straight.
SHAPES = ["{}", "{}?v=1&.js", "{}..%2f..%2fstatic/x.css", "{}x.css", "/static/..%2f{}"]
PUBLISHED = """
import django
django.setup()
from datetime import date
from comity.accounts.models import User
from comity.translation.texts import Text
from comity.website.writing import Story, write_article
told = {"title": Text(en="Fresh news"), "introduction": Text(en="In short"), "blocks": {"en": []}}
by = User.objects.get(name="Amina Officer")
write_article(Story(slug="fresh", date=date.today(), **told), by=by, is_published=True)
"""
MOST_ROUTES = 80 if FOLDER else 30


class Running:
    """A Comity behind whatever stands in front of it, and how its people sign their questions."""

    def __init__(self, ground, port, opened):
        self.ground, self.port = ground, port
        self.links, self.cookies = opened["links"], ground.subjects["cookies"]

    def asked_by(self, who):
        """The header by which a person is known; browsers call the cookies otherwise where there is TLS."""
        cookie = re.sub(r"\b(sessionid|csrftoken)=", r"__Host-\1=", self.cookies.get(who, ""))
        return {"Cookie": cookie} if cookie else {}


@pytest.fixture(scope="module")
def running(prepared, tmp_path_factory):
    """`comity serve` with the environment of docs/operations."""
    ground, port = copy_of(prepared, tmp_path_factory.mktemp("behind")), free_port()
    given = {"COMITY_ADDRESS": f"https://{NAME}", "COMITY_HOSTS": NAME, "COMITY_PROXIES": "1", "COMITY_LOG": "plain"}
    given |= {"DJANGO_SETTINGS_MODULE": "comity.settings", "COMITY_SECOND_FACTOR": "nobody"}  # its officers have none
    for words in (["-m", "comity", "migrate"], ["-m", "tests.promises.opened"]):
        made = ground.run(*words, **given)
        assert made.returncode == 0, made.stderr
    words = ["serve", "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--without-letters"]
    log = tmp_path_factory.mktemp("said") / "server.log"
    server = begin([sys.executable, "-m", "comity", *words], ground.environment(**given), log)
    told = wait_until_open(server, log)
    try:
        assert IS_OPEN in told, told
        yield Running(ground, port, json.loads(made.stdout))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(SECONDS_TO_STOP)


@pytest.fixture(scope="module")
def fronts(running, tmp_path_factory):
    """Each nginx by name of what was changed: as we ship it, and with protections taken away."""
    folder = tmp_path_factory.mktemp("fronts")
    with ExitStack() as stack:
        # A crawl asks faster than any person.
        patient = lambda change: lambda config: without_a_pace(change(config))  # noqa: E731
        begin = lambda one: stack.enter_context(nginx(folder / one.__name__, running.port, patient(one)))  # noqa: E731
        yield SimpleNamespace(
            **{one.__name__: begin(one) for one in (as_shipped, by_headers_alone, heedless, careless)}
        )


def route_of(address):
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return address


def crawled(ask, *, begin):
    """The addresses that somebody reaches by links, one for each route."""
    found, waiting = {}, list(begin)
    while waiting and len(found) < MOST_ROUTES:
        address = waiting.pop(0)
        if (name := route_of(address)) in found:
            continue
        found[name] = address
        told = ask(address)
        if "text/html" in told.headers.get("Content-Type", ""):
            waiting += sorted({one.replace("&amp;", "&") for one in LINK.findall(told.text)} - set(waiting))
    return found


def answers(front, running, path, asked, people=PEOPLE):
    """What each person is given who asks for a path."""
    headers = ASKED[asked]
    return [front.ask(path, **{**headers, **running.asked_by(who)}) for who in people]


def is_kept_apart(told):
    """Whether each answer was made anew, for whoever asked, and forbids to keep it."""
    numbers = [one.number for one in told]
    forbidden = ["no-store" in directives(one.headers.items()) for one in told if one.number]
    return len(set(numbers)) == len(numbers) and all(forbidden) and "HIT" not in {one.kept for one in told}


@pytest.mark.promise
def test_p16_nothing_private_comes_from_the_nginx_that_we_ship(promised, running, fronts):
    trial = promised("P16", "every page through the nginx that we ship", small=10, full=1_500)
    officer = running.asked_by("officer")
    reached = crawled(lambda one: fronts.as_shipped.ask(one, **officer), begin=["/en/desk/", "/en/"])
    behind = crawled(fronts.as_shipped.ask, begin=running.links)
    private = [one for name, one in {**reached, **behind}.items() if name not in PUBLIC | FOR_VISITORS]
    shaped = [shape.format(one) for one, shape in product(private, SHAPES)]

    for path, asked in spread(list(product(shaped, ASKED)), trial.size):
        for name in ("as_shipped", "by_headers_alone"):
            told = answers(getattr(fronts, name), running, path, asked)
            trial.count(is_kept_apart(told), what=(name, path, asked, [(one.status, one.kept) for one in told]))

    shown = [not is_kept_apart(answers(fronts.careless, running, one, "plainly")) for one in private[:6]]
    trial.failed_without(sum(shown))
    trial.tell(routes=len(reached), behind_links=len(behind), tries=trial.tried)
    assert len(reached) > 20
    assert {"draft-by-link", "commitment-by-link", "evidence-by-link"} <= set(behind)


@pytest.mark.promise
def test_p16_what_lies_behind_a_signed_link_is_never_kept(promised, running, fronts):
    trial = promised("P16", "pages and files behind signed links, through the nginx that we ship", small=4, full=100)
    behind = crawled(fronts.as_shipped.ask, begin=running.links)
    opened = [one for one in behind.values() if any(one.startswith(link) for link in running.links)]
    asked = list(product(opened, ASKED))

    for path, how in spread(asked, trial.size):
        for front in (fronts.as_shipped, fronts.by_headers_alone):
            trial.count(is_kept_apart(answers(front, running, path, how, ("", "officer", ""))), what=(path, how))

    told = [answers(fronts.heedless, running, one, "plainly", ("", "")) for one in opened]
    trial.failed_without(sum(not is_kept_apart(one) for one in told))


def test_whoever_is_signed_in_is_given_nothing_kept_even_where_our_headers_are_not_heard(running, fronts):
    first, second = answers(fronts.heedless, running, "/en/?kept", "plainly", ("", ""))
    signed_in = answers(fronts.heedless, running, "/en/?kept", "plainly", ("officer", "counterpart"))

    assert (first.kept, second.kept, second.number) == ("MISS", "HIT", first.number)
    assert [one.kept for one in signed_in] == ["BYPASS", "BYPASS"]
    assert len({first.number, *(one.number for one in signed_in)}) == 3


def test_whoever_is_signed_in_would_be_given_the_page_of_another_by_a_careless_nginx(running, fronts):
    officer, counterpart = answers(fronts.careless, running, "/en/?kept", "plainly", ("officer", "counterpart"))

    assert "Amina Officer" in counterpart.text
    assert counterpart.body == officer.body


def test_the_page_of_each_is_their_own_through_the_nginx_that_we_ship(running, fronts):
    officer, counterpart, nobody = answers(
        fronts.as_shipped, running, "/en/", "plainly", ("officer", "counterpart", "")
    )

    assert "Amina Officer" in officer.text
    assert "Amina Officer" not in counterpart.text + nobody.text
    assert "Clara Counterpart" in counterpart.text


def until(found, *, seconds):
    """The first of the answers that is what is waited for; nothing after that many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (one := found()) is not None:
            return one
    return None


@pytest.mark.parametrize("path", ["/en/", "/en/news/"])
def test_a_visitor_is_given_what_another_was_given_in_the_same_second(running, fronts, path):
    def given_again():
        told = answers(fronts.as_shipped, running, path, "plainly", ("", ""))
        return told if told[1].kept == "HIT" else None

    first, second = until(given_again, seconds=10)

    assert second.body == first.body
    assert "Amina Officer" not in second.text
    assert "no-store" in directives(second.headers.items())
    assert "X-Accel-Expires" not in second.headers


@pytest.mark.parametrize("path", ["/en/", "/en/news/"])
def test_whoever_is_somebody_is_never_given_what_visitors_are_given(running, fronts, path):
    for _each in range(5):
        visitor, officer, counterpart, again = answers(
            fronts.as_shipped, running, path, "plainly", ("", "officer", "counterpart", "")
        )

        assert is_kept_apart([officer, counterpart])
        assert [one.kept for one in (officer, counterpart)] == ["BYPASS", "BYPASS"]
        assert "Amina Officer" in officer.text
        assert "Amina Officer" not in visitor.text + counterpart.text + again.text


def test_what_was_published_is_seen_by_every_visitor_within_a_second(running, fronts):
    ask = lambda: fronts.as_shipped.ask("/en/")  # noqa: E731
    is_seen = threading.Event()
    asking = threading.Thread(target=lambda: [ask() for _again in iter(is_seen.is_set, True)])
    asking.start()
    try:
        published = running.ground.run("-c", PUBLISHED)
        assert published.returncode == 0, published.stderr
        # A second of nginx, and what a busy machine needs to make the page.
        seen = until(lambda: ask() if "Fresh news" in ask().text else None, seconds=5)
    finally:
        is_seen.set()
        asking.join()

    assert seen is not None


def design(front):
    """The address of a file of the design, as the home page names it."""
    return re.search(r'href="(/static/[^"]+\.css)"', front.ask("/en/").text)[1]


@pytest.mark.parametrize("public", [design, lambda front: "/journal/checkpoint", lambda front: "/journal/key"])
def test_what_is_public_comes_from_the_cache(running, fronts, public):
    path = public(fronts.as_shipped)
    first, second = answers(fronts.as_shipped, running, f"{path}?for=all", "plainly", ("", ""))

    assert (first.status, first.kept, second.kept) == (200, "MISS", "HIT")
    assert second.body == first.body


def test_a_file_of_the_design_comes_from_the_cache_for_those_who_are_signed_in_too(running, fronts):
    path = f"{design(fronts.as_shipped)}?for=those"
    told = answers(fronts.as_shipped, running, path, "plainly", ("officer", "counterpart"))

    assert [one.kept for one in told] == ["MISS", "HIT"]


def test_the_front_door_leads_each_to_their_own_language(running, fronts):
    told = [fronts.by_headers_alone.ask("/", Accept_Language=one) for one in ("fr", "ar", "fr")]

    assert [one.headers["Location"] for one in told] == ["/fr/", "/ar/", "/fr/"]
    assert {one.kept for one in told} == {"MISS"}
