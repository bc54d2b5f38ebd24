"""An agreement in a real browser: from a sentence through clearance, text, approval and signature into force."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.agreeing import Way


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_parties_bring_an_agreement_into_force(visitors, language):
    way = Way(visitors, language)

    way.propose()
    way.ask_for_clearances()
    way.look(way.agreement, "clearance")
    way.clear()
    way.begin_to_write()
    way.write()
    way.tell_the_terms()
    way.open_to_the_other_party()
    way.negotiate()
    way.agree()
    way.approve()
    way.look(way.agreement, "approved")
    for _party in range(2):
        way.sign_on_paper(place="Rabat")
    way.do(way.theirs, "confirmation")

    way.look(way.agreement, "in-force")
    expect(way.looker.locator(".head .stage")).to_have_attribute("data-is", "done")
    expect(way.looker.locator("code.hash")).to_have_text(re.compile("[0-9a-f]{64}"))
    assert way.wrong == [], "\n".join(way.wrong)
