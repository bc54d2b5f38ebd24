"""What is due is compared as what is published by hand: what differs by then is held, and its editor is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import PageLogEntry

from comity.journal.acting import acting
from comity.journal.models import Letter
from comity.website.checks import compare
from comity.website.holding import HELD
from comity.website.models import Article
from comity.website.releasing import release
from comity.website.scheduling import publish_due
from tests.website.conftest import browser_of
from tests.website.test_facts_once import TOLD, forum, written_on  # noqa: F401 - a fixture

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


def scheduled(article, by):
    """The article, to be published in an hour; it was never published before."""
    Article.objects.filter(pk=article.pk).update(live=False, first_published_at=None)
    article = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    article.go_live_at = timezone.now() + HOUR
    article.save_revision(user=by).publish(user=by)
    return Article.objects.get(pk=article.pk)


def reworded(article, language, right, wrong, *, by):
    """Another version of it says something else since."""
    other = Article.objects.versions_of(article).get(locale__language_code=language)
    other = other.get_latest_revision_as_object()
    other.body = [("text", TOLD[language].replace(right, wrong)), *[(b.block_type, b.value) for b in other.body[1:]]]
    other.save_revision(user=by)


def come_due(now):
    now.shift(HOUR + timedelta(seconds=1))
    return publish_due(now=timezone.now())


def letters():
    return list(Letter.objects.filter(key__startswith="news-held:"))


def test_what_differs_by_its_time_is_held_and_its_editor_is_told(office, forum, now):  # noqa: F811
    article = scheduled(written_on(office, forum), office.officer)
    reworded(article, "fr", "10\u202f000", "1\u202f000", by=office.head)

    assert come_due(now) is True

    assert Client().get(article.address).status_code == 404
    (letter,) = letters()
    assert letter.to_email == office.officer.email
    assert "was not published" in letter.subject
    assert "French: It does not tell more than" in letter.body.replace("\u2068", "").replace("\u2069", "")
    assert f"/newsroom/facts/{article.pk}/" in letter.body
    assert PageLogEntry.objects.get(action=HELD).page_id == article.pk
    assert publish_due(now=timezone.now()) is False
    assert len(letters()) == 1


def test_what_does_not_differ_is_published_and_nobody_is_written_to(office, forum, now):  # noqa: F811
    article = scheduled(written_on(office, forum), office.officer)

    assert come_due(now) is True

    assert Client().get(article.address).status_code == 200
    assert letters() == []


def test_one_that_is_held_keeps_no_other_from_being_published(office, forum, now):  # noqa: F811
    held = scheduled(written_on(office, forum), office.officer)
    reworded(held, "fr", "10\u202f000", "1\u202f000", by=office.head)
    other = scheduled(written_on(office, forum, slug="second"), office.officer)

    come_due(now)

    assert Client().get(held.address).status_code == 404
    assert Client().get(other.address).status_code == 200


def test_what_readers_see_already_stays_as_it_was(office, forum, now):  # noqa: F811
    article = written_on(office, forum)
    article.get_latest_revision().publish(user=office.officer)
    article = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    article.body[0].value.source = article.body[0].value.source.replace("over 10,000", "over 1,000")
    article.go_live_at = timezone.now() + HOUR
    article.save_revision(user=office.officer).publish(user=office.officer)

    come_due(now)

    assert "over 10,000" in Client().get(article.address).text
    assert "Readers see it as it was published before." in letters()[0].body


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_its_editor_gave_a_reason_for_holds_it_no_more(office, forum, now, language):  # noqa: F811
    article = written_on(office, forum, fr=TOLD["fr"].replace("10\u202f000", "1\u202f000"))
    Article.objects.filter(pk=article.pk).update(live=False, first_published_at=None)
    article = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    article.go_live_at = timezone.now() + HOUR
    article.save_revision(user=office.officer)
    assert compare(article).differences()
    with override(language):
        release(Article.objects.get(pk=article.pk), why="Counted twice.", by=office.officer)

    come_due(now)

    assert Client().get(article.address).status_code == 200
    assert letters() == []


def test_a_reason_for_one_difference_is_none_for_another(office, forum, now):  # noqa: F811
    article = written_on(office, forum, fr=TOLD["fr"].replace("10\u202f000", "1\u202f000"))
    Article.objects.filter(pk=article.pk).update(live=False, first_published_at=None)
    article = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    article.go_live_at = timezone.now() + HOUR
    article.save_revision(user=office.officer)
    release(Article.objects.get(pk=article.pk), why="Counted twice.", by=office.officer)
    reworded(article, "ar", "١٤ و١٥", "١٤ و١٦", by=office.head)

    come_due(now)

    assert Client().get(article.address).status_code == 404
    assert len(letters()) == 1


def test_where_its_editor_works_here_no_more_the_whole_office_is_told(office, forum, now):  # noqa: F811
    article = scheduled(written_on(office, forum), office.officer)
    reworded(article, "fr", "10\u202f000", "1\u202f000", by=office.head)
    with acting(by=office.head):
        office.officer.stop_signing_in()

    come_due(now)

    assert office.head.email in {one.to_email for one in letters()}
    assert office.officer.email not in {one.to_email for one in letters()}


def test_the_letter_is_in_the_language_of_its_reader(office, forum, now):  # noqa: F811
    with acting(by=office.officer):
        office.officer.describe(name=office.officer.name, language="fr", zone=office.officer.zone)
    article = scheduled(written_on(office, forum), office.officer)
    reworded(article, "ar", "١٤ و١٥", "١٤ و١٦", by=office.head)

    come_due(now)

    (letter,) = letters()
    assert "arabe" in letter.body
    assert "n’a pas été publié" in letter.subject


def test_the_page_that_the_letter_names_publishes_it_with_a_reason(office, forum, now):  # noqa: F811
    article = scheduled(written_on(office, forum), office.officer)
    reworded(article, "fr", "10\u202f000", "1\u202f000", by=office.head)
    come_due(now)

    browser_of(office.officer).post(f"/newsroom/facts/{article.pk}/", {"why": "Counted twice."})

    assert Client().get(article.address).status_code == 200
