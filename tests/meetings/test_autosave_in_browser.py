"""In a real browser: what is written saves itself, survives a dropped line, and meets what another wrote."""

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Error, expect

from tests.journeys.linked import send

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
    send(page, "form[action$='/convening/'] button")
    page.goto(f"{session}agenda/")
    page.locator("input[name=title_en]").fill("The only item")
    send(page, "main form.form .act-due")
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


SECRET = "Typed just before the crash."
DRAFTS = "JSON.stringify(Object.entries(localStorage).filter(([name]) => name.startsWith('comity.draft.')))"


def kept(page):
    """What this browser keeps of what was typed, as somebody would read it who looks into its storage."""
    return page.evaluate(DRAFTS)


def type_without_connection(page, words=SECRET):
    page.context.set_offline(True)
    write(page, words)
    expect(state(page)).to_contain_text("Not saved: no connection")
    page.wait_for_function(f"{DRAFTS} !== '[]'")


def crash(page):
    """The page is gone, without being asked; another one of the same browser is there, with a connection.

    Its process is killed: a page that is closed may still send its words when the browser takes the line to be back.
    """
    context = page.context
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page.close()
    context.set_offline(False)
    return context.new_page()


def test_words_that_were_never_sent_are_there_again_after_a_crash(minutes, visitors):
    type_without_connection(minutes)
    address = minutes.url

    page = crash(minutes)
    page.goto(address)

    expect(box_of(page).locator("textarea[name=words]")).to_have_value(SECRET)
    expect(state(page)).to_contain_text("Saved at")
    assert kept(page) == "[]"
    visitors.complaints.clear()


def test_what_a_browser_keeps_of_what_was_typed_can_be_read_by_nobody_who_looks_there(minutes, visitors):
    type_without_connection(minutes)

    assert SECRET not in kept(minutes) and "Typed" not in minutes.evaluate("JSON.stringify(localStorage)")

    minutes.evaluate(
        "(words) => localStorage.setItem('comity.draft.x', words)", SECRET
    )  # as it would be without a lock
    assert SECRET in kept(minutes)
    visitors.complaints.clear()


def test_what_one_typed_is_never_shown_to_another_account_in_the_same_browser(minutes, visitors):
    type_without_connection(minutes)
    address, page = minutes.url, crash(minutes)
    end_session(page)
    sign_in(page, visitors.site, "head")

    page.goto(address)

    expect(box_of(page).locator("textarea[name=words]")).to_have_value("")
    assert SECRET not in page.evaluate("JSON.stringify(localStorage)")
    assert page.evaluate(TRY_OWN_KEY) == "cannot be read"
    end_session(page)
    sign_in(page, visitors.site, "officer")
    page.goto(address)
    expect(box_of(page).locator("textarea[name=words]")).to_have_value(SECRET)
    visitors.complaints.clear()


# The second person takes the draft of the first for their own: put under their name, opened with their key.
TRY_OWN_KEY = """async () => {
    const form = [...document.querySelectorAll("form[data-autosave]")].at(-1);
    const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
    const name = Object.keys(localStorage).find((one) => one.startsWith("comity.draft."));
    const { iv, locked } = JSON.parse(localStorage.getItem(name));
    const key = await crypto.subtle.importKey("raw", bytes(form.dataset.draftKey), "AES-GCM", false, ["decrypt"]);
    try { await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, key, bytes(locked)); return "read"; }
    catch { return "cannot be read"; }
}"""


def end_session(page):
    """As when it ends by itself. The page is left first: what it still asks for would bring cookies of its own."""
    page.goto("about:blank")
    page.context.clear_cookies()


def sign_in(page, site, role):
    email, password = site.passwords[role]
    page.goto("/en/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/en/desk/")


def test_signing_out_leaves_nothing_of_what_was_typed_in_the_browser(minutes, visitors):
    type_without_connection(minutes)
    page = crash(minutes)
    end_session(page)  # the one to come is of this test alone: the others keep theirs
    sign_in(page, visitors.site, "officer")
    assert kept(page) != "[]"

    page.locator("header form[data-leaves] button").click()
    page.wait_for_url("**/en/")

    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("Object.entries(sessionStorage)") in ([], [["htmx-current-path-for-history", "/en/"]])
    visitors.complaints.clear()


def test_signing_out_without_a_connection_leaves_nothing_either(minutes, visitors):
    type_without_connection(minutes)

    minutes.evaluate("document.querySelector('form[data-leaves]').dispatchEvent(new Event('submit'))")

    assert minutes.evaluate("localStorage.length") == 0
    visitors.complaints.clear()


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


