"""Every answer carries its headers, whoever gives it: a page, a redirect, a file, a refusal, a fault."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from comity.watch.headers import PERMISSIONS

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
UNSAFE = re.compile(r"unsafe-|\*|https?:|data:")
ANSWERS = {
    "a page": ("GET", "/en/", {}, 200),
    "a page in Arabic": ("GET", "/ar/", {}, 200),
    "the front door": ("GET", "/", {}, 302),
    "a slash that lacks": ("GET", "/en/partners", {}, 301),
    "signing in": ("GET", "/en/accounts/login/", {}, 200),
    "a new password": ("GET", "/en/accounts/password/reset/", {}, 200),
    "a second factor": ("GET", "/en/accounts/2fa/authenticate/", {}, 302),
    "a door": ("GET", "/en/desk/", {}, 302),
    "nothing here": ("GET", "/en/nothing/", {}, 404),
    "nothing in no language": ("GET", "/nothing", {}, 404),
    "a refusal": ("POST", "/en/journal/", {}, 403),
    "a method": ("DELETE", "/en/accounts/logout/", {}, 405),
    "a hostile host": ("GET", "/en/", {"Host": "evil.example"}, 400),
    "a probe": ("GET", "/healthz", {}, 200),
    "a file": ("GET", "/static/ui/mark.svg", {}, 200),
    "no file": ("GET", "/static/ui/none.svg", {}, 404),
}


@pytest.fixture
def collected(settings, tmp_path):
    """One static file, served as a server does it."""
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "mark.svg").write_text("<svg/>")
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = False
    return tmp_path


def let_go(response):
    """A file is sent to its end, and so closed."""
    if response.streaming:
        b"".join(response.streaming_content)


def policy_of(response):
    parts = [one.split() for one in response["Content-Security-Policy"].split(";") if one.strip()]
    return {name: values for name, *values in parts}


def check(response, *, where):
    policy = policy_of(response)
    images = policy.pop("img-src", [])
    assert images == ["'self'", "data:"], where
    assert not UNSAFE.search(str(policy)), where
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == ["'self'"], where
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"], where
    assert policy["form-action"] == ["'self'"], where
    expected = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
    }
    assert {name: response.get(name) for name in expected} == expected, where
    assert response["X-Request-ID"], where
    assert response.has_header("Cache-Control"), where


@pytest.mark.parametrize("what", ANSWERS)
def test_every_answer_carries_its_headers(db, collected, what):
    method, path, headers, status = ANSWERS[what]

    response = Client(raise_request_exception=False).generic(method, path, headers=headers)

    let_go(response)
    assert response.status_code == status
    check(response, where=what)


def test_a_fault_carries_them_too(office, monkeypatch):
    monkeypatch.setattr("comity.journal.views.Paginator", lambda *_: 1 / 0)
    client = Client(raise_request_exception=False)
    client.force_login(office.officer, backend=BACKEND)

    response = client.get(reverse("journal"))

    assert response.status_code == 500
    check(response, where="a fault")


@pytest.mark.parametrize("name", ["mfa_index", "account_change_password", "mfa_activate_totp", "account"])
def test_pages_of_ones_own_account_carry_them_too(office, name):
    client = Client()
    client.force_login(office.officer, backend=BACKEND)

    check(client.get(reverse(name)), where=name)


def test_a_file_may_be_kept_and_a_page_may_not(db, client, collected):
    file = client.get("/static/ui/mark.svg")
    let_go(file)

    assert "no-store" not in file["Cache-Control"]
    assert client.get("/en/")["Cache-Control"] == "private, no-store"


def test_where_the_address_is_encrypted_browsers_stay_with_it(db, client, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True

    response = Client().get("/en/", secure=True)

    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert not client.get("/en/").has_header("Strict-Transport-Security")


def test_without_the_middleware_that_sees_every_answer_a_refused_host_goes_bare(db, settings):
    """The negative control: below the middleware that refuses, the headers would be missing."""
    first = settings.MIDDLEWARE[:6]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[6:], *first]

    response = Client().get("/en/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert not response.has_header("Content-Security-Policy")
