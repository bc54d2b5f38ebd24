"""In a real browser: what is wrong with a form is in sight as soon as its page is, however far down it stands."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


AGREED = {"en": "Draft a cooperation agreement", "ar": "صياغة اتفاقية تعاون"}


@pytest.mark.parametrize(("language", "size"), [("en", (1280, 800)), ("ar", (360, 640))])
def test_a_wish_without_a_reason_comes_back_with_its_fault_in_sight(visitors, language, size):
    page = visitors.come("officer")
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.goto(f"/{language}/commitments/")
    page.locator("main a", has_text=AGREED[language]).first.click()
    page.locator("details", has=page.locator("form#cancellation")).locator("summary").first.click()

    with page.expect_navigation():
        page.locator("form#cancellation button").click()

    expect(page.locator("form#cancellation textarea")).to_be_focused()
    expect(page.locator("form#cancellation .field-wrong")).to_be_in_viewport(ratio=1)
    assert all("422" in one for one in visitors.complaints)
    visitors.complaints.clear()
