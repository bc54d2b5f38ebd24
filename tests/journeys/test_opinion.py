"""A visitor without script or cookie says what they think; an officer reads it, and closes the task that came of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import axe, keep, sticking_out

ARTICLE = "/{}/news/framework-agreement-with-likat/"
WORDS = {"en": "The signing date is missing here.", "ar": "تاريخ التوقيع غير مذكور هنا."}


def looked_at(visitors, page, name, *, told=""):
    """Nothing is wrong with the page, wide and narrow; the browser complains of nothing but what is told."""
    assert [one for one in visitors.complaints if not (told and told in one)] == []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page) == [], name
        assert sticking_out(page) == [], name
        keep(page, f"opinion-{name}-{width}")
    page.wait_for_timeout(300)  # until all that the browser complains of has arrived
    visitors.complaints.clear()  # axe brings styles of its own, which our policy refuses


def answer(visitors, language, level):
    """What a visitor without script sends; returns the page of thanks."""
    page = visitors.come(java_script_enabled=False, user_agent=f"A browser of {language}, Windows NT")
    page.goto(ARTICLE.format(language))
    page.locator(f".opinion input[value='{level}']").check()
    page.wait_for_timeout(3_100)  # sooner, only programs answer
    page.locator(".opinion button").click()
    page.wait_for_url("**/opinion/thanks/**")
    return page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_visitor_answers_and_an_officer_closes_the_task(visitors, language):
    page = answer(visitors, language, 2)
    page.locator("textarea[name=comment]").fill(WORDS[language])
    page.locator("main form button").click()
    expect(page.locator("[role=status]").first).to_be_visible()
    expect(page.locator("textarea[name=comment]")).to_have_value(WORDS[language])
    assert page.context.cookies() == []

    office = visitors.come("officer")
    office.goto(f"/{language}/opinion/tasks/")
    looked_at(visitors, office, f"tasks-{language}")
    office.locator("a.row-what", has_text=WORDS[language]).click()
    office.wait_for_url(re.compile(r"/opinion/tasks/\d+/$"))
    looked_at(visitors, office, f"task-{language}")
    office.locator("textarea[name=done]").fill("Put right.")
    office.locator("form[action$='/closing/'] button").click()
    expect(office.locator(".stage[data-is=done]").first).to_be_visible()
    for name in ("analysis", "comments", "apart", "themes"):
        office.goto(f"/{language}/opinion/{name}/")
        looked_at(visitors, office, f"{name}-{language}")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_a_visitor_can_be_used_by_everybody(visitors, language):
    page = visitors.come()
    page.goto(ARTICLE.format(language))
    looked_at(visitors, page, f"article-{language}")
    page.goto(f"/{language}/opinion/")
    looked_at(visitors, page, f"told-{language}")
    page.goto(ARTICLE.format(language))
    page.locator(".opinion input[value='5']").check()
    page.locator(".opinion button").click()  # within three seconds
    expect(page.locator("main form input[value='5']")).to_be_checked()
    looked_at(visitors, page, f"again-{language}", told="422")
    page.wait_for_timeout(3_100)
    page.locator("main form button").click()
    page.wait_for_url("**/opinion/thanks/**")
    looked_at(visitors, page, f"thanks-{language}")
