"""A visitor without script or cookie asks for the news by mail, says yes in the letter, and ends the letters."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_opinion import looked_at

TOKEN = r"https?://[^/]+(/\w\w/newsletter/{}/[\w\-:]+/)"


def ways_in_letters(page, language, name):
    page.goto(f"/{language}/letters/")
    page.locator("main details").first.locator("summary").click()
    return re.findall(TOKEN.format(name), page.locator("main").inner_text())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_visitor_gets_the_news_after_saying_yes_twice_and_leaves(visitors, language):
    email = f"reader-{language}@example.org"
    page = visitors.come(java_script_enabled=False)
    page.goto(f"/{language}/newsletter/")
    page.locator("input[name=email]").fill(email)
    page.wait_for_timeout(2_100)  # sooner, only programs ask
    page.locator("main form button").click()
    page.wait_for_url("**/newsletter/asked/**")

    reads = visitors.come()
    reads.goto(page.url)
    looked_at(visitors, reads, f"asked-{language}")
    way = ways_in_letters(reads, language, "confirmation")[0]
    reads.goto(way)
    assert email in reads.locator("main").inner_text()
    looked_at(visitors, reads, f"confirmation-{language}")
    reads.locator("main form button").click()
    expect(reads.locator(".word-success[role=status]")).to_be_visible()
    looked_at(visitors, reads, f"confirmed-{language}")

    page.goto(f"/{language}/newsletter/")
    page.locator("input[name=email]").fill("no address")
    page.wait_for_timeout(2_100)
    page.locator("main form button").click()
    page.locator("[aria-invalid=true]").wait_for()
    expect(page.locator("input[name=email]")).to_have_value("no address")
    assert page.context.cookies() == []
    page.wait_for_timeout(300)
    assert [one for one in visitors.complaints if "422" not in one] == []
    visitors.complaints.clear()


def test_the_office_sees_how_many_read_the_news(visitors):
    office = visitors.come("officer")
    office.goto("/en/desk/")
    office.locator("a[href$='/newsletter/digests/']").click()
    office.wait_for_url("**/newsletter/digests/")
    looked_at(visitors, office, "digests")
