"""Cookies, sessions and passwords hold what requirements ask of them."""

import os
import re
import secrets
import subprocess
import sys

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as given
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from comity.accounts.models import User
from comity.journal.acting import acting
from comity.journal.models import Letter
from tests import make

LONG = "ein sehr langer Satz, كلمة سر طويلة, with 3 scripts & signs ' \" < > \\ and more than sixty-four of them"
# Read in a process of its own: what a test changes is not what production has.
ASK = """
import json
from django.conf import settings
print(json.dumps([getattr(settings, one) for one in (
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE", "SESSION_COOKIE_DOMAIN",
    "CSRF_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "CSRF_COOKIE_PATH")]))
"""


@pytest.fixture(autouse=True)
def nobody_has_tried_before(db):
    cache.clear()


def sign_in(client, user, password=make.PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def is_signed_in(client):
    return client.get(reverse("account")).status_code == 200


def test_cookies_of_an_encrypted_address_belong_to_its_host_alone():
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "comity.settings",
        "COMITY_ADDRESS": "https://comity.example.org",
        "COMITY_SECRET_KEY": secrets.token_urlsafe(50),
    }
    told = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)

    assert told.stdout.strip() == (
        '["__Host-sessionid", "__Host-csrftoken", true, true, true, true, "Lax", "Lax", null, null, "/", "/"]'
    )


def test_the_same_signs_go_with_every_cookie_that_is_set(office, client):
    response = sign_in(client, office.officer)

    told = {
        one.key: (one["httponly"], one["samesite"], one["path"], one["domain"]) for one in response.cookies.values()
    }
    assert told["sessionid"] == told["csrftoken"] == (True, "Lax", "/", "")


def test_signing_in_gives_a_new_session(office, client):
    sign_in(client, office.officer)
    first = client.session.session_key
    client.post(reverse("account_logout"))

    sign_in(client, office.officer)

    assert client.session.session_key not in (first, None)


def test_a_session_that_was_planted_before_signing_in_is_not_kept(office, client):
    planted = client.session
    planted["seen"] = 1
    planted.save()
    client.cookies["sessionid"] = planted.session_key

    sign_in(client, office.officer)

    assert client.cookies["sessionid"].value != planted.session_key
    assert not is_signed_in(with_session(planted.session_key))


def with_session(key):
    other = Client()
    other.cookies["sessionid"] = key
    return other


def test_a_session_that_was_left_opens_nothing(office, client):
    sign_in(client, office.officer)
    key = client.session.session_key
    assert is_signed_in(with_session(key))

    client.post(reverse("account_logout"))

    assert not is_signed_in(with_session(key))


def test_over_tls_a_browser_is_told_to_throw_away_what_it_keeps_when_one_signs_out(office, client):
    for is_secure, told in ((True, '"storage"'), (False, None)):
        sign_in(client, office.officer)
        assert client.get(reverse("account_logout"), secure=is_secure).get("Clear-Site-Data") is None
        assert client.post(reverse("account_logout"), secure=is_secure).get("Clear-Site-Data") == told


def test_the_key_of_a_session_is_drawn_long_enough(office, client):
    sign_in(client, office.officer)

    key = client.session.session_key
    assert re.fullmatch(r"[a-z0-9]{32}", key)  # 36 letters, 32 times: 165 bits
    assert given.SESSION_ENGINE == "comity.accounts.sessions"  # which keeps them in the database


def test_a_changed_password_ends_every_other_session(office, client):
    elsewhere = Client()
    sign_in(elsewhere, office.officer)
    sign_in(client, office.officer)
    new = "another one that is long enough"

    client.post(reverse("account_change_password"), {"oldpassword": make.PASSWORD, "password1": new, "password2": new})

    assert User.objects.get(pk=office.officer.pk).check_password(new)
    assert not is_signed_in(elsewhere)


def test_a_password_is_changed_only_with_the_one_before(office, client):
    sign_in(client, office.officer)
    new = "another one that is long enough"

    client.post(reverse("account_change_password"), {"oldpassword": "wrong", "password1": new, "password2": new})

    assert User.objects.get(pk=office.officer.pk).check_password(make.PASSWORD)


def test_a_password_may_be_long_and_of_any_signs_and_is_taken_as_typed(office, client):
    assert len(LONG) > 64
    sign_in(client, office.officer)

    client.post(
        reverse("account_change_password"), {"oldpassword": make.PASSWORD, "password1": LONG, "password2": LONG}
    )

    cache.clear()
    assert sign_in(Client(), office.officer, LONG).status_code == 302
    for other in (LONG.lower(), LONG[:64], LONG + " ", LONG.replace("ä", "a")):
        assert other == LONG or not User.objects.get(pk=office.officer.pk).check_password(other)


def test_fields_of_passwords_hide_them_and_take_what_a_manager_pastes(office, client):
    pages = [client.get(reverse(name)).text for name in ("account_login",)]
    sign_in(client, office.officer)
    pages += [client.get(reverse("account_change_password")).text]

    fields = [one for page in pages for one in re.findall(r"<input[^>]*password[^>]*>", page)]

    assert len(fields) >= 4
    assert all('type="password"' in one and 'autocomplete="' in one for one in fields)
    assert not any("onpaste" in one or 'autocomplete="off"' in one or "maxlength" in one for one in fields)


def test_passwords_are_kept_by_a_function_that_takes_long():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "comity.settings"}
    ask = "from django.contrib.auth.hashers import make_password; print(make_password('x'))"
    told = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True)

    kept = told.stdout.strip()
    assert kept.startswith("pbkdf2_sha256$")
    assert int(kept.split("$")[1]) >= 600_000


def test_a_new_password_does_not_pass_by_the_second_factor(office, client):
    with acting(by=office.officer):
        TOTP.activate(office.officer, generate_totp_secret())
        RecoveryCodes.activate(office.officer)
    client.post(reverse("account_reset_password"), {"email": office.officer.email})
    address = re.search(r"http://\S+?(/en/accounts/\S+)", Letter.objects.get().body).group(1)
    new = "quite another one 1"

    form = client.get(address, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})

    assert not is_signed_in(client)
    assert sign_in(client, office.officer, new).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
