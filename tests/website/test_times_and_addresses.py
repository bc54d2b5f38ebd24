"""Articles move to another address and are published at a set time, and readers find them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comity.website.models import Article, FormerAddress
from comity.website.scheduling import publish_due
from tests.website.conftest import write


@pytest.fixture
def moved(office, django_capture_on_commit_callbacks):
    """Gives a published article another address."""

    def move(article, slug):
        article = Article.objects.get(pk=article.pk)
        article.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            article.save_revision(user=office.officer).publish(user=office.officer)
        return Article.objects.get(pk=article.pk)

    return move


def test_a_former_address_leads_to_the_article(office, moved):
    article = write(office, "old")["fr"]

    moved(article, "new")

    answer = Client().get("/fr/news/old/")
    assert (answer.status_code, answer.url) == (301, "/fr/news/new/")
    assert Client().get("/en/news/old/").status_code == 200
    assert Client().get("/ar/news/new/").status_code == 404


def test_every_former_address_leads_straight_to_the_present_one(office, moved):
    article = moved(write(office, "old")["en"], "new")
    moved(article, "newest")

    assert Client().get("/en/news/old/").url == "/en/news/newest/"
    assert Client().get("/en/news/new/").url == "/en/news/newest/"


def test_a_former_address_that_another_article_has_now_is_that_articles(office, moved):
    moved(write(office, "old")["en"], "new")
    write(office, "old-2")
    moved(Article.objects.get(slug="old-2", locale__language_code="en"), "old")

    assert Client().get("/en/news/old/").status_code == 200


def test_a_former_address_of_what_is_not_published_leads_nowhere(office, moved):
    article = moved(write(office, "old")["en"], "new")
    article.unpublish(user=office.officer)

    assert Client().get("/en/news/old/").status_code == 404


def test_a_draft_that_was_never_read_leaves_no_address(office):
    draft = write(office, "old", is_published=False)["en"]
    draft.slug = "new"
    draft.save_revision(user=office.officer)

    assert not FormerAddress.objects.exists()


def test_an_article_is_published_when_its_time_has_come_and_not_before(office):
    article = write(office, is_published=False)["en"]
    now = timezone.now()
    article.go_live_at = now + timedelta(hours=1)
    article.save_revision(user=office.officer).publish(user=office.officer)

    assert publish_due(now=now) is False
    assert Client().get(article.address).status_code == 404
    Article.objects.filter(pk=article.pk).update(go_live_at=now - timedelta(minutes=1))
    version = article.latest_revision
    version.content["go_live_at"] = (now - timedelta(minutes=1)).isoformat()
    version.approved_go_live_at = now - timedelta(minutes=1)
    version.save()
    assert publish_due(now=now) is True

    assert Client().get(article.address).status_code == 200
    assert publish_due(now=now) is False


def test_an_article_that_has_had_its_time_is_taken_back(office):
    article = write(office)["en"]
    Article.objects.filter(pk=article.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    assert publish_due(now=timezone.now()) is True

    assert Client().get(article.address).status_code == 404
