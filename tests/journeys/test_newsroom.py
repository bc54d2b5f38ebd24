"""The pages of the newsroom that are ours can be used by everybody, as every other page."""

import re

import pytest
from django.conf import settings

from tests.journeys.looking import axe, keep, sticking_out

COLOURS = ["color-contrast", "link-in-text-block"]  # what dark colours can change of what axe finds
SIGHTS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(scope="module")
def ours(everybody):
    """Our pages: the sessions of which news can be written, the facts of an article, and of one that is held."""
    page = everybody.come("head")
    page.goto("/newsroom/sessions/")
    page.locator("#main a[href$='/news/']").last.click()
    page.locator("main form[method=post] button.act-due").click()
    page.wait_for_url("**/edit/")
    page.locator("#id_title").fill("What 350 people heard")
    page.locator("footer .w-dropdown__toggle").first.click()
    page.locator("button[name=action-publish]").first.click()
    page.wait_for_url("**/newsroom/facts/*/?held")
    held = page.url
    number = int(re.search(r"/facts/(\d+)/", held)[1])
    facts = next(
        address
        for address in (f"/newsroom/facts/{one}/" for one in range(number - 1, 0, -1))
        if 'name="why"' not in (answer := page.context.request.get(address)).text() and answer.ok
    )
    everybody.leave()
    everybody.complaints.clear()
    return {"sessions": "/newsroom/sessions/", "facts": facts, "held": held}


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_pages_of_the_newsroom_can_be_used_by_everybody(visitors, ours, language):
    page = visitors.come("head")
    page.goto(f"/{language}/newsroom/")
    wrong = []
    for name, address in ours.items():
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language
        for width, scheme in SIGHTS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            here = f"{address} {scheme} {width}"
            wrong += [f"{here}: {fault}" for fault in axe(page, COLOURS if scheme == "dark" else None)]
            wrong += [f"{here}: {part} sticks out" for part in sticking_out(page)]
            keep(page, f"newsroom-{name}-{language}-{width}-{scheme}")
    visitors.complaints.clear()  # axe brings styles of its own, which our policy refuses

    assert wrong == [], "\n".join(wrong)


def test_a_text_runs_in_its_own_direction_whichever_language_the_newsroom_speaks(visitors):
    page = visitors.come("officer")
    page.goto("/newsroom/pages/")
    titles = page.locator(".title-wrapper")

    ways = titles.evaluate_all("all => all.map(one => getComputedStyle(one).unicodeBidi)")

    assert set(ways) == {"plaintext"}
