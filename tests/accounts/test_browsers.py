"""A person sees in which browsers they are signed in, ends any of them, and is signed out where nothing is done."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.accounts.browsers import in_words
from comity.accounts.models import SignIn
from comity.accounts.sessions import SessionStore
from comity.partners import inviting
from tests import make

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/1 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def nobody_has_tried_before(db):
    cache.clear()


def browser_of(user, agent=FIREFOX):
    """Somebody who signs in with a browser of their own and opens a page."""
    browser = Client(headers={"User-Agent": agent})
    browser.post(reverse("account_login"), {"login": user.email, "password": make.PASSWORD})
    assert is_signed_in(browser)
    return browser


def is_signed_in(browser):
    return browser.get(reverse("account")).status_code == 200


def mine(user):
    return SignIn.objects.of(user.pk)


def handle_of(browser):
    return SignIn.objects.get(session_key=browser.session.session_key).handle


def show_who_one_is(browser, answer):
    """The password once more, where it is asked for before an act; the act is then done."""
    assert answer.url.startswith(reverse("account_reauthenticate"))
    return browser.post(answer.url, {"password": make.PASSWORD})


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (IPHONE, ("Safari", "iPhone")),
        (EDGE, ("Edge", "Windows")),
        (CHROME, ("Chrome", "Android")),
        ("curl/8.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_is_named_in_two_words(agent, words):
    assert in_words(agent) == words


def test_one_sees_in_which_browsers_one_is_signed_in_and_which_is_this_one(office):
    here, _phone, _of_another = (
        browser_of(office.officer),
        browser_of(office.officer, IPHONE),
        browser_of(office.head, EDGE),
    )

    page = here.get(reverse("browsers"))

    told = [(one.browser, one.system, is_here) for one, is_here in page.context["browsers"]]
    assert sorted(told) == [("Firefox", "Linux", True), ("Safari", "iPhone", False)]
    assert "this browser" in page.text
    assert here.session.session_key not in page.text


def test_of_what_a_browser_says_nothing_but_the_two_words_is_kept(office):
    browser = browser_of(office.officer, FIREFOX + " planted")

    kept = mine(office.officer).get()

    assert (kept.browser, kept.system, kept.user) == ("Firefox", "Linux", office.officer)
    assert "planted" not in str(kept.get_decoded()) and "127.0.0.1" not in str(kept.get_decoded())
    assert is_signed_in(browser)


def test_one_ends_another_browser_after_showing_who_one_is(office):
    here, phone, tablet = browser_of(office.officer), browser_of(office.officer, IPHONE), browser_of(office.officer)

    asked = here.post(reverse("browser-ending", args=[handle_of(phone)]))
    assert is_signed_in(phone)  # nothing is done before the password is given
    done = show_who_one_is(here, asked)

    assert done.url == reverse("browsers")
    assert (is_signed_in(here), is_signed_in(phone), is_signed_in(tablet)) == (True, False, True)


def test_one_ends_all_other_browsers_after_showing_who_one_is(office):
    here, others = browser_of(office.officer), [browser_of(office.officer, agent) for agent in (IPHONE, EDGE)]
    of_another = browser_of(office.head)

    show_who_one_is(here, here.post(reverse("browsers-ending")))

    assert is_signed_in(here) and is_signed_in(of_another)
    assert [is_signed_in(one) for one in others] == [False, False]


def test_nobody_ends_the_browser_of_somebody_else(office):
    here, of_another = browser_of(office.officer), browser_of(office.head)

    answer = show_who_one_is(here, here.post(reverse("browser-ending", args=[handle_of(of_another)])))

    assert answer.status_code == 404
    assert is_signed_in(of_another)


def test_a_browser_is_not_ended_by_following_a_link(office):
    here, phone = browser_of(office.officer), browser_of(office.officer, IPHONE)

    assert here.get(reverse("browser-ending", args=[handle_of(phone)])).status_code == 405
    assert here.get(reverse("browsers-ending")).status_code == 405
    assert is_signed_in(phone)


def test_a_changed_password_leaves_no_browser_signed_in(office):
    here, phone = browser_of(office.officer), browser_of(office.officer, IPHONE)
    new = "another one that is long enough"

    here.post(reverse("account_change_password"), {"oldpassword": make.PASSWORD, "password1": new, "password2": new})

    assert not mine(office.officer).exists()
    assert not is_signed_in(phone)


def test_a_changed_second_factor_ends_every_other_browser(office, django_capture_on_commit_callbacks):
    here, phone = browser_of(office.officer), browser_of(office.officer, IPHONE)
    form = show_who_one_is(here, here.get(reverse("mfa_activate_totp")))
    secret = here.get(form.url).context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        here.post(form.url, {"code": code_of(secret)})
    assert (is_signed_in(here), is_signed_in(phone)) == (True, False)

    again = Client()
    again.force_login(office.officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    here.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=office.officer, type="totp").exists()
    assert (is_signed_in(here), is_signed_in(again)) == (True, False)


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_closed_account_is_signed_out_for_good_also_when_it_is_opened_again(office):
    browser = browser_of(office.officer)

    inviting.close(office.officer, at=make.NOW, by=office.head)
    inviting.reopen(office.officer, by=office.head)

    assert not is_signed_in(browser)


def test_a_head_who_closes_their_own_account_is_signed_out(office):
    second = make.user("head")
    browser = browser_of(second)

    answer = browser.post(reverse("account-closing", args=[second.pk]))

    assert answer.status_code == 302
    assert not is_signed_in(browser)


def after(monkeypatch, span):
    now = timezone.now() + span
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_whoever_does_nothing_for_long_is_signed_out(office, settings, monkeypatch):
    browser = browser_of(office.officer)

    after(monkeypatch, settings.SIGNED_IN_IDLE + timedelta(minutes=1))

    assert not is_signed_in(browser)


def test_whoever_is_there_now_and_then_stays_signed_in_but_not_beyond_two_weeks(office, settings, monkeypatch):
    browser, steps = browser_of(office.officer), 0

    while is_signed_in(browser):
        after(monkeypatch, settings.SIGNED_IN_IDLE * 0.9)
        steps += 1

    assert steps == SignIn.WHOLE_AGE // (settings.SIGNED_IN_IDLE * 0.9) + 1


def test_without_the_end_of_idleness_one_would_stay_signed_in(office, settings, monkeypatch):
    settings.SIGNED_IN_IDLE = timedelta(days=99)
    browser = browser_of(office.officer)

    after(monkeypatch, timedelta(days=1))

    assert is_signed_in(browser)


def test_pages_are_read_though_their_use_cannot_be_noted(office, monkeypatch):
    browser = browser_of(office.officer)
    after(monkeypatch, timedelta(hours=1))

    def refuse(*given, **named):
        raise DatabaseError("read-only")

    monkeypatch.setattr(SessionStore, "save", refuse)

    assert is_signed_in(browser)


def test_a_use_is_noted_every_few_minutes_and_not_with_every_page(office, monkeypatch):
    browser = browser_of(office.officer)
    [before] = mine(office.officer).values_list("used_at", flat=True)

    after(monkeypatch, timedelta(minutes=1))
    assert is_signed_in(browser)
    assert mine(office.officer).get().used_at == before

    after(monkeypatch, timedelta(minutes=10))
    assert is_signed_in(browser)
    assert mine(office.officer).get().used_at == timezone.now()
