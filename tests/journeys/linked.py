"""What is behind an address in a letter: made through pages, as an office makes it, for somebody without an account."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from tests.browsing import Visitors

SENT_BY_FORM = "form[action$='/links/']"
ADDRESS = r"https?://[^\s/]+(/{language}/{path}[^\s⁩]+)"


def circulated_session(page: Page, title: str) -> str:
    """Plans and holds a session, and circulates its minutes; the address of its page."""
    yesterday = timezone.localdate() - timedelta(days=1)
    page.goto("/en/sessions/new/")
    page.locator("input[name=title_en]").fill(title)
    partner = page.locator(".combo", has=page.locator("select[name=partner]"))
    partner.locator("[role=combobox]").fill("leibn ass")
    partner.locator("[role=option]").first.click()
    page.locator("input[name=day]").fill(yesterday.isoformat())
    page.locator("input[name=begins]").fill("10:00")
    page.locator("input[name=ends]").fill("11:00")
    page.locator("main form.form .act-due").click()
    page.wait_for_url(re.compile(r"/sessions/\d+/$"))
    address = page.url
    page.goto(f"{address}agenda/")
    page.locator("input[name=title_en]").last.fill("The doctorate")
    send(page, "main form.form .act-due")
    for act, at in (
        ("convening", ""),
        ("agenda-adoption", ""),
        ("holding", ""),
        ("drafting", "minutes/"),
        ("circulation", ""),
    ):
        press(page, f"{address}{at}", act)
    return address


def press(page: Page, at: str, act: str) -> None:
    """Presses the button of an act on the page at this address."""
    page.goto(at)
    send(page, f"form[action$='/{act}/'] button")


def send(page: Page, button: str) -> None:
    """Presses a button that sends a form, and waits for the page that answers."""
    with page.expect_navigation():
        page.locator(button).first.click()


def link_to_minutes(page: Page, session: str, *, name: str = "Greta Guest") -> str:
    """Sends a link to the minutes of the session; the address in the letter."""
    page.goto(f"{session}draft/")
    page.locator("summary", has_text="Send a link").click()
    page.locator(f"{SENT_BY_FORM} input[name=name]").fill(name)
    page.locator(f"{SENT_BY_FORM} input[name=email]").fill("greta@example.org")
    send(page, f"{SENT_BY_FORM} button")
    return address_in_letter(page, "minutes/")


def address_in_letter(page: Page, path: str, *, language: str = "en") -> str:
    """The address of this kind in the newest letter that has one, as the demonstration shows it."""
    page.goto("/en/letters/")
    return re.search(ADDRESS.format(language=language, path=path), page.locator("main").text_content())[1]


def commitment_by_link(page: Page) -> str:
    """Sends a link to a promise of the example; the address in the letter."""
    page.goto("/en/commitments/")
    page.goto(page.locator("main tbody a[href*='/commitments/']").first.get_attribute("href"))
    page.locator("form#links").evaluate(
        "(form) => { for (let one = form; one; one = one.parentElement) one.open = true }"
    )
    page.locator("form#links [name$=name]").fill("Greta Guest")
    page.locator("form#links [name$=email]").fill("greta@example.org")
    send(page, "form#links button.act")
    return address_in_letter(page, "promises/")


def invitation(page: Page) -> str:
    """Invites a reader; the address at which a password is chosen."""
    page.goto("/en/accounts/invitations/")
    page.locator("input[name=name]").fill("Rami Reader")
    page.locator("input[name=email]").fill("rami@example.org")
    page.locator("select[name=role]").select_option("reader")
    send(page, "main form.form .act-due")
    return address_in_letter(page, "join/")


def new_password(page: Page, email: str) -> str:
    """Asks for another password; the address at which it is chosen."""
    page.goto("/en/accounts/password/reset/")
    page.locator("input[name=email]").fill(email)
    page.locator("main form button").first.click()
    page.wait_for_url("**/password/reset/done/")
    return address_in_letter(page, "accounts/password/reset/key/")


def pages_by_link(visitors: Visitors) -> dict[str, str]:
    """Every kind of page that an address in a letter opens, by name."""
    officer, guest = visitors.come("officer"), visitors.come()
    circulated = link_to_minutes(officer, circulated_session(officer, "A session whose minutes circulate"))
    recalled = circulated_session(officer, "A session whose minutes were taken back")
    taken_back = link_to_minutes(officer, recalled)
    officer.goto(f"{recalled}recall/")
    officer.locator("main form.form [name=why]").fill("A name was missing.")
    send(officer, "main form.form button")
    adopted = circulated_session(officer, "A session whose minutes are final")
    final = link_to_minutes(officer, adopted)
    guest.goto(final)
    send(guest, "form[action$='/adoptions/'] button")
    press(officer, f"{adopted}draft/", "adoptions")
    guest.goto(final)
    of_item = guest.locator("a[href*='/corrigenda/?item=']").first.get_attribute("href")
    return {
        "draft-by-link": circulated,
        "taken-back-by-link": taken_back,
        "final-by-link": final,
        "item-to-correct-by-link": f"{final}corrigenda/",
        "correction-by-link": str(of_item),
        "promise-by-link": commitment_by_link(officer),
        "join": invitation(visitors.come("head")),
        "password-reset": "/en/accounts/password/reset/",
        "password-reset-done": "/en/accounts/password/reset/done/",
        "password-reset-key": new_password(visitors.come(), visitors.site.passwords["officer"][0]),
        "password-reset-key-done": "/en/accounts/password/reset/key/done/",
    }
