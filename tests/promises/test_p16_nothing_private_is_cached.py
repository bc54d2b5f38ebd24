"""Nothing private is ever served from a cache, however careless the cache and whatever stands between."""

import re
import shutil
from itertools import product

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.journal.models import Checkpoint
from comity.journal.sealing import seal
from tests.architecture.test_doors import PARAMETER, browser_of, private, routes  # noqa: F401 - a fixture too
from tests.evidence import FOLDER
from tests.promises.caching import Answer, Careless, Nginx, Question, Rfc9111, directives, values

# Meant to be kept by everybody: the same text for all, without a cookie. What else may be kept is a failure.
PUBLIC = {"newest-checkpoint", "checkpoint", "journal-key", "checkpoint-proof"}
OF_ONE_REQUEST = {"x-request-id", "date", "expires"}
KEEPER = "comity.accounts.middleware.keep_out_of_caches"
LINK = re.compile(r'(?:href|hx-get)="(/en/[^"#]*)"')
# What is asked beside the address.
ASKED = {
    "plainly": {},
    "with a password in a header": {"Authorization": "Basic c29tZTpib2R5"},
    "for a part": {"Range": "bytes=0-99"},
    "whether it changed": {"If-None-Match": "*", "If-Modified-Since": "Wed, 21 Oct 2026 07:28:00 GMT"},
    "for another host": {
        "X-Forwarded-Host": "testserver",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=testserver",
    },
    "by a script": {"HX-Request": "true", "Accept": "text/html, */*;q=0.1"},
    "for old copies": {"Cache-Control": "max-stale=9999", "Pragma": "x"},
    "in a language": {"Accept-Language": "ar", "Accept-Encoding": "gzip"},
}
# What stands between does to the answer before the cache sees it; none of it touches Cache-Control.
CHANGED = {
    "nothing": lambda headers: headers,
    "Vary: *": lambda headers: [*headers, ("Vary", "*")],
    "no Vary": lambda headers: [(name, value) for name, value in headers if name.lower() != "vary"],
    "mixed case": lambda headers: [
        (name.swapcase(), value.title() if "cache" in name.lower() else value) for name, value in headers
    ],
    "a cookie for all": lambda headers: [*headers, ("Set-Cookie", "seen=1; Path=/")],
    "a long life": lambda headers: [
        *headers,
        ("Expires", "Thu, 31 Dec 2037 23:55:55 GMT"),
        ("Last-Modified", "Thu, 01 Jan 2015 00:00:00 GMT"),
    ],
}
SHAPES = ["{}", "{}?style.css", "{}?v=1&.js"]


def crawled(browser):
    """The addresses that an officer reaches by following links, one for each route."""
    found, waiting = {}, ["/en/", "/en/desk/"]
    while waiting:
        address = waiting.pop(0)
        response = browser.get(address)
        name = response.resolver_match.view_name if response.resolver_match else address
        if name in found:
            continue
        found[name] = address
        if "text/html" in response.get("Content-Type", ""):
            seen = set(found.values()) | set(waiting)
            waiting += sorted({one.replace("&amp;", "&") for one in LINK.findall(response.text)} - seen)
    return found


def addresses(browser):
    """An address for every route: where an officer gets to by links, else one with numbers in it."""
    reached = crawled(browser)
    every = {
        one.name: reached.get(one.name) or PARAMETER.sub(lambda part: "1" if part[1] == "int" else "x", pattern)
        for one, pattern in routes()
        if "(?P" not in pattern
    }
    return reached, every


class Origin:
    """Comity, asked by one of three people; it answers each of them, and the same question the same way."""

    def __init__(self, office, change):
        self.browsers = {"A": browser_of(office.officer), "B": browser_of(office.counterpart), "": Client()}
        self.change = change
        self.answers = {}

    def __call__(self, question):
        asked = (question.path, question.who)
        if asked not in self.answers:
            self.answers[asked] = self._answer(question)
        return self.answers[asked]

    def _answer(self, question):
        response = self.browsers[question.who].get(question.path, headers=question.headers)
        headers = [
            *response.headers.items(),
            *(("Set-Cookie", one.OutputString()) for one in response.cookies.values()),
        ]
        return Answer(response.status_code, self.change(headers), question.who)


def shown_to_others(cache, origin, path, asked):
    """Who was shown what was made for somebody else."""
    answers = [(who, cache.ask(Question(path, who, asked), origin)) for who in ("A", "B", "", "A")]
    return [(cache.name, who, answer.made_for) for who, answer in answers if who != answer.made_for]


def shown_wrongly(origin, path, asked, caches):
    return [one for cache in caches for one in shown_to_others(cache, origin, path, ASKED[asked])]


