"""What the desk asks for is done where it is asked: every act opens in its row."""

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import axe, keep, sticking_out

DOUBLE = """() => [...document.querySelectorAll('[id]')].map(one => one.id)
    .filter((id, place, all) => all.indexOf(id) !== place)"""
POINTING_NOWHERE = """() => [...document.querySelectorAll('[for]')].map(one => one.htmlFor)
    .filter(id => !document.getElementById(id))"""
# Whole pages to write on, and what only the other side can do: these are led to.
LED_TO = ["minutes/", "agenda/", "translations/", "#acts", "review/"]


@pytest.mark.parametrize(("language", "width", "theme"), [("en", 1280, "light"), ("ar", 360, "dark")])
def test_every_act_of_the_desk_opens_in_its_row(visitors, language, width, theme):
    size = {"width": width, "height": 900}
    page = visitors.come("officer", bypass_csp=True, viewport=size, color_scheme=theme)
    page.goto(f"/{language}/desk/")
    acts = page.locator(".row > .act-fold > summary")
    expect(page.locator("a[data-here]")).to_have_count(0)
    assert acts.count() > 2

    for act in acts.all():
        act.click()
        expect(act.locator("xpath=..").locator("form").first).to_be_attached()

    assert page.evaluate(DOUBLE) == []
    assert page.evaluate(POINTING_NOWHERE) == []
    assert axe(page) == []
    assert sticking_out(page) == []
    keep(page, f"desk-open-{language}-{width}")


def test_what_was_typed_in_one_row_stays_while_another_is_opened(visitors):
    page = visitors.come("officer")
    page.goto("/en/desk/")
    review, outcome = (
        page.locator(".row", has=page.locator("summary", has_text=words)) for words in ("Review the", "Did it")
    )
    review.locator("summary").first.click()
    review.locator("summary", has_text="It lapsed").click()
    review.locator("form[action$='/lapse/'] textarea").fill("No answer came")

    outcome.first.locator("summary").first.click()

    expect(outcome.first.locator("form").first).to_be_attached()
    expect(review.locator("form[action$='/lapse/'] textarea")).to_have_value("No answer came")


def test_what_cannot_be_taken_is_mended_on_the_page_of_the_record(visitors):
    page = visitors.come("officer")
    page.goto("/en/desk/")
    row = page.locator(".row", has=page.locator("summary", has_text="Review the")).first
    row.locator("summary").first.click()
    row.locator("summary", has_text="It lapsed").click()

    row.locator("form[action$='/lapse/'] button").click()

    page.wait_for_url("**/lapse/")
    visitors.complaints[:] = [one for one in visitors.complaints if "422" not in one]
    expect(page.locator("#review .errorlist, #review [role=alert], #review .field-error").first).to_be_visible()


def test_without_scripts_the_row_leads_to_where_it_is_done(visitors):
    page = visitors.come("officer", java_script_enabled=False)
    page.goto("/en/desk/")

    page.locator("a.act", has_text="Review the agreement").first.click()

    page.wait_for_url("**/agreements/*/review/#review")
    expect(page.locator("#review form").first).to_be_attached()
