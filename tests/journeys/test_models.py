"""Models in a real browser: one is offered to several institutes, one of which deviates, and one becomes a model."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.agreeing import Way
from tests.journeys.offering import LETTERS, Offering


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_model_is_offered_to_several_and_one_of_them_deviates(visitors, language):
    way = Offering(visitors, language)

    way.look(way.at("models/"), "models")
    way.look(way.at("models/memorandum/"), "model")
    way.offer(*LETTERS[language])
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
        self.ask_for_clearances()
        self.clear()
        self.begin_to_write()
        self.write()
        self.tell_the_terms()
        self.do(self.officer, "opening", party={"index": 1})
        self.conclude()

    def conclude(self):
        self.agree()
        self.approve()
        for _party in range(2):
            self.sign_on_paper()

    def amend(self):
        page = self.officer
        self.parent = self.agreement
        page.goto(f"{self.parent}amendments/new/")
        page.locator("[name=why]").fill(self.told["declined"])
        page.locator("main form.form > button.act-due").click()
        page.wait_for_url(lambda url: re.search(r"/agreements/\d+/$", url) and url != self.parent)
        self.agreement = page.url
        self.ask_for_clearances()
        self.clear()
        self.begin_to_write()
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
