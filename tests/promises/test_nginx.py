"""What the nginx that we ship refuses and overwrites, and what it makes of traps that no page of ours sets today."""

import json
import re
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache

import pytest

from tests.promises.front import (
    NAME,
    NGINX,
    as_shipped,
    by_headers_alone,
    careless,
    for_any_name,
    nginx,
    traps,
    trusting,
    with_any_tls,
    without_a_pace,
    without_limit,
    without_overwriting,
)

pytestmark = [pytest.mark.sqlite_only, pytest.mark.skipif(NGINX is None, reason="needs nginx")]
LARGEST = 12 * 1024 * 1024


@pytest.fixture
def trapped(tmp_path):
    """An nginx before a server that sets traps, changed as asked."""
    with traps() as port, ExitStack() as stack:

        @cache
        def begun(change=as_shipped):
            return stack.enter_context(nginx(tmp_path / change.__name__, port, change))

        yield begun


def number(told):
    return json.loads(told.body)["number"]


def is_given_twice(front, path, first, second):
    """Whether the second question is answered with what the first was."""
    return number(front.ask(path, **first)) == number(front.ask(path, **second))


TRAPS = {
    "a cookie": ("Cache-Control=public,max-age=60&Set-Cookie=sessionid%3Dsecret", {}, {}),
    "another language": (
        "Cache-Control=public,max-age=60&Vary=Accept-Language",
        {"Accept_Language": "fr"},
        {"Accept_Language": "ar"},
    ),
    "anything": ("Cache-Control=public,max-age=60&Vary=*", {}, {}),
    "private": ("Cache-Control=private,max-age=60", {}, {}),
    "in capitals": ("cAcHe-cOnTrOl=No-StOrE,mAx-AgE=60", {}, {}),
    "twice": ("Cache-Control=max-age=60&Cache-Control=no-store", {}, {}),
    "said nothing": ("Last-Modified=Thu,%2001%20Jan%202015%2000:00:00%20GMT", {}, {}),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_catches_nobody_behind_the_nginx_that_we_ship(trapped, trap):
    said, first, second = TRAPS[trap]
    path = f"/?{said}"

    assert not is_given_twice(trapped(), path, first, second)
    assert not is_given_twice(trapped(by_headers_alone), path, first, second)
    assert is_given_twice(trapped(careless), path, first, second)


@pytest.mark.parametrize("header", ["Authorization", "Cookie"])
def test_whoever_says_who_they_are_is_given_nothing_kept_and_leaves_nothing(trapped, header):
    path, somebody = "/?Cache-Control=public,max-age=60", {header: "Basic c29tZTpib2R5"}

    assert not is_given_twice(front := trapped(), path, somebody, {})
    assert not is_given_twice(front, path, {}, somebody)
    assert is_given_twice(front, path, {}, {})
    assert is_given_twice(trapped(by_headers_alone), path, somebody, {})


OF_THE_BROWSER = {
    "X_Forwarded_For": "1.2.3.4",
    "X_Forwarded_Proto": "http",
    "X_Request_ID": "chosen-by-the-browser",
    "X_Forwarded_Host": "evil.example",
    "Forwarded": "for=1.2.3.4",
    "Proxy": "http://evil.example",
}


def passed_on(front):
    return {name.lower(): it for name, it in json.loads(front.ask("/", **OF_THE_BROWSER).body)["headers"].items()}


def test_what_a_browser_says_of_its_own_origin_is_overwritten(trapped):
    told = passed_on(trapped())

    assert (told["x-forwarded-for"], told["x-forwarded-proto"], told["host"]) == ("127.0.0.1", "https", NAME)
    assert re.fullmatch("[0-9a-f]{32}", told["x-request-id"])
    assert not {"x-forwarded-host", "forwarded", "proxy"} & set(told)


def test_without_overwriting_it_would_be_believed(trapped):
    told = passed_on(trapped(without_overwriting))

    assert (told["x-forwarded-for"], told["x-request-id"]) == ("1.2.3.4", "chosen-by-the-browser")
    assert {"x-forwarded-host", "forwarded", "proxy"} <= set(told)


def length_taken(front, length):
    """What is said to a form of so many bytes before it is sent."""
    asked = f"POST / HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n\r\n"
    with (
        socket.create_connection(("127.0.0.1", front.port), 10) as plain,
        trusting().wrap_socket(plain, server_hostname=NAME) as line,
    ):
        line.sendall(asked.encode())
        return int(line.recv(4096).split()[1])


def test_a_request_larger_than_any_form_of_ours_is_refused(trapped):
    assert [length_taken(trapped(), LARGEST), length_taken(trapped(without_limit), LARGEST + 1)] == [100, 100]
    assert length_taken(trapped(), LARGEST + 1) == 413


# Pace

COSTLY = ["/en/commitments/export.csv", "/ar/commitments/export.xlsx", "/fr/data/person/7/export/", "/en/registry/"]


def refused(front, path, *, times=40):
    """The refusals among answers to what is asked together, so that a slow machine asks fast enough too."""
    with ThreadPoolExecutor(max_workers=20) as hands:
        return [answer for answer in hands.map(front.ask, [path] * times) if answer.status == 429]


@pytest.mark.parametrize("path", COSTLY)
def test_what_is_costly_is_not_made_as_often_as_a_machine_may_ask(trapped, path):
    assert refused(trapped(), path)
    assert not refused(trapped(without_a_pace), path)


def test_pages_are_read_as_fast_as_people_read(trapped):
    assert not refused(trapped(), "/en/commitments/", times=100)


def test_whoever_asks_too_often_is_told_in_words_what_to_do(trapped):
    told = refused(trapped(), COSTLY[0])[0]

    assert (told.headers["Retry-After"], told.headers["Cache-Control"]) == ("10", "no-store")
    assert "Nothing was changed." in told.text and "Rien n’a été modifié." in told.text
    assert '<p lang="ar" dir="rtl">' in told.text
    assert told.headers.get_content_type() == "text/html"


# TLS


def negotiated(front, *, version, ciphers="ALL:@SECLEVEL=0", name=NAME):
    """The cipher on which both sides agree; nothing where they do not."""
    context = trusting()
    context.minimum_version = context.maximum_version = version
    context.set_ciphers(ciphers)
    try:
        with (
            socket.create_connection(("127.0.0.1", front.port), 10) as plain,
            context.wrap_socket(plain, server_hostname=name) as line,
        ):
            return line.cipher()[0]
    except (ssl.SSLError, ConnectionError):
        return None


STRONG = ["TLS_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"]
# Without forward secrecy, without authenticated encryption, or both.
WEAK = ["ECDHE-ECDSA-AES256-SHA384", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-SHA256"]
OLD = [ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1]


def test_the_strongest_cipher_is_preferred_whatever_the_browser_prefers(trapped):
    front, asked = trapped(), "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"
    versions = [ssl.TLSVersion.TLSv1_3, ssl.TLSVersion.TLSv1_2]

    assert [negotiated(front, version=one, ciphers=asked) for one in versions] == STRONG


@pytest.mark.parametrize("cipher", WEAK)
def test_a_cipher_that_is_not_recommended_is_refused(trapped, cipher):
    asked = {"version": ssl.TLSVersion.TLSv1_2, "ciphers": f"{cipher}:@SECLEVEL=0"}

    assert negotiated(trapped(), **asked) is None
    assert negotiated(trapped(with_any_tls), **asked) == cipher


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_an_old_protocol_is_refused(trapped):
    assert [negotiated(trapped(), version=one) for one in OLD] == [None, None]
    assert negotiated(trapped(with_any_tls), version=ssl.TLSVersion.TLSv1_1)


def test_another_name_than_ours_is_not_answered(trapped):
    asked = {"version": ssl.TLSVersion.TLSv1_3, "name": "other.example.org"}

    assert negotiated(trapped(), **asked) is None
    assert negotiated(trapped(for_any_name), **asked)


# An address longer than anybody takes


def test_a_search_of_a_hundred_thousand_characters_is_answered_in_words(trapped):
    told = trapped().ask(f"/en/search/?q={'a' * 100_000}")

    assert (told.status, told.headers["Content-Type"]) == (414, "text/html; charset=utf-8")
    for words in ("so many words cannot be looked for", "tant de mots", "هذا العدد من الكلمات"):
        assert words in told.body.decode()
