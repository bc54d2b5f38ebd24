"""An editor writes the news of a session from its record, is held by a wrong day, puts it right and publishes."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import axe, keep, sticking_out

SESSION = {"en": "ways to work together", "ar": "سبل العمل المشترك"}
DAYS = {"en": ("21 January 2021", "22 January 2021"), "ar": ("21 يناير 2021", "22 يناير 2021")}
NUMBER = re.compile(r"/pages/(\d+)/edit/")


def draft(page, language):
    """From the session to the editor; where somebody drafted it before, to what they left."""
    page.goto(f"/{language}/sessions/")
    page.locator("main a", has_text=SESSION[language]).first.click()
    page.locator("main nav a[href$='/news/']").click()
    page.wait_for_url("**/news/")
    write = page.locator("main form[method=post] button.act-due")
    if write.count():
        write.click()
    else:
        page.locator("main .note a").nth(["en", "fr", "ar"].index(language)).click()
    page.wait_for_url(NUMBER)
    return NUMBER.search(page.url)[1]


def publish(page):
    page.locator("footer .w-dropdown__toggle").first.click()
    page.locator("button[name=action-publish]").first.click()


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.both_databases), "ar"])
def test_an_editor_writes_from_a_session_and_publishes(visitors, language):
    page, (right, wrong) = visitors.come("officer"), DAYS[language]
    number = draft(page, language)
    sentence = page.locator("#body-0-value-0-value-words")
    expect(sentence).to_have_value(re.compile(right))
    written, title = sentence.input_value(), page.locator("#id_title").input_value()

    sentence.fill(written.replace(right, wrong))
    publish(page)
    page.wait_for_url(f"**/newsroom/facts/{number}/?held")
    assert page.locator("html").get_attribute("lang") == language
    expect(page.get_by_text(wrong).first).to_be_visible()
    page.goto(f"/newsroom/pages/{number}/edit/")
    sentence.fill(written)
    publish(page)
    page.wait_for_url(re.compile(r"/newsroom/pages/\d+/$"))

    visitor = visitors.come(viewport={"width": 360, "height": 780})
    visitor.goto(f"/{language}/news/")
    visitor.locator("main .row-what", has_text=title).click()
    visitor.locator(".article-body").wait_for()
    expect(visitor.locator(".article-body").get_by_text(right).first).to_be_visible()
    assert sticking_out(visitor) == []
    keep(visitor, f"news-of-a-session-{language}")
    looker = visitors.come(bypass_csp=True)
    looker.goto(visitor.url)
    assert axe(looker) == []
    visitor.locator(".from-record-link").first.click()
    visitor.wait_for_url(re.compile(rf"/{language}/sessions/\d+/"))
