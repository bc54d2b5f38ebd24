"""The steps of offering a model to institutes: one is made of an agreement, offered, and one of them deviates."""

import re

from playwright.sync_api import expect

from tests.journeys.agreeing import AGREEMENT, Way, choose

TOLD = {
    "en": {"heading": "Purpose", "words": "The parties work together in optics.", "why": "All institutes get it."},
    "ar": {"heading": "الغرض", "words": "يتعاون الطرفان في البصريات.", "why": "تحصل عليه جميع المعاهد."},
}
LETTERS = {"en": ["a", "i"], "ar": ["ا", "م"]}


class Offering(Way):
    """The steps of an officer who offers a model to institutes, and of the head who clears one of the agreements."""

    model = "memorandum"

    @property
    def said(self):
        return TOLD[self.language]

    def at(self, path):
        return f"/{self.language}/agreements/{path}"

    def make_a_model(self):
        """Of the agreement whose page is read; it is offered from then on."""
        page = self.officer
        page.goto(self.agreement)
        page.locator("a[href$='/model/']").click()
        page.wait_for_url(re.compile("/model/$"))
        page.locator("main form button.act-due").click()
        page.wait_for_url(re.compile(r"/models/[^/]+/$"))
        self.model = page.url.split("/")[-2]
        self.look(self.at(f"models/{self.model}/"), "own-model")

    def offer(self, *letters):
        """To the first institute that is offered for each of these letters."""
        page = self.officer
        page.goto(self.at(f"models/{self.model}/"))
        page.locator("a[href$='/roll-out/']").click()
        for some in letters:
            choose(page, "institutes", some)
        page.locator("[name=why]").fill(self.said["why"])
        with page.expect_navigation():
            page.locator("main form.form > button.act-due").click()
        if (already := page.locator("#umbrellas li")).count():  # some of them have such an agreement: it is seen first
            expect(already.first).to_be_visible()
            self.visitors.complaints[:] = [one for one in self.visitors.complaints if "422" not in one]
            page.locator("main form.form > button.act-due").click()
        page.wait_for_url(re.compile(r"/roll-outs/\d+/$"))
        self.roll_out = page.url
        expect(page.locator("tbody tr")).to_have_count(len(letters))

    def begin_the_first(self):
        self.officer.goto(self.roll_out)
        self.officer.locator("tbody a").first.click()
        self.officer.wait_for_url(AGREEMENT)
        self.agreement = self.officer.url
        self.ask_for_clearances()
        self.clear()
        self.begin_to_write()

    def deviate(self):
        page = self.officer
        page.goto(f"{self.agreement}text/")
        page.locator(f"a[href*='/clauses/'][href$='in={self.language}']").nth(4).click()
        page.locator("[name=words]").fill(self.said["words"])
        page.locator("main form.form button.act-due").click()
        page.wait_for_url(re.compile(r"/text/"))
        self.look(f"{self.agreement}text/", "text-deviating")

    def see_where_each_stands(self):
        page = self.officer
        page.goto(f"{self.roll_out}?how=deviates")
        expect(page.locator("tbody tr")).to_have_count(1)
        self.look(self.roll_out, "roll-out")
        self.look(self.at(f"models/{self.model}/"), "model-with-instruments")
        self.look(f"{self.agreement}model/", "making")
