"""In a real browser: somebody without an account corrects and adopts the minutes by a signed link."""

import pytest
from playwright.sync_api import expect

from tests.journeys.linked import circulated_session, link_to_minutes, send

pytestmark = pytest.mark.browser


def test_a_guest_corrects_the_minutes_adopts_them_and_corrects_the_final_text_without_an_account(visitors):
    session, guest = visitors.come("officer"), visitors.come()
    address = circulated_session(session, "A session with a guest")
    guest.goto(link_to_minutes(session, address))

    item = guest.locator(".item").last
    item.locator("summary", has_text="other words").click()
    item.locator("textarea[name=words]").fill("As we would say it.")
    item.locator("form[action$='/corrections/'] button").click()

    expect(guest.locator(".changes ins").first).to_be_visible()
    session.goto(f"{address}draft/")
    send(session, "form[action$='/taking-over/'] button")
    guest.reload()
    guest.locator("form[action$='/adoptions/'] button").click()
    expect(guest.get_by_text("You have adopted the minutes for your side.")).to_be_visible()

    session.reload()
    send(session, "form[action$='/adoptions/'] button")
    guest.reload()
    guest.get_by_role("link", name="Propose a correction of this item").last.click()
    guest.locator("textarea[name=reading_en]").fill("As it should have read.")
    guest.locator("input[name=why]").fill("A slip of the pen.")
    guest.locator("main form.form .act-due").click()
    expect(guest.get_by_text("The correction is proposed.")).to_be_visible()
    expect(guest.locator("ins").first).to_be_visible()
    guest.get_by_text("The item as it would read, whole").click()
    expect(guest.get_by_text("As it should have read.")).to_be_visible()
    session.reload()
    session.locator("aside form[action*='/corrigenda/'] button").click()
    expect(session.get_by_text("adopted by all sides")).to_be_visible()
