"""What no browser sends is refused in words, in the reader's language; nothing is lost and nobody is led astray."""

from itertools import product
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from comity.accounts.models import User
from comity.journal.models import Entry, Letter, Turned
from tests import make

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
FORM = "application/x-www-form-urlencoded"
# Where an attacker would lead somebody who signs in.
ASTRAY = [
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "http:evil.example",
    "https:/evil.example",
    "https://evil.example/en/desk/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//testserver:pass@evil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "%2f%2fevil.example",
    "/%5cevil.example",
    "/%09/evil.example",
    "\r\nLocation: https://evil.example",
    "/en/desk/\r\nSet-Cookie: sessionid=mine",
    "%0d%0aLocation:%20https://evil.example",
    "/\x00/evil.example",
    "\u2044\u2044evil.example",
    "https:\u3002//evil.example",
    "//evil。example",
    "//[::1",
    "http://[evil",
    "///",
    " //evil.example",
    "\x01//evil.example",
    "ftp://evil.example",
    "//127.0.0.1@evil.example",
]
HOSTILE_HOSTS = [
    "evil.example",
    "testserver.evil.example",
    "testserver:80@evil.example",
    "[::1",
    "a" * 300,
    "x\x00y",
    "é",
]
FORMS = ["/en/account/", "/en/accounts/login/", "/en/partners/new/"]
# What a body can claim to be.
KINDS = [
    "application/json",
    "text/xml",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "x" * 300,
    "text/plain; charset=utf-7",
    f"{FORM}; charset=utf-16",
    f"{FORM}; charset=no-such",
    "",
    "a" * 5_000,
    "é",
]
LONG_CODE = "ar-" * 3_334


@pytest.fixture
def officer(office):
    client = Client(raise_request_exception=False)
    client.force_login(office.officer, backend=BACKEND)
    return client


def acts_done():
    """How many acts the journal tells of, besides what it says of whatever was turned away."""
    return Entry.objects.exclude(act__in=Turned.values).count()


def leads_to(response):
    return response.headers.get("Location", "")


def is_ours(address):
    """Whether a browser that follows it stays here: browsers read a backslash as a slash and skip blanks and tabs."""
    read = "".join(letter for letter in address.replace("\\", "/") if letter not in "\t\r\n").strip(" \x00\x01")
    parts = urlsplit(read)
    return not parts.netloc and not parts.scheme and not read.startswith("//")


def led_astray(send):
    """Which addresses a browser would follow away from here, or at which something broke."""
    found = []
    for where in ASTRAY:
        cache.clear()  # attempts are counted
        response = send(where)
        is_split = any(letter in value for value in response.headers.values() for letter in "\r\n")
        is_sound = response.status_code in (302, 400, 422) and not is_split
        if not is_sound or not is_ours(leads_to(response)):
            found.append((where, response.status_code, leads_to(response)))
    return found


def test_signing_in_leads_nobody_astray(office):
    told = {"login": office.officer.email, "password": make.PASSWORD}

    def sign_in(where):
        address = f"/en/accounts/login/?{urlencode({'next': where})}"
        return Client(raise_request_exception=False).post(address, told | {"next": where})

    assert led_astray(sign_in) == []


def test_signing_out_leads_nobody_astray(officer):
    assert led_astray(lambda where: officer.post("/en/accounts/logout/", {"next": where})) == []


def test_an_act_leads_nobody_astray(office, officer):
    act = reverse("commitment-act", args=[office.commitment().pk, "beginning"])

    assert led_astray(lambda where: officer.post(act, {"back": where})) == []


def test_a_page_of_ours_is_led_to(office):
    """The negative control: it is the address that is refused, not every address."""
    told = {"login": office.officer.email, "password": make.PASSWORD, "next": "/en/partners/"}

    assert leads_to(Client().post("/en/accounts/login/", told)) == "/en/partners/"


@pytest.mark.parametrize("where", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"])
def test_an_address_that_leads_astray_would_be_found(where):
    assert not is_ours(where)


@pytest.mark.parametrize(
    "path", ["//evil.example/en", "//evil.example/", "/\\evil.example", "/%2f%2fevil.example", "/%5cevil.example/en"]
)
def test_a_path_leads_nobody_astray(db, client, path):
    response = client.generic("GET", path)

    assert response.status_code in (301, 302, 400, 404)
    assert is_ours(leads_to(response))


@pytest.mark.parametrize("host", HOSTILE_HOSTS)
def test_a_hostile_host_is_refused_in_words(db, client, host):
    response = client.get("/fr/", headers={"Host": host})

    assert response.status_code == 400
    assert 'lang="fr"' in response.text
    assert host == "é" or host[:40] not in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "for=1.2.3.4;host=evil.example;proto=https"},
        {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "444"},
        {"X-Original-URL": "/en/journal/", "X-Rewrite-URL": "/en/journal/"},
        {"X-HTTP-Method-Override": "DELETE"},
        {"X-Forwarded-Prefix": "/evil", "X-Script-Name": "/evil"},
    ],
)
def test_headers_of_a_proxy_that_nobody_trusts_change_nothing(db, client, headers):
    plain, hostile = client.get("/en/accounts/login/"), client.get("/en/accounts/login/", headers=headers)

    assert hostile.status_code == plain.status_code == 200
    assert "evil" not in hostile.text
    assert hostile.text.count("http") == plain.text.count("http")


