"""A visitor has an article translated into Spanish and words a passage better; a reviewer takes that over."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import axe, keep, sticking_out

pytestmark = pytest.mark.skipif(not shutil.which("apertium"), reason="the engine of these journeys is not installed")

# An article and a list for each language of the interface: what was translated for one of them is there for the other.
ARTICLE = {"en": "meeting-with-daad", "ar": "observer-status"}
LIST = {"en": "commitments", "ar": "sessions"}
WORDS = {"en": "Así se dice mejor.", "ar": "Así se lee mejor."}


def looked_at(visitors, page, name):
    """Nothing is wrong with the page, wide and narrow, light and dark; and the browser complains of nothing."""
    assert visitors.complaints == []
    for width, scheme in ((1280, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert axe(page) == [], name
        assert sticking_out(page) == [], name
        keep(page, f"reading-{name}-{width}-{scheme}")
    page.wait_for_timeout(300)  # until all that the browser complains of has arrived
    visitors.complaints.clear()  # axe brings styles of its own, which our policy refuses


def have_it_made(visitors, page, name):
    """The visitor chooses Spanish, has the page made, and waits until it is there by itself."""
    page.locator(".read-in select").select_option("es")
    page.locator(".read-in button").click()
    page.locator("#not-yet").wait_for()
    looked_at(visitors, page, name)
    page.locator("#not-yet ~ form button").click()
    page.locator("#translated").wait_for()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_visitor_reads_the_page_of_a_record_in_spanish_and_goes_on_from_there(visitors, language):
    page = visitors.come()
    page.goto(f"/{language}/{LIST[language]}/")
    have_it_made(visitors, page, f"list-unmade-{language}")
    assert page.locator("#reading > [lang]").get_attribute("lang") == "es"
    looked_at(visitors, page, f"list-made-{language}")

    page.locator("#reading .piece-by-machine a, #reading a:has(.piece-by-machine)").first.click()
    page.locator("#not-yet ~ form button").click()
    page.locator("#translated").wait_for()
    looked_at(visitors, page, f"record-made-{language}")
    page.locator("#translated ~ .acts .act-plain").click()
    page.locator(".passages").wait_for()
    looked_at(visitors, page, f"record-beside-{language}")
    assert page.context.cookies() == []


def suggest(page, words):
    """What a visitor without script sends, on the page of the first paragraph; returns to what it says then."""
    page.locator("a[rel=nofollow]").nth(1).click()
    page.locator("textarea[name=words]").fill(words)
    page.wait_for_timeout(3_100)  # sooner, only programs write
    page.locator("main form button").click()
    page.locator(".word-success").wait_for()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_visitor_reads_in_spanish_and_a_reviewer_takes_their_wording_over(visitors, language):
    page = visitors.come()
    page.goto(f"/{language}/news/{ARTICLE[language]}/")
    have_it_made(visitors, page, f"unmade-{language}")
    assert page.locator(".article-body").get_attribute("lang") == "es"
    assert page.context.cookies() == []
    looked_at(visitors, page, f"made-{language}")
    address = page.url
    page.goto(f"{address}side-by-side/")
    looked_at(visitors, page, f"beside-{language}")

    plain = visitors.come(java_script_enabled=False, user_agent=f"A browser of {language}, X11")
    plain.goto(f"{address}side-by-side/")
    suggest(plain, WORDS[language])
    assert plain.context.cookies() == []
    page.locator("a[rel=nofollow]").first.click()
    page.locator("textarea[name=words]").wait_for()
    looked_at(visitors, page, f"wording-{language}")

    office = visitors.come("officer")
    office.goto(f"/{language}/translations/")
    looked_at(visitors, office, f"queue-{language}")
    office.locator("li.row:has(.stage[data-is=open]) a.row-what").first.click()
    office.locator(".suggested").wait_for()
    looked_at(visitors, office, f"review-{language}")
    # Shorter than its original, it is doubted, and set right first.
    office.locator(".suggested a").click()
    expect(office.locator("textarea[name=words]")).to_have_value(WORDS[language])
    for _time in ("told of the doubt", "sent once more"):
        with office.expect_navigation():
            office.locator("form[action$='/wording/'] button:not([formaction])").click()
    page.goto(address)
    expect(page.locator("article")).to_contain_text(WORDS[language])
    assert all("422" in one for one in visitors.complaints)  # of what was doubted
    visitors.complaints.clear()
