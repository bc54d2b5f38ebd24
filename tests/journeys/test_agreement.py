"""An agreement in a real browser: from a sentence through clearance, text, approval and signature into force."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.looking import axe, keep, sticking_out

TOLD = {
    "en": {
        "heading": "Purpose",
        "words": "The parties work together in chemistry.",
        "instead": "The parties work closely together in chemistry.",
        "declined": "Five years are the rule.",
    },
    "ar": {
        "heading": "الغرض",
        "words": "يتعاون الطرفان في الكيمياء.",
        "instead": "يتعاون الطرفان تعاونا وثيقا في الكيمياء.",
        "declined": "خمس سنوات هي القاعدة.",
    },
}
SIGHTS = [(1280, "light"), (360, "dark")]


class Way:
    """The steps on the way, as the three people take them, in one language."""

    def __init__(self, visitors, language):
        self.officer, self.head, self.theirs = (visitors.come(role) for role in ("officer", "head", "counterpart"))
        # axe tries styles out on a page, which the page's own policy would refuse.
        self.looker = visitors.come("officer", bypass_csp=True)
        self.language, self.told, self.wrong = language, TOLD[language], []
        self.agreement = ""

    def propose(self):
        page = self.officer
        page.goto(f"/{self.language}/commitments/?state=proposed")
        page.locator("a.row-what, td a").first.click()
        page.locator("a[href*='/agreements/proposals/new/']").click()
        page.locator("select[name=kind]").select_option("memorandum")
        page.locator(f"input[name=languages][value={self.language}]").check()
        page.locator("main form.form > button.act-due").click()
        page.wait_for_url(re.compile(r"/agreements/\d+/$"))
        self.agreement = page.url
        expect(page.locator(".origin a")).to_be_visible()

    def do(self, page, name, at="", **typed):
        """Do one act on the page of the agreement, or where its text is read."""
        page.goto(f"{self.agreement}{at}")
        form = page.locator(f"form[action$='/acts/{name}/']")
        fold = page.locator("details", has=form)
        if fold.count() and fold.first.get_attribute("open") is None:
            fold.first.locator("summary").first.click()
        for field, value in typed.items():
            box = form.locator(f"[name={field}]")
            box.select_option(**value) if isinstance(value, dict) else box.fill(value)
        with page.expect_navigation():
            form.locator("button").click()
        expect(page.locator(".word-error")).to_have_count(0)

    def clear(self):
        page = self.head
        page.goto(self.agreement)
        while page.locator("#clearances details").count():
            asked = page.locator("#clearances details").first
            asked.locator("summary").click()
            asked.locator("select").select_option("cleared")
            with page.expect_navigation():
                asked.locator("button").click()

    def write(self):
        page = self.officer
        page.goto(f"{self.agreement}text/")
        form = page.locator("form[action$='/clauses/']")
        form.locator("[name=heading]").fill(self.told["heading"])
        form.locator("[name=words]").fill(self.told["words"])
        with page.expect_navigation():
            form.locator("button").click()
        self.look(f"{self.agreement}text/", "text")

    def tell_the_terms(self):
        page = self.officer
        page.goto(f"{self.agreement}facts/")
        for name, value in (("years", "5"), ("notice_months", "6")):
            page.locator(f"[name={name}]").fill(value)
        for name, value in (("entering", "last_signature"), ("renewing", "letters"), ("prevailing", self.language)):
            page.locator(f"select[name={name}]").select_option(value)
        page.locator("main form.form button.act-due").click()
        page.wait_for_url(self.agreement)
        for number in range(2):
            page.locator("a[href*='/parties/']").nth(number).click()
            for name in ("represented_by", "focal_point"):
                combo = page.locator(".combo", has=page.locator(f"select[name={name}]"))
                combo.locator("[role=combobox]").fill("b" if self.language == "en" else "م")
                combo.locator("[role=option]").first.click()
            page.locator(f"[name=legal_name_{self.language}]").fill("(legal name)")
            page.locator(f"[name=represented_as_{self.language}]").fill("(office)")
            page.locator("select[name=authority]").select_option("office")
            page.locator("main form.form button.act-due").click()
            page.wait_for_url(self.agreement)

    def negotiate(self):
        page = self.theirs
        page.goto(f"{self.agreement}text/")
        with page.expect_navigation():
            page.locator("a[href*='/remarks/']").first.click()
        self.look_at_own(page)
        page.locator("[name=words]").fill(self.told["instead"])
        page.locator("main form.form button.act-due").click()
        expect(page.locator(".changes ins").first).to_be_visible()
        self.do(page, "turn", at="text/", party={"index": 1})
        self.officer.goto(f"{self.agreement}text/")
        with self.officer.expect_navigation():
            self.officer.locator("button[name=how][value=taken]").click()
        expect(self.officer.locator(".clause-text .prose").first).to_contain_text(self.told["instead"])

    def look_at_own(self, page):
        assert sticking_out(page) == []

    def look(self, address, name):
        """What a person who does not see, or holds a telephone, would stumble over."""
        self.looker.goto(address)
        for width, scheme in SIGHTS:
            self.looker.set_viewport_size({"width": width, "height": 900})
            self.looker.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.wrong += [f"{name} {width} {scheme}: {one}" for one in [*axe(self.looker), *sticking_out(self.looker)]]
            keep(self.looker, f"agreement-{name}-{self.language}-{scheme}-{width}")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_parties_bring_an_agreement_into_force(visitors, language):
    way = Way(visitors, language)

    way.propose()
    way.do(way.officer, "clearances")
    way.look(way.agreement, "clearance")
    way.clear()
    way.do(way.officer, "drafting")
    way.write()
    way.tell_the_terms()
    way.do(way.officer, "opening", party={"index": 2})
    way.negotiate()
    way.do(way.officer, "agreeing", at="text/")
    way.do(way.head, "approval", at="text/")
    way.do(way.theirs, "approval", at="text/")
    way.look(way.agreement, "approved")
    for _party in range(2):
        way.do(way.officer, "signature", party={"index": 1}, on=timezone.localdate().isoformat(), place="Rabat")
    way.do(way.theirs, "confirmation")

    way.look(way.agreement, "in-force")
    expect(way.looker.locator(".head .stage")).to_have_attribute("data-is", "done")
    expect(way.looker.locator("code.hash")).to_have_text(re.compile("[0-9a-f]{64}"))
    assert way.wrong == [], "\n".join(way.wrong)
