"""In a real browser: an organisation is chosen by a few letters, by keyboard alone, as a screen reader hears it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import axe

pytestmark = pytest.mark.browser


@pytest.fixture
def page(visitors):
    page = visitors.come("officer", bypass_csp=True)  # axe tries styles out on a page
    page.goto("/en/sessions/new/")
    return page


def field(page, name="partner"):
    return page.locator(".combo", has=page.locator(f"select[name={name}]"))


def box(page, name="partner"):
    return field(page, name).get_by_role("combobox")


def offered(page, name="partner"):
    return field(page, name).locator("[role=option]:not([aria-disabled])")


def chosen(page, name="partner"):
    return field(page, name).locator("select").evaluate("(it) => [...it.selectedOptions].map((one) => one.text)")


def pointed_at(page):
    """What a screen reader tells: the option that the box names as the active one."""
    return box(page).evaluate("(it) => document.getElementById(it.getAttribute('aria-activedescendant'))?.textContent")


def test_an_organisation_is_chosen_by_keyboard_alone(page):
    box(page).focus()
    page.keyboard.type("leibn")
    first = pointed_at(page)
    assert "Leibniz" in first

    page.keyboard.press("ArrowDown")
    second = pointed_at(page)
    page.keyboard.press("ArrowUp")
    assert pointed_at(page) == first != second
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(field(page).get_by_role("listbox")).to_be_hidden()
    assert chosen(page) == [second] and box(page).input_value() == second
    assert page.url.endswith("/sessions/new/")  # Enter chose, and sent nothing


def test_escape_leaves_what_was_chosen_and_an_emptied_box_chooses_nothing(page):
    box(page).fill("leibn ass")
    page.keyboard.press("Enter")
    before = chosen(page)

    box(page).fill("icesco")
    page.keyboard.press("Escape")
    assert chosen(page) == before and box(page).input_value() == before[0]

    box(page).fill("")
    page.keyboard.press("Tab")
    assert field(page).locator("select").input_value() == ""


def test_letters_of_which_nothing_is_chosen_stay_and_are_refused_in_words(page, visitors):
    page.locator("input[name=title_en]").fill("Second session")
    box(page).fill("Nobody of 5")
    page.keyboard.press("Tab")
    assert box(page).input_value() == "Nobody of 5"

    with page.expect_navigation():
        page.locator("main form.form .act-due").click()

    expect(box(page)).to_have_value("Nobody of 5")
    expect(box(page)).to_be_focused()
    expect(page.locator(".field-wrong", has_text="Nothing is called that. Choose from the list")).to_be_visible()
    assert all("422" in one for one in visitors.complaints)
    visitors.complaints.clear()


def test_a_name_typed_in_full_is_taken_and_what_was_chosen_before_is_not(page):
    box(page).fill("academic exch")
    page.keyboard.press("Enter")
    box(page).fill("Leibniz Association")
    page.keyboard.press("Tab")

    kept = page.locator("main form.form").evaluate("(it) => new FormData(it).getAll('partner')")

    assert kept == ["Leibniz Association "]


@pytest.mark.parametrize(
    ("letters", "name"),
    [("مؤسسه ليب", "Leibniz Association"), ("daad", "Academic Exchange"), ("ÉCHANGES univ", "Academic Exchange")],
)
def test_an_arabic_name_an_acronym_or_a_french_name_finds_it_whatever_the_page_speaks(page, letters, name):
    box(page).fill(letters)

    expect(offered(page).first).to_contain_text(name)


def test_in_arabic_the_arabic_names_are_offered_and_latin_letters_find_them_too(visitors):
    page = visitors.come("officer")
    page.goto("/ar/sessions/new/")
    box(page).fill("leibniz ass")

    expect(offered(page).first).to_contain_text("ليبنيز")
    expect(offered(page).first).to_have_attribute("dir", "auto")


def test_a_screen_reader_hears_what_it_is_what_is_open_and_what_is_pointed_at(page):
    it, listbox = box(page), field(page).locator("[role=listbox]")
    expect(it).to_have_attribute("aria-expanded", "false")
    expect(it).to_have_attribute("aria-autocomplete", "list")
    expect(it).to_have_accessible_name("With")
    assert it.get_attribute("aria-controls") == listbox.get_attribute("id")

    it.fill("leibn")
    expect(it).to_have_attribute("aria-expanded", "true")
    expect(listbox).to_have_accessible_name("With")
    expect(offered(page).first).to_have_attribute("aria-selected", "true")
    assert axe(page) == []

    it.fill("nobody at all")
    expect(page.locator("#told")).to_contain_text("Nothing is found with these letters.")
    assert axe(page) == []


def test_what_nobody_entered_is_entered_beside_and_chosen_without_losing_the_form(page):
    page.locator("input[name=title_en]").fill("Typed before")
    box(page).fill("University of Nowhere")
    page.keyboard.press("ArrowDown")
    assert pointed_at(page) == "Enter “University of Nowhere” as a new organisation"

    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    other = opened.value
    expect(other.locator("input[name=name]")).to_have_value("University of Nowhere")
    other.locator("select[name=kind]").select_option("university")
    with other.expect_navigation():
        other.locator("main form.form .act-due").click()
    other.close()
    page.bring_to_front()
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")  # the browser of the test has no window of its own

    expect(offered(page).first).to_have_text("University of Nowhere")
    page.keyboard.press("Enter")
    assert chosen(page) == ["University of Nowhere"]
    assert page.locator("input[name=title_en]").input_value() == "Typed before"


def test_several_are_chosen_and_taken_out_again(page):
    page.locator("details", has=page.locator("select[name=others]")).locator("summary").click()
    for letters in ("leibn ass", "daad"):
        box(page, "others").fill(letters)
        page.keyboard.press("Enter")
    tokens = field(page, "others").locator(".combo-chosen li")
    expect(tokens).to_have_count(2)

    tokens.first.get_by_role("button", name="Take out").press("Enter")

    expect(tokens).to_have_count(1)
    assert len(chosen(page, "others")) == 1
    expect(page.locator("#told")).to_contain_text("taken out:")


def test_without_its_script_the_select_works_as_it_is(visitors):
    page = visitors.come("officer", java_script_enabled=False)
    page.goto("/en/sessions/new/")

    page.locator("select[name=partner]").select_option(label="Leibniz Association")

    assert page.locator("select[name=partner]").input_value()


@pytest.fixture
def long_page(visitors):
    """The page as it is where there are too many organisations for it: its chooser asks for them."""
    page = visitors.come("officer", bypass_csp=True)

    def many(route):
        answer = route.fetch()
        words = 'data-choices="/en/partners/choices/?of=partners" data-hint="Type a few letters." data-more="More."'
        text = re.sub(
            r'<select name="partner"(.*?)>(\s*<option value="".*?</option>).*?</select>',
            rf'<select name="partner" {words}\1>\2</select>',
            answer.text(),
            flags=re.DOTALL,
        )
        route.fulfill(response=answer, body=text)

    page.route("**/sessions/new/", many)
    page.goto("/en/sessions/new/")
    return page


def test_where_there_are_many_they_are_asked_for_as_letters_are_typed(long_page):
    expect(field(long_page).locator("option")).to_have_count(1)
    box(long_page).click()
    expect(field(long_page).get_by_role("listbox")).to_contain_text("Type a few letters.")
    assert axe(long_page) == []

    box(long_page).fill("مؤسسة ليب")
    expect(offered(long_page).first).to_have_text("Leibniz Association")
    assert axe(long_page) == []
    long_page.keyboard.press("Enter")

    assert chosen(long_page) == ["Leibniz Association"]
    expect(field(long_page).get_by_role("listbox")).to_be_hidden()


def test_enter_chooses_nothing_that_was_offered_for_other_letters(long_page):
    box(long_page).fill("leibniz ass")
    expect(offered(long_page).first).to_have_text("Leibniz Association")

    box(long_page).fill("academic exch")
    long_page.keyboard.press("Enter")  # before the answer is here
    assert field(long_page).locator("select").input_value() == ""

    expect(offered(long_page).first).to_contain_text("Academic Exchange")
    long_page.keyboard.press("Enter")
    assert "Academic Exchange" in chosen(long_page)[0]


def test_where_nothing_fits_among_many_it_is_said_and_a_new_one_is_offered(long_page):
    box(long_page).fill("University of Nowhere at All")

    expect(field(long_page).get_by_role("listbox")).to_contain_text("Nothing is found with these letters.")
    expect(offered(long_page)).to_have_text(["Enter “University of Nowhere at All” as a new organisation"])


def test_a_box_that_was_left_empty_has_the_focus_with_its_list_shut(page, visitors):
    page.locator("input[name=title_en]").fill("Second session")
    with page.expect_navigation():
        page.locator("main form.form .act-due").click()

    expect(box(page)).to_be_focused()
    expect(field(page).get_by_role("listbox")).to_be_hidden()
    assert all("422" in one for one in visitors.complaints)
    visitors.complaints.clear()
