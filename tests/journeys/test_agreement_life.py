"""An agreement's later life in a real browser: brought with a register, reviewed, written about, renewed by letters."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.looking import axe, keep, sticking_out

TITLES = {"en": "Memorandum of the old register", "ar": "مذكرة تفاهم من السجل القديم"}
HEADERS = {"en": "Title;Partner;Signed on;End date", "ar": "العنوان;الشريك;تاريخ التوقيع;تاريخ الانتهاء"}
SIGHTS = [(1280, "light"), (360, "dark")]


class Life:
    """What an officer does, looked at as somebody who does not see, or holds a telephone, would."""

    def __init__(self, visitors, language):
        self.page, self.looker = visitors.come("officer"), visitors.come("officer", bypass_csp=True)
        self.language, self.wrong, self.agreement = language, [], ""

    def bring(self):
        page, today = self.page, timezone.localdate()
        days = [f"{one:%d.%m.%Y}" for one in (today - timedelta(days=1500), today + timedelta(days=300))]
        row = ";".join([TITLES[self.language], "LIKAT / ICESCO", *days])
        table = "\n".join([HEADERS[self.language], row, ";;;", f"{TITLES[self.language]};An Unknown Body;01/02/2020;"])
        page.goto(f"/{self.language}/agreements/registers/")
        self.look(page.url, "registers")
        file = {"name": "register.csv", "mimeType": "text/csv", "buffer": table.encode("utf-16")}
        page.locator("input[type=file]").set_input_files(file)
        page.locator("main form button.act-due").click()
        page.wait_for_url(re.compile(r"/registers/\d+/$"))
        self.look(page.url, "register")
        self.look(f"{page.url}names/", "register-names")
        with page.expect_navigation():
            page.locator("form[action$='/entry/'] button").click()
        page.goto(f"/{self.language}/agreements/?state=to_review")
        page.locator("a.row-what", has_text=TITLES[self.language]).first.click()
        page.wait_for_url(re.compile(r"/agreements/\d+/$"))
        self.agreement = page.url

    def do(self, name, **typed):
        page = self.page
        page.goto(f"{self.agreement}review/")
        form = page.locator(f"form[action$='/acts/{name}/']")
        fold = page.locator("details", has=form)
        if fold.count() and fold.first.get_attribute("open") is None:
            fold.first.locator("summary").first.click()
        for field, value in typed.items():
            box = form.locator(f"[name={field}]")
            box.select_option(**value) if isinstance(value, dict) else box.fill(value)
        with page.expect_navigation():
            form.locator("button").last.click()
        expect(page.locator(".word-error")).to_have_count(0)

    def look(self, address, name):
        self.looker.goto(address)
        for width, scheme in SIGHTS:
            self.looker.set_viewport_size({"width": width, "height": 900})
            self.looker.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.wrong += [f"{name} {width} {scheme}: {one}" for one in [*axe(self.looker), *sticking_out(self.looker)]]
            keep(self.looker, f"agreement-{name}-{self.language}-{scheme}-{width}")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_an_old_register_tells_is_reviewed_and_renewed(visitors, language):
    life = Life(visitors, language)
    today = timezone.localdate()

    life.bring()
    life.page.goto(f"{life.agreement}review/")
    if life.page.locator("form[action$='/acts/review/']").count():  # the worker may have begun it by itself
        life.do("review")
    life.look(f"{life.agreement}review/", "review")
    life.do("letter", **{f"words_{language}": "(as we would write it)"})
    life.do("letter-on-paper")
    expect(life.page.locator("#review ~ section .prose").first).to_contain_text("(as we would write it)")
    until = (today + timedelta(days=2000)).isoformat()
    for index in (1, 2):
        told = {"dated_on": today.isoformat(), "until": until, "document": f"No. {index}"}
        life.do("exchanged-letter", party={"index": index}, **told)
    life.look(life.agreement, "renewed")

    expect(life.looker.locator("dl.facts bdi, dl.facts dd", has_text="No. 2").first).to_be_visible()
    assert life.wrong == [], "\n".join(life.wrong)
