"""An agreement's later life in a real browser: brought with a register, reviewed, written about, renewed by letters."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.journeys.living import Life

TITLES = {"en": "Memorandum of the old register", "ar": "مذكرة تفاهم من السجل القديم"}
HEADERS = {"en": "Title;Partner;Signed on;End date", "ar": "العنوان;الشريك;تاريخ التوقيع;تاريخ الانتهاء"}


class OfARegister(Life):
    """An agreement that came with the register that the office kept until now."""

    def bring(self):
        page, today = self.officer, timezone.localdate()
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


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_an_old_register_tells_is_reviewed_and_renewed(visitors, language):
    life = OfARegister(visitors, language)
    today = timezone.localdate()

    life.bring()
    life.officer.goto(f"{life.agreement}review/")
    if life.officer.locator("form[action$='/acts/review/']").count():  # the worker may have begun it by itself
        life.do(life.officer, "review", at="review/")
    life.look(f"{life.agreement}review/", "review")
    life.write_the_letter("(as we would write it)")
    life.renew_by_letters(dated_on=today, until=today + timedelta(days=2000))
    life.look(life.agreement, "renewed")

    assert life.wrong == [], "\n".join(life.wrong)