def is_the_same_for_all(office, path):
    """Whether nobody could learn from a copy who it was made for."""
    told = set()
    for browser in (browser_of(office.officer), browser_of(office.counterpart), Client()):
        response = browser.get(path)
        if response.status_code != 200:  # a page that says no is made for its reader, and no copy may be kept
            return "no-store" in directives(response.items())
        headers = {(name.lower(), value) for name, value in response.items() if name.lower() not in OF_ONE_REQUEST}
        told.add((response.content, frozenset(headers)))
        if response.cookies:
            return False
    return len(told) == 1


def spread(tries, size):
    """As many of the tries as asked for, evenly spread."""
    return tries[:: max(1, len(tries) // size)][:size]


@pytest.fixture
def caches(tmp_path):
    """Fresh caches for one try; at full size a real nginx is one of them, where there is one."""
    real = [Nginx(tmp_path)] if FOLDER and shutil.which("nginx") else []
    tmp_path.chmod(0o755)
    yield lambda: [Rfc9111(), Careless(), *real]
    for one in real:
        one.close()


@pytest.mark.promise
def test_p16_nothing_private_is_served_from_a_cache(promised, private, caches, settings):  # noqa: F811
    reached, every = addresses(browser_of(private.officer))
    addressed = [(name, shape.format(one)) for name, one in every.items() for shape in SHAPES]
    tries = list(product(addressed, ASKED, CHANGED))
    trial = promised("P16", "nothing private is served from a cache", small=60, full=6_000)

    for (name, path), asked, changed in (chosen := spread(tries, trial.size)):
        number = f"{path}{'&' if '?' in path else '?'}n={trial.tried}"  # an nginx forgets nothing between tries
        origin = Origin(private, CHANGED[changed])
        if name in PUBLIC:
            trial.count(is_the_same_for_all(private, number), what=(path, asked, changed))
            continue
        shown = shown_wrongly(origin, number, asked, caches())
        made = origin(Question(number, "A", ASKED[asked]))
        trial.count("no-store" in directives(made.headers) and not shown, what=(path, asked, changed, shown))

    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != KEEPER]
    without = [
        shown_wrongly(Origin(private, CHANGED["nothing"]), f"{one}?control", "plainly", caches())
        for one in list(reached.values())[:6]
    ]
    trial.failed_without(sum(bool(shown) for shown in without))
    trial.tell(routes=len(every), reached=len(reached), caches=[one.name for one in caches()], tries=len(chosen))


def test_a_page_that_names_its_reader_is_not_the_same_for_all(private):  # noqa: F811
    """The negative control of what is public: a page with a name in its bar must not pass for it."""
    assert not is_the_same_for_all(private, "/en/")


def test_each_route_that_is_meant_to_be_kept_is_the_same_for_all(private):  # noqa: F811
    seal(now=timezone.now())
    size = Checkpoint.objects.newest().size
    given = {"checkpoint": [size], "checkpoint-proof": [size, size]}
    shown = {name: reverse(name, args=given.get(name, [])) for name in PUBLIC}

    assert [Client().get(address).status_code for address in shown.values()] == [200] * len(PUBLIC)
    assert [name for name, address in shown.items() if not is_the_same_for_all(private, address)] == []


def test_each_cache_would_show_to_others_what_may_be_kept():
    """The caches do keep: what is public they show to everybody, and the careless one what is only not forbidden."""
    public = lambda question: Answer(200, [("Cache-Control", "public, max-age=60")], question.who)  # noqa: E731
    personal = lambda question: Answer(200, [("Cache-Control", "private"), ("Vary", "Cookie")], question.who)  # noqa: E731

    assert shown_to_others(Rfc9111(), public, "/", {})
    assert shown_to_others(Careless(), personal, "/", {})
    assert not shown_to_others(Rfc9111(), personal, "/", {})


@pytest.mark.parametrize(
    ("headers", "is_kept"),
    [
        ([("Cache-Control", "private, no-store")], False),
        ([("CACHE-CONTROL", "No-Store")], False),
        ([("Cache-Control", "max-age=60"), ("cache-control", "NO-STORE")], False),
        ([("Cache-Control", 'private="Set-Cookie"')], False),
        ([("Cache-Control", "max-age=60")], True),
        ([], True),
    ],
)
def test_a_cache_reads_what_it_is_told_in_any_case(headers, is_kept):
    assert Rfc9111().may_keep(Question("/", "A"), Answer(200, headers, "A")) is is_kept


def test_vary_keeps_people_apart_where_the_cache_heeds_it():
    personal = lambda question: Answer(200, [("Vary", "Cookie"), ("Cache-Control", "max-age=60")], question.who)  # noqa: E731
    never = lambda question: Answer(200, [("Vary", "*"), ("Cache-Control", "max-age=60")], question.who)  # noqa: E731

    assert not shown_to_others(Rfc9111(), personal, "/", {})
    assert not shown_to_others(Rfc9111(), never, "/", {})
    assert values([("VARY", "a"), ("vary", "b")], "vary") == ["a", "b"]


def test_the_middleware_that_keeps_pages_out_of_caches_is_there():
    assert KEEPER in settings.MIDDLEWARE
