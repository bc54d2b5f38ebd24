"""Versions that people write are named where another was published after them, or instead of them."""

import pytest

from comity.meetings.models.sessions import Stage
from comity.translating.rendering import translate_waiting
from comity.website.models import Article
from tests.translating.conftest import scripted, write_in_english
from tests.website.conftest import browser_of, write
from tests.website.test_news_of_a_session import fields_of

QUEUE = "/en/translations/"


def versions(article):
    return {one.locale.language_code: one for one in Article.objects.of_page(article.translation_key)}


def publish(article, office):
    article = Article.objects.get(pk=article.pk)
    article.introduction += " Again."
    article.save_revision(user=office.officer).publish(user=office.officer)


def behind(article):
    found = Article.objects.of_page(article.translation_key).left_behind()
    return sorted(one.locale.language_code for one in found)


def queue(user, **asked):
    return browser_of(user).get(QUEUE, asked).content.decode()


def test_versions_that_were_published_together_wait_for_nobody(office, article):
    assert behind(article) == []
    assert "Written by people" not in queue(office.officer)


def test_a_version_is_named_when_the_first_one_is_published_anew_and_not_when_it_follows(office, article):
    publish(article, office)
    assert behind(article) == ["ar", "fr"]

    publish(versions(article)["fr"], office)
    assert behind(article) == ["ar"]

    publish(versions(article)["ar"], office)
    assert behind(article) == []


def test_a_draft_is_named_once_another_language_is_read(office):
    drafts = write(office, "drafted", is_published=False)
    assert behind(drafts["en"]) == []

    publish(drafts["en"], office)

    assert behind(drafts["en"]) == ["ar", "fr"]
    page = queue(office.officer)
    assert "Actualité de drafted" in page
    assert "a draft; in English it is read since" in page
    assert f"/newsroom/pages/{drafts['fr'].pk}/edit/" in page
    assert "خبر drafted" not in queue(office.officer, language="fr")


def test_what_was_taken_down_waits_for_nobody(office, article):
    versions(article)["fr"].unpublish()
    publish(article, office)

    assert behind(article) == ["ar"]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_what_a_machine_translates_stands_in_its_own_queue(office, language):
    only = write_in_english(office)
    with scripted():
        translate_waiting(limit=99)
        publish(only, office)
        translate_waiting(limit=99)

    assert language in versions(only)
    assert behind(only) == []


def test_who_publishes_is_led_to_the_versions_that_people_write(office):
    shown = office.session(at=Stage.HELD, is_public=True)
    article = write(office, body={code: [("record", f"session {shown.pk}")] for code in ("en", "fr", "ar")})["en"]
    browser, where = browser_of(office.officer), f"/newsroom/pages/{article.pk}/edit/"
    page = browser.get(where)
    fields = fields_of(page) | {"introduction": "Otherwise.", "session": "", "action-publish": "1"}

    told = browser.post(where, fields, follow=True).content.decode()

    assert "does not say yet what you published" in told
    assert f"/newsroom/pages/{versions(article)['fr'].pk}/edit/" in told


def test_nobody_outside_of_the_office_reads_of_drafts(office):
    publish(write(office, "drafted", is_published=False)["en"], office)

    assert browser_of(office.counterpart).get(QUEUE).status_code == 403
