"""Models in a real browser: one is offered to several institutes, one of which deviates, and one becomes a model."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.test_agreement import Way

TOLD = {
    "en": {"heading": "Purpose", "words": "The parties work together in optics.", "why": "All institutes get it."},
    "ar": {"heading": "الغرض", "words": "يتعاون الطرفان في البصريات.", "why": "تحصل عليه جميع المعاهد."},
}
LETTERS = {"en": ["a", "i"], "ar": ["ا", "م"]}


class Offering(Way):
    """The steps of an officer who offers a model to institutes, and of the head who clears one of the agreements."""

    def __init__(self, visitors, language):
        super().__init__(visitors, language)
        self.said = TOLD[language]

    def at(self, path):
        return f"/{self.language}/agreements/{path}"

    def offer(self):
        page = self.officer
        page.goto(self.at("models/"))
        self.look(self.at("models/"), "models")
        self.look(self.at("models/memorandum/"), "model")
        page.goto(self.at("models/memorandum/roll-out/"))
        for letters in LETTERS[self.language]:
            combo = page.locator(".combo", has=page.locator("select[name=institutes]"))
            combo.locator("[role=combobox]").fill(letters)
            combo.locator("[role=option]").first.click()
        page.locator("[name=why]").fill(self.said["why"])
        page.locator("main form.form > button.act-due").click()
        page.wait_for_url(re.compile(r"/roll-outs/\d+/$"))
        self.roll_out = page.url
        expect(page.locator("tbody tr")).to_have_count(2)

    def begin_the_first(self):
        self.officer.goto(self.roll_out)
        self.officer.locator("tbody a").first.click()
        self.officer.wait_for_url(re.compile(r"/agreements/\d+/$"))
        self.agreement = self.officer.url
        self.do(self.officer, "clearances")
        self.clear()
        self.do(self.officer, "drafting")

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
        self.look(self.at("models/memorandum/"), "model-with-instruments")
        self.look(f"{self.agreement}model/", "making")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_model_is_offered_to_several_and_one_of_them_deviates(visitors, language):
    way = Offering(visitors, language)

    way.offer()
    way.begin_the_first()
    way.deviate()
    way.see_where_each_stands()

    assert way.wrong == [], "\n".join(way.wrong)


class Amending(Way):
    """The steps from an agreement in force to an amendment in force, and to the second version of its text."""

    def look(self, address, name):
        if self.is_looking:
            super().look(address, name)

    is_looking = False

    def bring_into_force(self):
        self.propose()
        self.do(self.officer, "clearances")
        self.clear()
        self.do(self.officer, "drafting")
        self.write()
        self.tell_the_terms()
        self.do(self.officer, "opening", party={"index": 1})
        self.conclude()

    def conclude(self):
        self.do(self.officer, "agreeing", at="text/")
        self.do(self.head, "approval", at="text/")
        self.do(self.theirs, "approval", at="text/")
        for _party in range(2):
            self.do(self.officer, "signature", party={"index": 1}, on=timezone.localdate().isoformat())

    def amend(self):
        page = self.officer
        self.parent = self.agreement
        page.goto(f"{self.parent}amendments/new/")
        page.locator("[name=why]").fill(self.told["declined"])
        page.locator("main form.form > button.act-due").click()
        page.wait_for_url(lambda url: re.search(r"/agreements/\d+/$", url) and url != self.parent)
        self.agreement = page.url
        self.do(page, "clearances")
        self.clear()
        self.do(page, "drafting")
        page.goto(f"{self.agreement}text/")
        page.locator(f"a[href*='/clauses/'][href$='in={self.language}']").first.click()
        page.locator("[name=words]").fill(self.told["instead"])
        page.locator("main form.form button.act-due").click()
        page.wait_for_url(re.compile(r"/text/"))
        self.is_looking = True
        self.look(f"{self.agreement}text/", "amendment-text")
        self.look(self.agreement, "amendment")
        self.do(page, "opening", party={"index": 1})
        self.conclude()


@pytest.mark.parametrize("language", ["en"])
def test_an_amendment_makes_the_second_version_of_a_text(visitors, language):
    way = Amending(visitors, language)

    way.bring_into_force()
    way.amend()
    way.look(way.parent, "amended")
    way.look(f"{way.parent}versions/", "versions")
    way.look(f"{way.parent}versions/2/", "version")

    way.officer.goto(f"{way.parent}versions/2/")
    expect(way.officer.locator(".clause-text .prose").first).to_contain_text(way.told["instead"])
    way.officer.goto(f"{way.parent}versions/1/")
    expect(way.officer.locator(".clause-text .prose").first).to_contain_text(way.told["words"])
    assert way.wrong == [], "\n".join(way.wrong)
