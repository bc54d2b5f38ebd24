"""In a real browser: what is written saves itself, survives a dropped line, and meets what another wrote."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def minutes(visitors):
    """The minutes of a session that runs, opened by an officer."""
    page, today = visitors.come("officer"), timezone.localdate()
    page.goto("/en/sessions/new/")
    page.locator("input[name=title_en]").fill("A session that runs")
    partner = page.locator(".combo", has=page.locator("select[name=partner]"))
    partner.locator("[role=combobox]").fill("leibn ass")
    partner.locator("[role=option]").first.click()
    page.locator("input[name=day]").fill((today - timedelta(days=1)).isoformat())
    page.locator("input[name=begins]").fill("10:00")
    page.locator("input[name=ends]").fill("11:00")
    page.locator("main form.form .act-due").click()
    page.wait_for_url(re.compile(r"/sessions/\d+/$"))
    session = page.url
    page.locator("form[action$='/convening/'] button").click()
    page.goto(f"{session}agenda/")
    page.locator("input[name=title_en]").fill("The only item")
    page.locator("main form.form .act-due").click()
    page.goto(f"{session}minutes/")
    return page


def box_of(page):
    return page.locator("form[data-autosave]").last


def write(page, words):
    box_of(page).locator("textarea[name=words]").fill(words)


def state(page):
    return box_of(page).locator(".saved")


def test_words_save_themselves(minutes):
    write(minutes, "We agreed.")

    expect(state(minutes)).to_contain_text("Saved at")
    minutes.reload()
    expect(box_of(minutes).locator("textarea[name=words]")).to_have_value("We agreed.")


def test_words_written_without_a_connection_are_kept_and_sent_when_it_is_back(minutes, visitors):
    minutes.context.set_offline(True)
    write(minutes, "Written while the line was down.")
    expect(state(minutes)).to_contain_text("Not saved: no connection")

    minutes.context.set_offline(False)

    expect(state(minutes)).to_contain_text("Saved at")
    visitors.complaints.clear()  # the browser complains of the line itself


def test_words_that_were_never_sent_are_there_again_after_a_crash(minutes):
    box_of(minutes).evaluate(
        """(form) => localStorage.setItem(`comity.minutes.${form.dataset.autosave}`, JSON.stringify(
            { words: "Typed just before the crash.", was: "", version: form.elements.read_version.value }))"""
    )

    minutes.reload()

    expect(box_of(minutes).locator("textarea[name=words]")).to_have_value("Typed just before the crash.")
    expect(state(minutes)).to_contain_text("Saved at")
    assert minutes.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('comity.minutes.')).length") == 0


def test_two_who_write_the_same_item_bring_their_texts_together(minutes, visitors):
    second = visitors.come("head")
    second.goto(minutes.url)
    write(minutes, "What the officer wrote.")
    expect(state(minutes)).to_contain_text("Saved at")

    write(second, "What the head wrote.")
    panel = second.locator(".merge").last
    expect(panel).to_be_visible()
    expect(state(second)).to_contain_text("Somebody else wrote here too")
    expect(panel.locator("textarea[name=words]")).to_have_value("What the officer wrote.\nWhat the head wrote.")
    panel.locator("button").click()

    expect(panel).to_be_hidden()
    expect(box_of(second).locator("textarea[name=words]")).to_have_value(
        "What the officer wrote.\nWhat the head wrote."
    )
    visitors.complaints.clear()


def test_a_text_that_is_too_large_is_said_to_be_so_and_stays_on_the_page(minutes, visitors):
    box = box_of(minutes)
    box.locator("textarea[name=words]").evaluate(
        "(box) => { box.value = 'long '.repeat(500_000); box.dispatchEvent(new Event('input', { bubbles: true })) }"
    )

    expect(state(minutes)).to_contain_text("Not saved: the text is too large. Shorten it, or part it.")
    assert len(box.locator("textarea[name=words]").input_value()) == 2_500_000
    visitors.complaints.clear()  # the browser tells of the answer 413

    write(minutes, "Shortened.")
    expect(state(minutes)).to_contain_text("Saved at")


def test_a_refusal_by_what_stands_in_front_of_the_server_is_told_too(minutes, visitors):
    minutes.route(
        "**/minutes/*/", lambda route: route.fulfill(status=413, content_type="text/html", body="<h1>413</h1>")
    )

    write(minutes, "As long as you like.")

    expect(state(minutes)).to_contain_text("Not saved: the text is too large.")
    visitors.complaints.clear()
