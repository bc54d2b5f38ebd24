"""A text that goes out as a Word file and comes back from LibreOffice: the steps of whoever edits it there."""

import os

import pytest
from playwright.sync_api import expect

from tests.corpora.word.office import SOFFICE, LibreOffice
from tests.journeys.linked import send

EDITS = {
    "en": {"changed": "mandate", "changed_to": "mission", "heading": "Data", "words": "The Parties protect data."},
    "ar": {"changed": "ولاية", "changed_to": "مهمة", "heading": "البيانات", "words": "يحمي الطرفان البيانات."},
}
needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("CI"), reason="LibreOffice (soffice) edits the file; it is not installed"
)


def edited(page, folder, language, heading):
    """The file that the page gives, edited in LibreOffice with changes tracked: a word changed, an article added.

    The article comes behind the one of this heading.
    """
    with page.expect_download() as download:
        page.locator(f"a[download][hreflang={language}]").click()
    sent = folder / "sent.docx"
    download.value.save_as(sent)
    with LibreOffice() as office:
        office.edit(sent, folder / "edited.docx", tracked="yes", behind=heading, **EDITS[language])
    return folder / "edited.docx"


def send_back(page, file):
    """Sends the edited file, on the page of the redlines."""
    page.locator("input[name=file]").set_input_files(file)
    send(page, "main form.form .act-due")


def answer_the_edits(page, agreement, words):
    """Our office takes the first edit of the newest file over and declines the other one with these words."""
    page.goto(f"{agreement}redlines/")
    page.locator("section a[href*='/redlines/']").first.click()
    send(page, "article.note button[value=taken]")
    refused = page.locator("article.note").last
    refused.locator("textarea").fill(words)
    with page.expect_navigation():
        refused.locator("button[value=declined]").click()
    expect(page.locator("article.note").last).to_contain_text(words)


def first_article(page, language):
    """The heading of the first article in a language, on the page of the text."""
    return page.locator(f"#part-article ~ .clause .clause-text[lang={language}] h3 bdi").first.inner_text()
