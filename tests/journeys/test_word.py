"""A text goes out as a Word file, is edited in LibreOffice, comes back by a link, and is answered edit by edit."""

import pytest
from playwright.sync_api import expect

from tests.journeys.agreeing import SIGHTS, Way
from tests.journeys.looking import axe, keep, sticking_out
from tests.journeys.worded import EDITS, answer_the_edits, edited, first_article, needs_libreoffice, send_back

DECLINED = {"en": "We say this elsewhere.", "ar": "نقول هذا في موضع آخر."}

pytestmark = needs_libreoffice


def look(page, name):
    """What somebody who does not see, or holds a telephone, would stumble over."""
    wrong = []
    for width, scheme in SIGHTS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        wrong += [f"{name} {width} {scheme}: {one}" for one in [*axe(page), *sticking_out(page)]]
        keep(page, f"word-{name}-{scheme}-{width}")
    assert wrong == [], "\n".join(wrong)


def drafted(way):
    """The text is drafted from a model and open to the other party, whose turn it is; the address of a guest's link."""
    way.propose()
    way.ask_for_clearances()
    way.clear()
    way.begin_to_write()
    way.draft_from_the_model()
    way.tell_the_terms()
    way.open_to_the_other_party()
    return way.link_for_a_guest()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_holder_of_a_link_edits_the_text_in_word_and_the_office_answers_each_edit(visitors, tmp_path, language):
    way, guest = Way(visitors, language), visitors.come(bypass_csp=True)
    link = drafted(way)
    guest.goto(link)
    look(guest, f"text-{language}")
    heading = first_article(guest, language)
    guest.locator("a[href$='/redlines/']").click()
    look(guest, f"redlines-{language}")
    send_back(guest, edited(guest, tmp_path, language, heading))
    expect(guest.locator("article.note")).to_have_count(2)
    look(guest, f"redline-{language}")
    guest.goto(link)
    way.act(guest, "turn", party={"index": 1})

    officer = way.looker
    officer.goto(f"{way.agreement}redlines/")
    officer.locator("section a[href*='/redlines/']").click()
    look(officer, f"answering-{language}")
    answer_the_edits(officer, way.agreement, DECLINED[language])

    officer.goto(f"{way.agreement}text/")
    expect(officer.locator("main")).to_contain_text(EDITS[language]["changed_to"])
    expect(officer.locator("main")).not_to_contain_text(EDITS[language]["words"])
