"""The steps of an agreement in force: what its clauses oblige to, its review, its renewal."""

from playwright.sync_api import expect

from tests.journeys.agreeing import Way, write_in
from tests.journeys.linked import send


class Life(Way):
    """What an officer does with an agreement in force, and before it with its clauses."""

    def mark(self, clause, what, when):
        """What the clause of this number, counted over all parts, obliges the first party to; and when that is due."""
        page = self.officer
        page.goto(f"{self.agreement}text/")
        page.locator("a[href$='/undertakings/']").nth(clause - 1).click()
        page.locator("[name=party]").select_option(index=1)
        page.locator("[name=beneficiary]").select_option(index=2)
        for code, words in what.items():
            write_in(page, [code], "what", words)
        page.locator(f"[name=when][value={when}]").check()
        send(page, "main form.form button.act-due")
        expect(page.locator(".row-what", has_text=what[self.language])).to_be_visible()

    @property
    def row_on_the_desk(self):
        """Where the desk tells of it, when it is open."""
        path = self.agreement.removeprefix(self.visitors.site.address)
        return self.officer.locator(".row", has=self.officer.locator(f"a.row-what[href='{path}']"))

    def find_nothing_to_review(self):
        self.officer.goto(f"/{self.language}/desk/")
        expect(self.row_on_the_desk).to_have_count(0)

    def wait_for_its_review(self):
        """The worker begins it by itself, and writes to the keeper."""
        page, number = self.officer, self.agreement.split("/")[-2]
        for _time in range(60):
            page.goto("/en/letters/")
            if page.locator("main", has_text=f"/agreements/{number}/review/").count():
                return
            page.wait_for_timeout(500)
        raise AssertionError("no letter came that tells of the review")

    def come_to_its_review(self):
        """From the desk, where it waits with what is suggested, by its own page."""
        page = self.officer
        page.goto(f"/{self.language}/desk/")
        row = self.row_on_the_desk
        row.locator("summary").first.click()
        expect(row.locator(".lacking li").first).to_be_visible()
        row.locator("a.row-what").click()
        page.locator("#review a[href$='/review/']").click()
        page.wait_for_url(f"{self.agreement}review/")

    def write_the_letter(self, words):
        """The prepared letter is changed; it leaves on paper."""
        self.do(self.officer, "letter", at="review/", **{f"words_{self.language}": words})
        self.do(self.officer, "letter-on-paper", at="review/")
        expect(self.officer.locator("#review ~ section .prose").first).to_contain_text(words)

    def renew_by_letters(self, *, dated_on, until):
        """The letter of each party is recorded; the last one renews it."""
        for number in (1, 2):
            told = {"dated_on": dated_on.isoformat(), "until": until.isoformat(), "document": f"No. {number}"}
            self.do(self.officer, "exchanged-letter", at="review/", party={"index": number}, **told)
        self.officer.goto(self.agreement)
        expect(self.officer.locator("dl.facts bdi", has_text="No. 2").first).to_be_visible()
