"""A text goes out as a Word file, is edited in LibreOffice, comes back by a link, and is answered edit by edit."""

import os

import pytest
from playwright.sync_api import expect

from tests.corpora.word.office import SOFFICE, LibreOffice
from tests.journeys.linked import address_in_letter, send
from tests.journeys.looking import axe, keep, sticking_out
from tests.journeys.test_agreement import SIGHTS, Way

EDITS = {
    "en": {"changed": "mandate", "changed_to": "mission", "heading": "Data", "words": "The Parties protect data."},
    "ar": {"changed": "ولاية", "changed_to": "مهمة", "heading": "البيانات", "words": "يحمي الطرفان البيانات."},
}
DECLINED = {"en": "We say this elsewhere.", "ar": "نقول هذا في موضع آخر."}

pytestmark = pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("CI"), reason="LibreOffice (soffice) edits the file; it is not installed"
)


def look(page, name):
    """What somebody who does not see, or holds a telephone, would stumble over."""
    wrong = []
    for width, scheme in SIGHTS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        wrong += [f"{name} {width} {scheme}: {one}" for one in [*axe(page), *sticking_out(page)]]
        keep(page, f"word-{name}-{scheme}-{width}")
    assert wrong == [], "\n".join(wrong)


def edited(page, folder, language, heading):
    """The file that the page gives, edited in LibreOffice with changes tracked."""
    with page.expect_download() as download:
        page.locator(f"a[download][hreflang={language}]").click()
    sent = folder / "sent.docx"
    download.value.save_as(sent)
    with LibreOffice() as office:
        office.edit(sent, folder / "edited.docx", tracked="yes", behind=heading, **EDITS[language])
    return folder / "edited.docx"


def drafted(way):
    """The text is drafted from a model and open to the other party, whose turn it is."""
    way.propose()
    way.do(way.officer, "clearances")
    way.clear()
    way.do(way.officer, "drafting")
    way.officer.goto(f"{way.agreement}text/")
    way.officer.locator("input[name=model]").first.check()
    send(way.officer, "form[action$='/acts/draft/'] button")
    way.tell_the_terms()
    way.do(way.officer, "opening", party={"index": 2})
    links = way.officer.locator("form[action$='/acts/links/']")
    way.officer.locator("details", has=links).locator("summary").first.click()
    links.locator("[name=name]").fill("Greta Guest")
    links.locator("[name=email]").fill("greta@example.org")
    links.locator("[name=party]").select_option(index=1)
    links.locator("[name=language]").select_option(way.language)
    send(way.officer, "form[action$='/acts/links/'] button")
    return address_in_letter(way.officer, "texts/", language=way.language)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_holder_of_a_link_edits_the_text_in_word_and_the_office_answers_each_edit(visitors, tmp_path, language):
    way, guest = Way(visitors, language), visitors.come(bypass_csp=True)
    link = drafted(way)
    guest.goto(link)
    look(guest, f"text-{language}")
    heading = guest.locator("#part-article ~ .clause h3 bdi").first.inner_text()
    guest.locator("a[href$='/redlines/']").click()
    look(guest, f"redlines-{language}")
    guest.locator("input[name=file]").set_input_files(edited(guest, tmp_path, language, heading))
    send(guest, "main form.form .act-due")
    expect(guest.locator("article.note")).to_have_count(2)
    look(guest, f"redline-{language}")
    guest.goto(link)
    guest.locator("details", has=guest.locator("form[action$='/acts/turn/']")).locator("summary").click()
    guest.locator("form[action$='/acts/turn/'] select[name=party]").select_option(index=1)
    send(guest, "form[action$='/acts/turn/'] button")

    officer = way.looker
    officer.goto(f"{way.agreement}redlines/")
    officer.locator("section a[href*='/redlines/']").click()
    look(officer, f"answering-{language}")
    send(officer, "article.note button[value=taken]")
    refused = officer.locator("article.note").last
    refused.locator("textarea").fill(DECLINED[language])
    with officer.expect_navigation():
        refused.locator("button[value=declined]").click()

    expect(officer.locator("article.note").last).to_contain_text(DECLINED[language])
    officer.goto(f"{way.agreement}text/")
    expect(officer.locator("main")).to_contain_text(EDITS[language]["changed_to"])
    expect(officer.locator("main")).not_to_contain_text(EDITS[language]["words"])