MEANWHILE = "What the officer wrote."


@pytest.fixture
def second(minutes, visitors):
    """The head, who opened the same item before the officer's words were saved: theirs will clash."""
    page = visitors.come("head")
    page.goto(minutes.url)
    write(minutes, MEANWHILE)
    expect(state(minutes)).to_contain_text("Saved at")
    yield page
    visitors.complaints.clear()  # the browser tells of the answers 409


def words_of(page):
    return box_of(page).locator("textarea[name=words]")


def merged_of(page):
    return page.locator(".merge textarea[name=words]:not([hidden])").last


def bring_together(page):
    page.locator(".merge button").last.click()


def kept_in_the_end(page):
    """What the record says once the page has saved everything."""
    expect(page.locator(".merge")).to_have_count(0)
    expect(state(page)).to_contain_text("Saved at")
    page.reload()
    return words_of(page).input_value()


def test_the_panel_of_a_clash_takes_the_keys_from_nobody_who_is_writing(second):
    words_of(second).press_sequentially("Mine.")
    expect(merged_of(second)).to_have_value(f"{MEANWHILE}\nMine.")

    second.keyboard.type(" And more of mine.")

    expect(words_of(second)).to_be_focused()
    expect(words_of(second)).to_have_value("Mine. And more of mine.")
    expect(merged_of(second)).to_have_value(f"{MEANWHILE}\nMine. And more of mine.")
    bring_together(second)
    assert kept_in_the_end(second) == f"{MEANWHILE}\nMine. And more of mine."


def test_what_is_typed_above_while_the_panel_is_worked_in_outlives_its_saving(second):
    words_of(second).press_sequentially("Mine.")
    merged_of(second).fill(f"{MEANWHILE} Mine, put together.")

    words_of(second).press("End")
    second.keyboard.type(" Typed above.")
    bring_together(second)

    expect(merged_of(second)).to_have_value(f"{MEANWHILE} Mine, put together.\nMine. Typed above.")
    bring_together(second)
    assert kept_in_the_end(second) == f"{MEANWHILE} Mine, put together.\nMine. Typed above."


def test_keys_between_the_sending_and_the_answer_are_in_the_panel_too(second):
    answers = hold_answers(second)
    words_of(second).press_sequentially("Mine.")
    wait_for(second, answers, 1)

    second.keyboard.type(" Typed while it was on its way.")
    let_through(second, answers)

    expect(merged_of(second)).to_have_value(f"{MEANWHILE}\nMine. Typed while it was on its way.")
    bring_together(second)
    assert kept_in_the_end(second) == f"{MEANWHILE}\nMine. Typed while it was on its way."


def test_keys_in_the_panel_while_it_is_on_its_way_are_saved_after_it(second):
    words_of(second).press_sequentially("Mine.")
    merged_of(second).press("ControlOrMeta+End")
    answers = hold_answers(second)
    bring_together(second)
    wait_for(second, answers, 1)

    merged_of(second).press("ControlOrMeta+End")
    second.keyboard.type(" Typed while it was on its way.")
    let_through(second, answers)

    assert kept_in_the_end(second) == f"{MEANWHILE}\nMine. Typed while it was on its way."


def test_what_was_being_brought_together_is_there_again_after_a_crash(second):
    words_of(second).press_sequentially("Mine.")
    before = kept_after_a_change(second, "[]")
    merged_of(second).press("ControlOrMeta+End")
    second.keyboard.type(" Put together.")
    kept_after_a_change(second, before)

    address, page = second.url, crash(second)
    page.goto(address)

    expect(words_of(page)).to_have_value(f"{MEANWHILE}\nMine. Put together.")
    assert kept_in_the_end(page) == f"{MEANWHILE}\nMine. Put together."


def kept_after_a_change(page, before):
    page.wait_for_function(f"(before) => {DRAFTS} !== before", arg=before)
    page.wait_for_timeout(500)  # each key locks the draft anew
    return kept(page)


def hold_answers(page):
    """What the page sends from now on waits in the list that this gives back."""
    held = []
    page.route(WRITING, lambda route: held.append(route))
    return held


WRITING = re.compile(r"/sessions/\d+/minutes/\d+/$")


def wait_for(page, held, count):
    while len(held) < count:
        page.wait_for_timeout(20)


def let_through(page, held):
    for one in held:
        one.continue_()
    page.unroute(WRITING)


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
