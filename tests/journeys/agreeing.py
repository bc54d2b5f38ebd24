"""The steps by which an agreement is made, each as a person takes it in the browser: what the journeys share."""

import re
from functools import cached_property

from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.linked import address_in_letter, send
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
# Who represents either party, as somebody looks them up.
PEOPLE = {"en": ["sample head", "sample counterpart"], "ar": ["رئيس المكتب", "نظير"]}
AGREEMENT = re.compile(r"/agreements/\d+/$")


class Way:
    """The steps on the way, as the three people take them, in one language."""

    def __init__(self, visitors, language, *, languages=()):
        self.visitors, self.language, self.told = visitors, language, TOLD[language]
        self.languages = languages or [language]  # of the text
        self.agreement, self.wrong = "", []

    @cached_property
    def officer(self):
        return self.visitors.come("officer")

    @cached_property
    def head(self):
        return self.visitors.come("head")

    @cached_property
    def theirs(self):
        return self.visitors.come("counterpart")

    @cached_property
    def looker(self):
        """An officer at whose pages axe looks: it tries styles out, which the policy of a page would refuse."""
        return self.visitors.come("officer", bypass_csp=True)

    @cached_property
    def their_looker(self):
        """Somebody of the other party at whose pages axe looks."""
        return self.visitors.come("counterpart", bypass_csp=True)

    def leave(self):
        """Everybody goes home; whoever comes back opens the browser anew."""
        self.visitors.leave()
        for name in ("officer", "head", "theirs", "looker", "their_looker"):
            self.__dict__.pop(name, None)

    # What every step is made of

    def do(self, page, name, /, at="", **typed):
        """Do one act on the page of the agreement, or on the page of its text or of its review."""
        page.goto(f"{self.agreement}{at}")
        self.act(page, name, **typed)

    def act(self, page, name, /, **typed):
        """Do one act on the page that is open."""
        pressed = f"button[formaction$='/acts/{name}/']"  # of a form that offers several acts
        form = page.locator(f"form[action$='/acts/{name}/'], form:has({pressed})")
        fold = page.locator("details", has=form)
        if fold.count() and fold.first.get_attribute("open") is None:
            fold.first.locator("summary").first.click()
        for field, value in typed.items():
            give(form.locator(f"[name={field}]"), value)
        button = form.locator(pressed if form.locator(pressed).count() else "button:not([formaction])").last
        with page.expect_navigation():
            button.click()
        expect(page.locator(".word-error")).to_have_count(0)

    def look(self, address, name, by=None):
        """What a person who does not see, or holds a telephone, would stumble over."""
        page = by or self.looker
        page.goto(address)
        self.look_at(page, name)

    def look_at(self, page, name):
        """The same for the page that is open."""
        for width, scheme in SIGHTS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.wrong += [f"{name} {width} {scheme}: {one}" for one in [*axe(page), *sticking_out(page)]]
            keep(page, f"agreement-{name}-{self.language}-{scheme}-{width}")

    # From a sentence to a text

    def propose(self):
        """From the session, by the sentence that was said at an item of it."""
        page = self.officer
        page.goto(f"/{self.language}/commitments/?state=proposed")
        page.locator("main a[href*='/sessions/']").first.click()
        page.locator("section[aria-labelledby=said] a[href*='/commitments/']").first.click()
        page.locator("a[href*='/agreements/proposals/new/']").click()
        page.locator("select[name=kind]").select_option("memorandum")
        for code in self.languages:
            page.locator(f"input[name=languages][value={code}]").check()
        page.locator("main form.form > button.act-due").click()
        page.wait_for_url(AGREEMENT)
        self.agreement = page.url
        expect(page.locator(".origin a")).to_be_visible()

    def ask_for_clearances(self):
        self.do(self.officer, "clearances")

    def clear(self):
        """The head of office gives every clearance that waits."""
        page = self.head
        page.goto(self.agreement)
        while page.locator("#clearances details").count():
            asked = page.locator("#clearances details").first
            asked.locator("summary").click()
            asked.locator("select").select_option("cleared")
            with page.expect_navigation():
                asked.locator("button").click()

    def begin_to_write(self):
        self.do(self.officer, "drafting")

    def write(self):
        page = self.officer
        page.goto(f"{self.agreement}text/")
        form = page.locator("form[action$='/clauses/']")
        form.locator("[name=heading]").fill(self.told["heading"])
        form.locator("[name=words]").fill(self.told["words"])
        with page.expect_navigation():
            form.locator("button").click()
        self.look(f"{self.agreement}text/", "text")

    def draft_from_the_model(self):
        page = self.officer
        page.goto(f"{self.agreement}text/")
        page.locator("input[name=model]").first.check()
        send(page, "form[action$='/acts/draft/'] button")
        expect(page.locator("article.clause")).not_to_have_count(0)

    def tell_the_terms(self, years=5):
        page = self.officer
        page.goto(f"{self.agreement}facts/")
        for name, value in (("years", str(years)), ("notice_months", "6")):
            page.locator(f"[name={name}]").fill(value)
        for name, value in (("entering", "last_signature"), ("renewing", "letters"), ("prevailing", self.language)):
            page.locator(f"select[name={name}]").select_option(value)
        page.locator("main form.form button.act-due").click()
        page.wait_for_url(self.agreement)
        for number in range(2):
            page.locator(".people a[href*='/parties/']").nth(number).click()
            self.tell_of_a_party(PEOPLE[self.language][number])

    def tell_of_a_party(self, person):
        page = self.officer
        for name in ("represented_by", "focal_point"):
            choose(page, name, person)
        write_in(page, self.languages, "legal_name", "(legal name)")
        write_in(page, self.languages, "represented_as", "(office)")
        page.locator("select[name=authority]").select_option("office")
        page.locator("main form.form button.act-due").click()
        page.wait_for_url(self.agreement)

    # Between the parties

    def open_to_the_other_party(self):
        self.do(self.officer, "opening", party={"index": 2})

    def say_how_it_should_read(self, words, clause=1):
        """The other party says of the clause of this number, counted over all parts, how it should read."""
        page = self.theirs
        page.goto(f"{self.agreement}text/")
        with page.expect_navigation():
            page.locator(f"a[href*='/remarks/'][href$='in={self.language}']").nth(clause - 1).click()
        self.look_at_own(page)
        page.locator("[name=words]").fill(words)
        page.locator("main form.form button.act-due").click()
        expect(page.locator(".changes ins").first).to_be_visible()

    def hand_the_turn_back(self):
        self.do(self.theirs, "turn", at="text/", party={"index": 1})

    def take_it_over(self, words):
        """Our office puts the words of the other party into the text."""
        self.officer.goto(f"{self.agreement}text/")
        with self.officer.expect_navigation():
            self.officer.locator("button[name=how][value=taken]").first.click()
        expect(self.officer.locator(".clause-text .prose", has_text=words).first).to_be_visible()

    def negotiate(self):
        self.say_how_it_should_read(self.told["instead"])
        self.hand_the_turn_back()
        self.take_it_over(self.told["instead"])

    def link_for_a_guest(self):
        """Our office sends a link to the text to somebody of the other party; its address in the letter."""
        told = {"name": "Greta Guest", "email": "greta@example.org", "language": self.language, "party": {"index": 1}}
        self.do(self.officer, "links", **told)
        return address_in_letter(self.officer, "texts/", language=self.language)

    def bring_the_other_languages_along(self):
        """Our office words in the other languages what changed in one, until none is behind."""
        page = self.officer
        page.goto(f"{self.agreement}text/")
        while (behind := page.locator("#behind a[hreflang]")).count():
            if not behind.first.is_visible():  # many are folded under what they have in common
                page.locator("#behind > summary").click()
            code = behind.first.get_attribute("hreflang")
            behind.first.click()
            page.locator("[name=words]").fill(f"{page.locator('[name=words]').input_value()} ({code})")
            page.locator("[name=keeps_pace]").check()
            send(page, "main form.form button.act-due")

    # Agreed, approved, signed

    def have_a_lawyer_read_it(self):
        """A text that deviates from its model is cleared as it stands before it is agreed: the head answers."""
        page = self.officer
        page.goto(f"{self.agreement}text/")
        page.locator("a[href$='#further-clearances']").click()
        page.wait_for_url(re.compile(r"#further-clearances$"))
        page.locator("#further-clearances input[value=legal]").check()
        self.act(page, "further-clearances", why=self.told["declined"])
        self.clear()

    def agree(self):
        self.do(self.officer, "agreeing", at="text/")

    def approve(self, by=None):
        """Each party approves the text that it reads; `by` is the page of a guest who approves for the other one."""
        self.do(self.head, "approval", at="text/")
        self.act(by, "approval") if by else self.do(self.theirs, "approval", at="text/")

    def sign_on_paper(self, **told):
        """Our office records the signature of the first party that has not signed."""
        self.do(self.officer, "signature", party={"index": 1}, on=timezone.localdate().isoformat(), **told)

    def sign_by_certificate(self, key, passphrase):
        """Our office prints the PDF for signing; the other party signs it here, with its key sent for this one act."""
        self.do(self.officer, "signing-copy")
        self.look(self.agreement, "signing", by=self.their_looker)
        sent = {"name": "key.p12", "mimeType": "application/x-pkcs12", "buffer": key}
        self.do(self.theirs, "key", key=sent, key_password=passphrase)
        expect(self.theirs.locator("[id^=signed-copy] .word-success")).to_be_visible()

    def look_at_own(self, page):
        assert sticking_out(page) == []


def give(box, value):
    """Fill a box as its kind wants: words, one of several told as a dict, or a file told as a dict with a buffer."""
    if isinstance(value, dict) and "buffer" in value:
        box.set_input_files(value)
    elif isinstance(value, dict):
        box.select_option(**value)
    elif box.evaluate("one => one.tagName") == "SELECT":
        box.select_option(value)
    else:
        box.fill(value)


def choose(page, name, letters):
    """Choose the first that is offered for these letters."""
    combo = page.locator(".combo", has=page.locator(f"select[name={name}]"))
    combo.locator("[role=combobox]").fill(letters)
    combo.locator("[role=option]").first.click()


def write_in(page, languages, name, words):
    """Write the same words in each of these languages."""
    for code in languages:
        box = page.locator(f"[name={name}_{code}]")
        if not box.is_visible():
            page.locator("details.tongues-more", has=box).locator("summary").click()
        box.fill(words)
