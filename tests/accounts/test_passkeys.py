"""A passkey, in a real browser with an authenticator of its own: added, used to sign in, used as a second factor."""

import pytest
from playwright.sync_api import expect

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
    page.get_by_label("A passkey: it signs in without the password").check()
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