def test_a_letter_names_our_address_whatever_the_host_said(office, settings):
    settings.ALLOWED_HOSTS = ["*"]

    Client().post("/en/accounts/password/reset/", {"email": office.officer.email}, headers={"Host": "evil.example"})

    assert settings.ADDRESS in Letter.objects.get().body
    assert "evil.example" not in Letter.objects.get().body


def test_attempts_are_counted_by_who_connects_not_by_what_a_header_says(office, settings):
    client, told = Client(), {"login": office.officer.email, "password": "wrong"}

    for n in range(12):
        last = client.post("/en/accounts/login/", told, headers={"X-Forwarded-For": f"198.51.100.{n}"})

    assert "There were too many attempts" in last.text


@pytest.mark.parametrize("fields", [1_001, 10_000])
def test_ten_thousand_fields_are_refused_in_words(officer, fields):
    before, typed = acts_done(), urlencode({f"field{n}": "x" for n in range(fields)})

    for address in FORMS:
        response = officer.post(address, typed, content_type=FORM)
        assert response.status_code == 400, address
        assert "it still stands on the page you came from" in response.text, address

    assert acts_done() == before


def test_ten_thousand_questions_in_an_address_are_refused_in_words(officer):
    response = officer.get("/ar/partners/?" + "&".join(f"q{n}=x" for n in range(10_000)))

    assert response.status_code == 400
    assert 'lang="ar"' in response.text


def test_a_thousand_short_questions_are_not_more_than_a_page_can_take(officer):
    assert officer.get("/en/partners/?" + "&".join("q=x" for n in range(1_000))).status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        {"path": f"/{LONG_CODE}/"},
        {"path": f"/{'a' * 10_000}/"},
        {"path": f"/en-{'a' * 7_000}/partners/"},
        {"path": "/", "headers": {"Accept-Language": LONG_CODE}},
        {"path": "/", "headers": {"Accept-Language": ",".join(["xx-" + "y" * 8] * 1_000)}},
        {"path": "/", "headers": {"Accept-Language": "ar;q=" + "9" * 10_000}},
        {"path": "/", "cookie": LONG_CODE},
        {"path": "/nothing/", "cookie": LONG_CODE, "headers": {"Accept-Language": LONG_CODE}},
    ],
    ids=str,
)
def test_an_endless_code_of_a_language_is_no_language(db, given):
    client = Client(raise_request_exception=False)
    if "cookie" in given:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = given["cookie"]

    response = client.get(given["path"], headers=given.get("headers", {}))

    assert response.status_code in (302, 400, 404)
    assert leads_to(response) in ("", "/en/", "/ar/")


@pytest.mark.parametrize(
    "path",
    [
        "/en/%00/",
        "/en/%ff%fe/",
        "/en/partners/%00",
        "/en/%c0%ae%c0%ae/",
        "/en/..%2f..%2fetc/passwd",
        "/en/%ed%a0%80/",
        "/%00",
    ],
)
def test_a_path_of_no_letters_is_not_here(officer, path):
    response = officer.generic("GET", path)

    assert response.status_code in (400, 404)
    assert "<h1>" in response.text


READING = ["/en/partners/", "/en/commitments/", "/en/journal/"]
NAMES = ["q", "page", "stage", "partner", "person", "from"]
ODD = [
    "%00",
    "%ff%fe",
    "%ed%a0%80",
    "1%00",
    "99999999999999999999",
    "-1",
    "%27%22%3E%3Cb",
    "%5B%5D",
    "NaN",
    "%E2%80%AE",
]


def test_odd_questions_break_no_list(officer):
    broken = {}
    for address, name in product(READING, NAMES):
        for odd in ODD:
            asked = f"{address}?{name}={odd}&{name}=2&{name}[]=3"
            if (status := officer.get(asked).status_code) >= 500:
                broken[asked] = status

    assert broken == {}


def test_odd_words_in_a_form_break_nothing(office, officer):
    given = "name=%00%ff&name=Two&language=en&language=xx&zone=%00&zone="

    response = officer.post("/en/account/", given, content_type=FORM)

    assert response.status_code < 500
    assert "\x00" not in User.objects.get(pk=office.officer.pk).name


def test_what_is_not_the_form_it_claims_to_be_is_refused_and_changes_nothing(office, officer):
    before = acts_done()

    def send(address, kind):
        return officer.generic("POST", address, b'{"name": "Other", \xff\x00', content_type=kind).status_code

    answers = {(address, kind[:60]): send(address, kind) for address in FORMS for kind in KINDS}

    assert {asked: status for asked, status in answers.items() if status >= 500} == {}
    assert acts_done() == before
    assert User.objects.get(pk=office.officer.pk).name == "Amina Officer"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "FOO", "PROPFIND", "A" * 300])
@pytest.mark.parametrize("address", ["/ar/", "/ar/partners/", "/ar/accounts/login/", "/healthz"])
def test_an_unknown_method_is_refused_in_words(db, client, method, address):
    response = client.generic(method, address)

    assert response.status_code == 405
    assert "POST" in response["Allow"]
    assert address == "/healthz" or 'lang="ar"' in response.text


def test_a_known_method_at_the_wrong_address_is_refused_in_words(officer, office):
    address = reverse("commitment-act", args=[office.commitment().pk, "beginning"])

    response = officer.get(address, headers={"Accept": "text/html"})

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "It only does what a form asks for" in response.text


def test_a_long_word_is_searched_for_and_found_nowhere(officer):
    assert officer.get(f"/en/partners/?q={quote('ل' * 600)}").status_code == 200
