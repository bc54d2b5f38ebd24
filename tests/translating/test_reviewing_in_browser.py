"""In a real browser: a reviewer clears the notice of a translated article, with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import axe

pytestmark = pytest.mark.browser

SLUG = "women-in-science-2021"
TITLED = {"en": "women in science", "ar": "مع النساء في العلوم"}  # as readers of each language know the article
WRITTEN = "وكان المتوقع خمسة آلاف مشارك من 350 جامعة. وشارك أكثر من 2,000."


def focused(page):
    return page.evaluate("() => document.activeElement.textContent.trim()")


def is_at(page, words):
    return focused(page) in words


def review(page, interface, into, accept, write=None):
    """The officer goes from the queue through every passage of the article, and answers with Enter."""
    page.goto(f"/{interface}/translations/?language={into}")
    page.locator("main .row a", has_text=TITLED[interface]).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/translations/*/")
    assert axe(page) == []
    while page.locator(".passage form").count():
        current = page.locator(".passage:has(:focus)")
        if write and current.locator(".word-warning").count():
            expect(current.locator("textarea")).to_be_focused()
            page.keyboard.press("Control+a")
            page.keyboard.type(write)
            page.keyboard.press("Tab")
        assert is_at(page, accept)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_be_visible()


@pytest.mark.parametrize(
    ("interface", "into", "accept", "write"),
    [("en", "fr", "Accept these words", None), ("ar", "ar", "اعتماد هذه الكلمات", WRITTEN)],
)
def test_a_reviewer_clears_the_notice_by_keyboard(visitors, interface, into, accept, write):
    address = f"/{into}/news/{SLUG}/"
    reader = visitors.come(None, bypass_csp=True)
    reader.goto(address)
    expect(reader.locator(".note-translated")).to_be_visible()
    assert axe(reader) == []

    review(visitors.come("officer", bypass_csp=True), interface, into, accept, write)

    reader.goto(address)
    expect(reader.locator(".note-translated")).to_have_count(0)
    expect(reader.locator(".by-machine, .in-original")).to_have_count(0)
    assert reader.locator("meta[name=robots]").count() == 0
    if write:
        expect(reader.get_by_text("2,000")).to_be_visible()
    reader.goto(f"{address}side-by-side/")
    assert axe(reader) == []
