"""A visitor without script looks for a word, in each language, and everybody can use what is found."""

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import axe, keep, sticking_out

WORDS = {"en": "universities", "fr": "universités", "ar": "والجامعات"}
FOUND = {
    "en": "International University of Rabat",
    "fr": "Université internationale de Rabat",
    "ar": "الجامعة الدولية بالرباط",
}


@pytest.mark.parametrize("language", list(WORDS))
def test_a_visitor_finds_by_a_word_in_their_language(visitors, language):
    page = visitors.come(java_script_enabled=False)
    page.goto(f"/{language}/")
    page.locator(".bar-search").click()
    page.locator("main input[type=search]").fill(WORDS[language])
    page.locator("main form button").click()

    expect(page.locator(".found mark").nth(1)).to_be_visible()
    expect(page.locator("main input[type=search]")).to_have_value(WORDS[language])
    page.locator(".found a", has_text=FOUND[language]).click()
    expect(page.locator("h1")).to_contain_text(FOUND[language])


@pytest.mark.parametrize("language", list(WORDS))
@pytest.mark.parametrize("words", ["", "leibnitz", "الاتفاقيات", "bourses", "zzqqzz", "***", "a" * 200])
def test_whatever_is_found_can_be_used_by_everybody(visitors, language, words):
    page = visitors.come(bypass_csp=True)  # axe tries styles out, which the page's own policy would refuse
    page.goto(f"/{language}/search/?q={words}")
    for width, scheme in [(1280, "light"), (360, "dark")]:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert axe(page) == []
        assert sticking_out(page) == []
        keep(page, f"search-{len(words)}-{language}-{scheme}-{width}")
