"""News of the office that most tests begin with."""

from datetime import date

from django.conf import settings
from django.test import Client

from comity.translation.texts import Text
from comity.website.writing import Story, write_article
from tests.standing import stands

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def browser_of(user):
    browser = Client()
    if user is not None:
        browser.force_login(user, backend=BACKEND)
    return browser


def write(office, slug="piece", *, day=date(2026, 11, 20), is_published=True, blocks=(), body=None, **facts):
    """A piece of news in three languages."""
    told = Text(en=f"News of {slug}", fr=f"Actualité de {slug}", ar=f"خبر {slug}")
    given = {"title": told, "introduction": Text(en="In short", fr="En bref", ar="باختصار")}
    every = {language: [("text", "<p>It began.</p>"), *blocks] for language in told}
    story = Story(slug=slug, date=day, blocks=body or every, **given | facts)
    return write_article(story, by=office.officer, is_published=is_published)


@stands
def article(office):
    return write(office)["en"]
