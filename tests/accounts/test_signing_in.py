"""Signing in, asking for a new password, and what strangers learn from it: nothing."""

import re

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from comity.accounts.models import Role, User
from comity.accounts.sayings import SIGNING_IN
from comity.journal.acting import acting
from comity.journal.models import Entry, Letter
from comity.partners import inviting
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WRONG = "not the password at all"


@pytest.fixture(autouse=True)
def nobody_has_tried_before(db):
    """Each test begins without counted attempts."""
    cache.clear()


def sign_in(client, email, password=make.PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def prove_who_one_is(client):
    return client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})


def ask_for_new_password(client, email):
    return client.post(reverse("account_reset_password"), {"email": email})


def without_tokens(page):
    return re.sub(r'name="(csrfmiddlewaretoken|once)" value="[\w-]+"', "", page.content.decode())


def test_a_person_signs_in_with_address_and_password(office, client):
    response = sign_in(client, office.officer.email.upper())

    assert response.url == reverse("desk")
    assert client.session["_auth_user_id"] == str(office.officer.pk)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(office, client):
    wrong = sign_in(client, office.officer.email, WRONG)
    unknown = sign_in(client, "nobody@example.org", WRONG)

    told = without_tokens(wrong).replace(office.officer.email, "nobody@example.org")
    assert wrong.status_code == unknown.status_code == 200
    assert told == without_tokens(unknown)


def test_an_account_that_never_joined_answers_like_one_that_is_not_there(office, client):
    inviting.invite(
        email="new@example.org", name="New", role="reader", language="en", at=timezone.now(), by=office.head
    )

    waiting = sign_in(client, "new@example.org", WRONG)
    unknown = sign_in(client, "nobody@example.org", WRONG)

    assert without_tokens(waiting).replace("new@", "nobody@") == without_tokens(unknown)


def test_a_closed_account_does_not_sign_in(office, client):
    inviting.close(office.officer, at=timezone.now(), by=office.head)

    response = sign_in(client, office.officer.email)

    assert response.url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session
    assert "This account is closed" in client.get(response.url).content.decode()


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(office, client):
    for _attempt in range(5):
        sign_in(client, office.officer.email, WRONG)

    response = sign_in(client, office.officer.email)

    assert "_auth_user_id" not in client.session
    assert "There were too many attempts" in response.content.decode()


def test_attempts_are_counted_where_every_worker_sees_them(settings):
    assert issubclass(import_string(settings.CACHES["default"]["BACKEND"]), DatabaseCache)


def test_whoever_tries_too_often_gets_a_page_that_says_so(office, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, office.officer.email, WRONG)

    response = sign_in(client, office.officer.email)

    assert response.status_code == 429
    assert "That was too often in a short time" in response.content.decode()


def test_a_new_password_is_chosen_through_a_letter(office, client):
    ask_for_new_password(client, office.officer.email)
    letter = Letter.objects.get()
    address = re.search(r"http://\S+?(/en/accounts/\S+)", letter.body).group(1)

    form = client.get(address, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "quite another one 1", "password2": "quite another one 1"})

    assert User.objects.get(pk=office.officer.pk).check_password("quite another one 1")
    assert letter.to_name == "Amina Officer"
    assert [one.subject for one in Letter.objects.order_by("pk")] == [
        "Choose a new password",
        "Your password was set anew",
    ]
    assert "opens nothing any more" in client.get(address, follow=True).content.decode()


def test_the_letter_names_the_address_of_this_site_whatever_host_was_asked(office, client, settings):
    settings.ALLOWED_HOSTS = ["*"]

    client.post(reverse("account_reset_password"), {"email": office.officer.email}, headers={"host": "evil.example"})

    body = Letter.objects.get().body
    assert "evil.example" not in body
    assert f"{settings.ADDRESS}/en/accounts/password/reset/key/" in body


