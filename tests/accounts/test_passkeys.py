"""A passkey, in a real browser with an authenticator of its own: added, used to sign in, used as a second factor."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from comity.journal.acting import acting
from comity.journal.models import Letter
from tests import make

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium):
    """A page of a browser that holds an authenticator; whatever the browser complains of fails the test."""
    context = chromium.new_context()
    context.set_default_timeout(15_000)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def sign_in(page, live_server, user):
    page.goto(f"{live_server.url}/en/accounts/login/?next=/en/account/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(make.PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page, live_server):
    page.goto(f"{live_server.url}/en/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{live_server.url}/en/")


def add_passkey(page, live_server):
    page.goto(f"{live_server.url}/en/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name of the key").fill("Phone")
    expect(page.get_by_label("A passkey: it signs in without the password")).to_be_checked()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_a_passkey_is_added_signs_in_by_itself_and_serves_as_second_factor(page, live_server):
    officer = make.user(name="Amina Officer")
    sign_in(page, live_server, officer)
    add_passkey(page, live_server)
    sign_out(page, live_server)

    page.goto(f"{live_server.url}/en/accounts/login/?next=/en/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Amina Officer")).to_be_visible()
    sign_out(page, live_server)

    sign_in(page, live_server, officer)
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(page.get_by_role("heading", name="Amina Officer")).to_be_visible()

    letter = Letter.objects.get()
    assert (letter.to_email, letter.subject) == (officer.email, "A passkey or security key was added to your account")


def test_whoever_has_only_a_passkey_is_asked_for_it_and_for_no_code_of_an_app(page, live_server):
    officer = make.user(name="Amina Officer")
    sign_in(page, live_server, officer)
    add_passkey(page, live_server)
    sign_out(page, live_server)

    sign_in(page, live_server, officer)

    expect(page.get_by_text("Show that it is you with your passkey or security key.")).to_be_visible()
    expect(page.get_by_label("Recovery code", exact=True)).to_be_visible()
    expect(page.get_by_text("authenticator app")).to_have_count(0)
    with acting(by=officer):
        officer.authenticator_set.filter(type="recovery_codes").delete()
    page.reload()
    expect(page.locator("input[name=code]")).to_have_count(0)
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(page.get_by_role("heading", name="Amina Officer")).to_be_visible()


# What the browser refuses

REFUSALS = {
    "NotAllowedError": "it was cancelled, it took too long",
    "AbortError": "it was cancelled, it took too long",
    "InvalidStateError": "among your keys already",
    "SecurityError": "uses no passkeys at this address",
    "UnknownError": "The passkey did not work",
}


def refusing(page, name):
    """The browser answers every wish for a passkey with this error."""
    refuse = f"async () => {{ throw new DOMException('', '{name}') }}"
    page.add_init_script(f"navigator.credentials.create = navigator.credentials.get = {refuse}")


@pytest.mark.parametrize("name", REFUSALS)
def test_what_the_browser_refuses_is_said_where_one_signs_in(page, live_server, name):
    refusing(page, name)
    page.goto(f"{live_server.url}/en/accounts/login/")
    expect(page.get_by_role("alert")).to_be_empty()

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text(REFUSALS[name])


def test_a_passkey_that_is_not_added_is_said_beside_the_button(page, live_server):
    refusing(page, "NotAllowedError")
    sign_in(page, live_server, make.user())
    page.goto(f"{live_server.url}/en/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Go on").click()

    page.get_by_role("button", name="Add it").click()

    expect(page.get_by_role("alert")).to_contain_text("No key was added: it was cancelled")


def test_it_is_said_in_the_readers_language(page, live_server):
    refusing(page, "NotAllowedError")
    page.goto(f"{live_server.url}/ar/accounts/login/")

    page.locator("#passkey_login").click()

    expect(page.get_by_role("alert")).to_contain_text("لم يُستخدم أي مفتاح مرور")


def test_a_browser_without_passkeys_says_so(page, live_server):
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto(f"{live_server.url}/en/accounts/login/")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("This browser knows no passkeys")


def test_an_ip_address_leads_to_the_address_at_which_passkeys_work(page, live_server):
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/en/accounts/login/")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", settings.ADDRESS)
