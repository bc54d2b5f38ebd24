"""The whole story in a real browser: a session is planned, held, minuted and adopted; a promise is kept."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.looking import axe, keep

TOLD = {
    "en": {
        "title": "Second working session on the doctorate",
        "item": "Joint doctorate",
        "minutes": "Both sides want the first calls in spring.",
        "corrected": "Both sides want the first calls in autumn.",
        "first": "Send the draft of the call",
        "second": "Name two supervisors",
        "decision": "to prepare a joint call",
        "done": "The draft was sent.",
        "accepted": "accepted",
    },
    "ar": {
        "title": "جلسة العمل الثانية حول الدكتوراه",
        "item": "الدكتوراه المشتركة",
        "minutes": "يرغب الجانبان في إطلاق النداءات الأولى في الربيع.",
        "corrected": "يرغب الجانبان في إطلاق النداءات الأولى في الخريف.",
        "first": "إرسال مسودة النداء",
        "second": "تسمية مشرفين اثنين",
        "decision": "إعداد نداء مشترك",
        "done": "أُرسلت المسودة.",
        "accepted": "قُبل",
    },
}


class Story:
    """The steps of the story, as its two people take them, in one language."""

    def __init__(self, visitors, language):
        self.officer, self.counterpart = visitors.come("officer"), visitors.come("counterpart")
        # axe tries styles out on a page, which the page's own policy would refuse.
        self.looker = visitors.come("officer", bypass_csp=True)
        self.language, self.told = language, TOLD[language]
        self.session = ""

    def plan(self):
        page, yesterday = self.officer, timezone.localdate() - timedelta(days=1)
        page.goto(f"/{self.language}/desk/")
        page.locator("a[href$='/sessions/new/']").click()
        page.locator(f"input[name=title_{self.language}]").fill(self.told["title"])
        choose(page, "partner", "leibn ass" if self.language == "en" else "مؤسسة ليب")
        page.locator("input[name=day]").fill(yesterday.isoformat())
        page.locator("input[name=begins]").fill("10:00")
        page.locator("input[name=ends]").fill("11:30")
        page.locator("summary", has=page.locator("xpath=..//select[@name='record_language']")).or_(
            page.locator("details.fold > summary")
        ).last.click()
        page.locator("select[name=record_language]").select_option(self.language)
        page.locator("main form.form .act-due").click()
        page.wait_for_url("**/sessions/*/")
        self.session = page.url.removesuffix("/")

    def do(self, act, at="/"):
        """Press the button of one act on the page of the session, or on a page below it."""
        self.officer.goto(f"{self.session}{at}")
        # What comes after the page moves the button on: a press just then would miss it.
        expect(self.officer.locator("[hx-trigger=load] > a")).to_have_count(0)
        with self.officer.expect_navigation():
            self.officer.locator(f"form[action$='/{act}/'] button").first.click()

    def settle_agenda(self):
        self.officer.goto(f"{self.session}/agenda/")
        self.officer.locator(f"input[name=title_{self.language}]").last.fill(self.told["item"])
        self.officer.locator("main form.form .act-due").click()
        expect(self.officer.locator(".row-what", has_text=self.told["item"])).to_be_visible()

    def write_minutes(self):
        page = self.officer
        page.goto(f"{self.session}/minutes/")
        box = page.locator("form[data-autosave]").last
        box.locator("textarea[name=words]").fill(self.told["minutes"])
        expect(box.locator(".saved")).to_contain_text(":", timeout=30_000)
        for key in ("first", "second"):
            self._promise(self.told[key])

    def _promise(self, words):
        said = self.officer.locator("[data-said-under]").last
        said.locator("summary").first.click()
        said.locator(f"input[name=deliverable_{self.language}]").fill(words)
        for side, place in (("promisor", 1), ("beneficiary", 2)):
            said.locator(f"select[name={side}]").select_option(index=place)
        said.locator("input[name=due_on]").fill((timezone.localdate() + timedelta(days=30)).isoformat())
        said.locator("form button.act").last.click()
        expect(self.officer.locator("[data-said-under]").last.get_by_text(words)).to_be_visible()

    def circulate(self):
        self.do("drafting", at="/minutes/")
        self.do("circulation")

    def correct(self):
        page = self.counterpart
        page.goto(f"{self.session}/draft/")
        expect(page.locator("main")).to_contain_text(self.told["minutes"])
        item = page.locator(".item").last
        minutes = item.locator("details.fold", has=page.locator("[id^=words-item-]"))
        minutes.locator("> summary").click()
        minutes.locator("textarea[name=words]").fill(self.told["corrected"])
        minutes.locator("button").click()
        expect(page.locator(".changes ins").first).to_be_visible()

    def on_the_desk(self, page, record, press, *, reading):
        """Open the act of a row where the row stands, read what it is about, and press."""
        page.goto(f"/{self.language}/desk/")
        row = page.locator(".row", has_text=record)
        row.locator("summary.act").first.click()
        expect(row).to_contain_text(reading)
        with page.expect_navigation():
            row.locator(press).click()
        page.wait_for_url("**/desk/")

    def take_over(self):
        press = "form[action$='/taking-over/'] button"
        self.on_the_desk(self.officer, self.told["title"], press, reading=self.told["minutes"])

    def adopt(self):
        for page in (self.officer, self.counterpart):
            press = "form[action$='/adoptions/'] button"
            self.on_the_desk(page, self.told["title"], press, reading=self.told["corrected"])
        self.officer.goto(f"{self.session}/")
        expect(self.officer.locator("[data-is=done]").first).to_be_visible()
        expect(self.officer.locator("code[dir=ltr]").first).to_have_text(re.compile("[0-9a-f]{64}"))

    def keep_the_first_promise(self):
        page = self.officer
        page.goto(f"{self.session}/")
        page.locator(".thread .said-words", has_text=self.told["first"]).click()
        page.wait_for_url(re.compile(r"/commitments/\d+/"))
        promise = page.url
        fold = page.locator("details.act-fold", has=page.locator("form#claims"))
        fold.locator("summary").first.click()
        claim = page.locator("form#claims").first
        claim.locator("[name$=words]").fill(self.told["done"])
        claim.locator("[name$=link]").fill("https://example.org/draft")
        with page.expect_navigation():
            claim.locator("button").click()
        press = "form[action$='/acceptance/'] button"
        self.on_the_desk(self.counterpart, self.told["first"], press, reading=self.told["done"])
        self.counterpart.goto(promise)
        expect(self.counterpart.locator(".stage").first).to_contain_text(self.told["accepted"])

    def see_the_thread(self):
        self.officer.goto(f"{self.session}/")
        said = self.officer.locator(".said")
        expect(said).to_have_count(2)
        expect(said.filter(has_text=self.told["first"])).to_contain_text(self.told["accepted"])
        assert self.officer.locator("html").get_attribute("dir") == ("rtl" if self.language == "ar" else "ltr")
        self.looker.goto(f"{self.session}/")
        assert axe(self.looker) == []
        keep(self.looker, f"story-{self.language}")


def choose(page, name, letters):
    """Choose in a box in which a few letters narrow the options down, as a person would."""
    combo = page.locator(".combo", has=page.locator(f"select[name={name}]"))
    combo.locator("[role=combobox]").fill(letters)
    combo.locator("[role=option]").first.click()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_sides_hold_a_session_and_keep_a_promise(visitors, language):
    story = Story(visitors, language)

    story.plan()
    story.do("convening")
    story.settle_agenda()
    story.do("agenda-adoption")
    story.do("holding")
    story.write_minutes()
    story.circulate()
    story.correct()
    story.take_over()
    story.adopt()
    story.keep_the_first_promise()
    story.see_the_thread()