def test_the_letter_speaks_the_language_of_the_account_not_of_the_page(office, client):
    reader = make.user(Role.READER, language="fr")

    ask_for_new_password(client, reader.email)

    letter = Letter.objects.get()
    assert letter.language == "fr"
    assert "/fr/accounts/password/reset/key/" in letter.body


def test_asking_for_a_new_password_answers_alike_for_every_address(office, client):
    inviting.invite(
        email="new@example.org", name="New", role="reader", language="en", at=timezone.now(), by=office.head
    )
    answers = [
        ask_for_new_password(client, email) for email in (office.officer.email, "new@example.org", "nobody@example.org")
    ]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, reverse("account_reset_password_done"))}


def test_an_invited_account_gets_no_letter_with_which_to_choose_a_password(office, client):
    inviting.invite(
        email="new@example.org", name="New", role="reader", language="en", at=timezone.now(), by=office.head
    )

    ask_for_new_password(client, "new@example.org")
    ask_for_new_password(client, office.officer.email)

    after = [(one.to_email, one.subject) for one in Letter.objects.order_by("pk")][1:]
    assert after == [
        ("new@example.org", "No account under this address"),
        (office.officer.email, "Choose a new password"),
    ]


def test_not_even_a_true_key_opens_an_account_that_never_joined(office, client):
    invited = inviting.invite(
        email="new@example.org", name="New", role="reader", language="en", at=timezone.now(), by=office.head
    )
    with acting(by=None):
        key = {"uidb36": user_pk_to_url_str(invited), "key": default_token_generator.make_token(invited)}
    form = client.get(reverse("account_reset_password_from_key", kwargs=key), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "quite another one 1", "password2": "quite another one 1"})

    response = sign_in(client, "new@example.org", "quite another one 1")

    assert User.objects.get(pk=invited.pk).is_active is False
    assert "_auth_user_id" not in client.session
    assert response.status_code in (200, 302)


def test_a_changed_password_is_told_to_the_holder(office, client):
    client.force_login(office.officer, backend=BACKEND)
    new = {"oldpassword": make.PASSWORD, "password1": "quite another one 1", "password2": "quite another one 1"}

    client.post(reverse("account_change_password"), new)

    assert User.objects.get(pk=office.officer.pk).check_password("quite another one 1")
    assert Letter.objects.get().subject == "Your password was changed"


@pytest.mark.parametrize("name", ["account_email", "account_confirm_email", "mfa_signup_webauthn", "mfa_trust"])
def test_pages_that_are_not_wanted_have_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "login/code/confirm/", "3rdparty/"])
def test_pages_that_are_not_wanted_are_not_found(office, client, path):
    client.force_login(office.officer, backend=BACKEND)

    assert client.get(f"/en/accounts/{path}").status_code == 404


def test_a_visitor_learns_how_an_account_begins(db, client):
    page = client.get(reverse("account_signup")).content.decode()

    assert "An account begins with an invitation" in page


ENTRANCE = ["account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password"]
OWN = ["account", "account_change_password", "mfa_index", "mfa_list_webauthn", "account_reauthenticate"]


