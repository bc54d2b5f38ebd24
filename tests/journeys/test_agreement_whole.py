"""The whole life of one agreement in a real browser, as both sides, link by link, and of another that emulates it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browsing import Demonstration, Visitors
from tests.commitments.conftest import PDF
from tests.journeys.linked import send
from tests.journeys.living import Life
from tests.journeys.offering import Offering
from tests.journeys.worded import EDITS, answer_the_edits, edited, first_article, needs_libreoffice, send_back
from tests.papers.pki import PASSPHRASE, Authority, now

pytestmark = needs_libreoffice

YEARS = 2  # the initial term: its review begins a year before its end
LATER = 400  # days
THEIRS = "Sample counterpart"  # who represents the other party, as the certificate has the name
SECOND_ARTICLE, FOURTH_ARTICLE = 6, 8  # of the model, counted over all parts
WORDS = {
    "en": {"instead": "Each Party names a focal point and reports once a year.", "report": "Report on the year"},
    "ar": {"instead": "يسمي كل طرف جهة اتصال ويقدم تقريرًا مرة في السنة.", "report": "تقديم تقرير عن السنة"},
}


class House:
    """A demonstration of its own, which trusts an authority, and whose clock can be moved on."""

    def __init__(self, chromium, folder, name):
        self.authority, self.trust = Authority(), folder / "trust"
        trust = self.authority.folder(self.trust)
        self.shown = Demonstration(str(folder / "site"), name, COMITY_TRUST=str(trust))
        self.visitors = Visitors(chromium, self.shown.open())

    def go_on(self, days):
        """That many days pass: everybody signs in anew, and a newer list of what is revoked is at hand."""
        self.visitors.leave()
        self.visitors.sessions.clear()
        self.authority.folder(self.trust, at=now() + timedelta(days=days - 1))
        self.shown.close()
        self.shown.open(days_ahead=days)

    def close(self):
        self.visitors.leave()
        self.shown.close()


@pytest.fixture
def house(chromium, worker_id, tmp_path):
    (tmp_path / "site").mkdir()
    made = House(chromium, tmp_path, f"whole_{worker_id}")
    yield made
    made.close()
    log = made.shown.site.log.read_text()
    assert made.visitors.complaints == [], f"{made.visitors.complaints}\n{log[-5_000:]}"


class Whole(Offering, Life):
    """The steps that no other journey takes."""

    def come_to_the_text(self, page, button):
        """From the page of the agreement, where the way to it waits."""
        page.goto(self.agreement)
        page.locator(button).first.click()
        page.wait_for_url(lambda url: "/text/" in url)

    def edit_in_word(self, folder):
        page = self.theirs
        self.come_to_the_text(page, "#acts a.act-due")
        heading = first_article(page, self.language)
        page.locator("a[href$='/redlines/']").click()
        send_back(page, edited(page, folder, self.language, heading))
        expect(page.locator("article.note")).to_have_count(2)

    def see_what_it_made(self, what):
        self.look(self.agreement, "in-force-with-promises")
        expect(self.looker.locator(".head .stage")).to_have_attribute("data-is", "done")
        self.looker.locator("#promises a.row-what", has_text=what).click()
        expect(self.looker.locator(".origin a[href*='/agreements/']")).to_be_visible()

    def keep_what_was_signed(self, folder):
        page = self.theirs
        page.goto(self.agreement)
        with page.expect_download() as download:
            page.locator("[id^=signed-copy] a[href*='/signed/']").last.click()
        download.value.save_as(folder / "signed.pdf")
        return folder / "signed.pdf"

    def verify(self, file):
        """As anybody can, who has no account."""
        page = self.visitors.come(bypass_csp=True)
        page.goto(f"/{self.language}/")
        page.locator("footer a[href$='/verify/']").click()
        page.locator("main input[type=file]").set_input_files(file)
        send(page, "main form button")
        self.look_at(page, "verified")
        return page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_agreement_is_made_kept_renewed_and_emulated(house, tmp_path, language):
    way = Whole(house.visitors, language, languages=["en", "ar"])
    said, report = WORDS[language]["instead"], {code: words["report"] for code, words in WORDS.items()}

    way.propose()
    way.ask_for_clearances()
    way.clear()
    way.begin_to_write()
    way.tell_the_terms(years=YEARS)
    way.draft_from_the_model()
    way.mark(FOURTH_ARTICLE, report, when="yearly")

    way.open_to_the_other_party()
    way.look(way.agreement, "their-turn", by=way.their_looker)
    way.say_how_it_should_read(said, clause=FOURTH_ARTICLE)
    way.edit_in_word(tmp_path)
    way.hand_the_turn_back()
    way.take_it_over(said)
    answer_the_edits(way.officer, way.agreement, way.told["declined"])
    way.bring_the_other_languages_along()
    expect(way.officer.locator("main")).to_contain_text(EDITS[language]["changed_to"])
    way.look(way.agreement, "our-turn")
    way.have_a_lawyer_read_it()
    way.agree()

    guest = house.visitors.come(bypass_csp=True)
    guest.goto(way.link_for_a_guest())
    way.approve(by=guest)
    way.look_at(guest, "approved-by-link")
    way.sign_by_certificate(house.authority.p12(THEIRS), PASSPHRASE)
    scan = {"name": "signed-by-us.pdf", "mimeType": "application/pdf", "buffer": PDF}
    way.sign_on_paper(place="Rabat", scan=scan)
    way.see_what_it_made(report[language])
    signed = way.keep_what_was_signed(tmp_path)
    way.find_nothing_to_review()

    way.leave()
    house.go_on(LATER)
    day = timezone.localdate() + timedelta(days=LATER)
    way.wait_for_its_review()
    way.come_to_its_review()
    way.look(f"{way.agreement}review/", "review-after-a-year")
    way.write_the_letter("(as we would write it)")
    way.renew_by_letters(dated_on=day, until=day + timedelta(days=1_500))
    way.look(way.agreement, "renewed-for-years")

    way.make_a_model()
    way.offer("LIKAT")
    way.begin_the_first()
    way.deviate()
    way.see_where_each_stands()

    page = way.verify(signed)
    expect(page.locator(".word-success")).to_be_visible()
    expect(page.locator("main")).to_contain_text(THEIRS)
    assert way.wrong == [], "\n".join(way.wrong)
