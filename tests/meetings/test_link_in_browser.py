"""In a real browser: somebody without an account corrects and adopts the minutes by a signed link."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def session(visitors):
    """The page of a session, at an officer's, whose minutes circulate."""
    page = visitors.come("officer")
    page.goto("/en/sessions/new/")
    page.locator("input[name=title_en]").fill("A session with a guest")
    partner = page.locator(".combo", has=page.locator("select[name=partner]"))
    partner.locator("[role=combobox]").fill("leibn ass")
    partner.locator("[role=option]").first.click()
    page.locator("input[name=day]").fill((timezone.localdate() - timedelta(days=1)).isoformat())
    page.locator("input[name=begins]").fill("10:00")
    page.locator("input[name=ends]").fill("11:00")
    page.locator("main form.form .act-due").click()
    page.wait_for_url(re.compile(r"/sessions/\d+/$"))
    address = page.url
    for act in ("convening", "agenda-adoption", "holding", "minutes/drafting", "circulation"):
        page.goto(address + act.rpartition("/")[0])
        page.locator(f"form[action$='/{act.rpartition('/')[2]}/'] button").first.click()
        page.wait_for_load_state()
    return page


def link_sent_by(page):
    """The address in the letter, as the demonstration shows it."""
    page.goto(f"{page.url.partition('/draft/')[0]}/draft/")
    page.locator("summary", has_text="Send a link").click()
    page.locator("form[action$='/links/'] input[name=name]").fill("Greta Guest")
    page.locator("form[action$='/links/'] input[name=email]").fill("greta@example.org")
    page.locator("form[action$='/links/'] button").click()
    page.goto("/en/letters/")
    return re.search(r"https?://\S+(/en/minutes/\S+)", page.locator("main").first.text_content())[1]


def test_a_guest_corrects_the_minutes_adopts_them_and_corrects_the_final_text_without_an_account(session, visitors):
    guest = visitors.come()
    guest.goto(link_sent_by(session))

    item = guest.locator(".item").last
    item.locator("summary", has_text="other words").click()
    item.locator("textarea[name=words]").fill("As we would say it.")
    item.locator("form[action$='/corrections/'] button").click()

    expect(guest.locator(".changes ins").first).to_be_visible()
    session.goto(session.url.replace("/letters/", "/sessions/"))
    session.locator("main a", has_text="A session with a guest").first.click()
    session.goto(f"{session.url}draft/")
    session.locator("form[action$='/taking-over/'] button").click()
    session.wait_for_load_state()
    guest.reload()
    guest.locator("form[action$='/adoptions/'] button").click()
    expect(guest.get_by_text("You have adopted the minutes for your side.")).to_be_visible()

    session.reload()
    session.locator("form[action$='/adoptions/'] button").click()
    session.wait_for_load_state()
    guest.reload()
    guest.get_by_role("link", name="Propose a correction of this item").last.click()
    guest.locator("textarea[name=reading_en]").fill("As it should have read.")
    guest.locator("input[name=why]").fill("A slip of the pen.")
    guest.locator("main form.form .act-due").click()
    expect(guest.get_by_text("The correction is proposed.")).to_be_visible()
    expect(guest.get_by_text("As it should have read.")).to_be_visible()
    session.reload()
    session.locator("form[action*='/corrigenda/'] button").click()
    expect(session.get_by_text("adopted by all sides")).to_be_visible()