@pytest.mark.parametrize("name", [*ENTRANCE, "account_reset_password_done", "account_reset_password_from_key_done"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_signing_in_have_our_look(db, client, name, language):
    address = reverse(name).replace("/en/", f"/{language}/")

    page = client.get(address, follow=True).content.decode()

    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert "ui/css/main.css" in page


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_a_second_factor_is_added_only_by_whoever_shows_once_more_who_they_are(office, client, name):
    sign_in(client, office.officer.email)

    asked = client.get(reverse(name))
    prove_who_one_is(client)

    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    ("language", "by_password", "by_code"),
    [
        ("en", "Use your password", "Type a code from your app, or a recovery code"),
        ("ar", "استخدام كلمة المرور", "كتابة رمز من تطبيق المصادقة أو رمز استرداد"),
    ],
)
def test_the_other_ways_of_showing_who_one_is_are_named_in_our_words(office, client, language, by_password, by_code):
    with acting(by=office.officer):
        TOTP.activate(office.officer, generate_totp_secret())
    client.force_login(office.officer, backend=BACKEND)

    pages = [
        client.get(reverse(f"{app}_reauthenticate").replace("/en/", f"/{language}/")).text for app in ("account", "mfa")
    ]

    assert f">{by_code}</a>" in pages[0]
    assert f">{by_password}</a>" in pages[1]


@pytest.mark.parametrize("name", [*OWN, "mfa_activate_totp", "mfa_add_webauthn"])
def test_the_pages_of_ones_own_account_have_our_look(office, client, name):
    sign_in(client, office.officer.email)
    prove_who_one_is(client)

    page = client.get(reverse(name), follow=True)

    assert page.status_code == 200
    assert "ui/css/main.css" in page.content.decode()


@pytest.mark.parametrize("name", ["account_login", "mfa_index", "mfa_add_webauthn", "account"])
def test_no_page_carries_a_script_or_style_of_its_own(office, client, name):
    if name != "account_login":
        sign_in(client, office.officer.email)
        prove_who_one_is(client)

    page = client.get(reverse(name)).content.decode()

    inline = [tag for tag in re.findall(r"<script[^>]*>", page) if "src=" not in tag and "json" not in tag]
    assert inline == []
    assert " style=" not in page
    assert "onclick" not in page


@pytest.mark.parametrize("name", ["account", "mfa_index", "account_change_password"])
def test_a_visitor_is_asked_to_sign_in_first(db, client, name):
    assert client.get(reverse(name)).url.startswith(reverse("account_login"))


def test_a_second_factor_is_asked_for_and_recovery_codes_stand_in_for_it(office, client):
    with acting(by=office.officer):
        TOTP.activate(office.officer, generate_totp_secret())
        codes = RecoveryCodes.activate(office.officer).get_unused_codes()

    asked = sign_in(client, office.officer.email)
    page = client.get(asked.url).content.decode()
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert asked.url == reverse("mfa_authenticate")
    assert "Type the code that your authenticator app shows" in page
    assert client.session["_auth_user_id"] == str(office.officer.pk)


def test_an_authenticator_app_is_set_up_and_told_to_the_holder(office, client, django_capture_on_commit_callbacks):
    sign_in(client, office.officer.email)
    prove_who_one_is(client)
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(form.secret, counter))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code})

    assert office.officer.authenticator_set.filter(type="totp").exists()
    assert "An authenticator app was added to your account" in {one.subject for one in Letter.objects.all()}
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        assert client.get(reverse(name)).status_code == 200


def test_signing_in_writes_nothing_into_the_journal(office, client):
    before = Entry.objects.count()

    sign_in(client, office.officer.email)

    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The address and the password do not belong together."),
        ("fr", "L’adresse et le mot de passe ne vont pas ensemble."),
        ("ar", "العنوان وكلمة المرور غير متطابقين."),
    ],
)
def test_what_is_wrong_is_said_in_our_words(office, client, language, words):
    page = client.post(f"/{language}/accounts/login/", {"login": office.officer.email, "password": WRONG})

    assert words in page.text


def test_every_refusal_that_we_word_is_one_that_signing_in_knows():
    assert SIGNING_IN.keys() <= DefaultAccountAdapter.error_messages.keys()


def test_a_new_passkey_is_named_for_what_it_is(office):
    names = get_adapter().generate_authenticator_name(office.officer, Authenticator.Type.WEBAUTHN)
    with acting(by=office.officer):
        Authenticator.objects.create(user=office.officer, type=Authenticator.Type.WEBAUTHN, data={})

    with translation.override("ar"):
        second = get_adapter().generate_authenticator_name(office.officer, Authenticator.Type.WEBAUTHN)

    assert (names, second) == ("Passkey", "مفتاح المرور 2")
