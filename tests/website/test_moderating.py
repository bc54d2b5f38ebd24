"""Who writes an article may have somebody else of the office look at it before it is published."""

import pytest
from django.core import mail
from wagtail.models import Workflow, WorkflowPage

from comity.accounts.models import Role
from comity.journal.models import Letter
from comity.website import ground
from comity.website.drafting import draft_news_of
from comity.website.models import Article, SecondLook
from tests.make import user
from tests.website.conftest import browser_of, write
from tests.website.test_news_of_a_session import adopted, fields_of, session  # noqa: F401 - fixtures


def edit(one, article, **acts):
    """What somebody does in the editor of an article."""
    browser, where = browser_of(one), f"/newsroom/pages/{article.pk}/edit/"
    return browser.post(where, fields_of(browser.get(where)) | acts)


def decide(one, article, act, comment=""):
    """What somebody of the office presses below an article that waits."""
    state = Article.objects.get(pk=article.pk).current_workflow_task_state
    where = f"/newsroom/pages/workflow/action/{article.pk}/{act}/{state.pk}/"
    return browser_of(one).post(where, {"comment": comment})


def is_live(article):
    return Article.objects.get(pk=article.pk).live


@pytest.fixture
def submitted(office):
    article = write(office, is_published=False, body={"en": [], "fr": [], "ar": []})["en"]
    edit(office.officer, article, **{"action-submit": "1", "session": ""})
    return article


def test_it_waits_for_somebody_else_who_is_written_to(office, submitted):
    assert not is_live(submitted)
    letter = Letter.objects.get(subject="An article waits for a second look")
    assert letter.to_email == office.head.email
    assert f"/newsroom/pages/{submitted.pk}/edit/" in letter.body
    assert "News of piece" in letter.body


def test_no_letter_goes_past_the_outbox(office, submitted):
    decide(office.head, submitted, "approve")

    assert mail.outbox == []


def test_somebody_else_approves_and_it_is_published(office, submitted):
    decide(office.head, submitted, "approve")

    assert is_live(submitted)


def test_who_submitted_it_does_not_approve_it(office, submitted):
    decide(office.officer, submitted, "approve")

    assert not is_live(submitted)


def test_who_asks_for_changes_says_which_and_the_writer_reads_it(office, submitted):
    decide(office.head, submitted, "reject", comment="Name the day.")

    assert not is_live(submitted)
    letter = Letter.objects.get(subject="Changes are asked for in your article")
    assert letter.to_email == office.officer.email
    assert "Name the day." in letter.body


def test_nothing_is_approved_while_its_facts_differ(office, adopted):  # noqa: F811
    article = draft_news_of(adopted, by=office.officer)["en"]
    edit(office.officer, article, **{"action-submit": "1"})

    decide(office.head, article, "approve")

    assert not is_live(article)


def test_what_was_approved_in_another_way_is_still_no_article_while_its_facts_differ(office, adopted):  # noqa: F811
    article = draft_news_of(adopted, by=office.officer)["en"]
    edit(office.officer, article, **{"action-submit": "1"})
    state = Article.objects.get(pk=article.pk).current_workflow_state

    state.finish(user=office.head)

    assert not is_live(article)


def test_nobody_from_outside_of_the_office_approves(office, submitted):
    for one in (office.reader, None):
        decide(one, submitted, "approve")

    assert not is_live(submitted)


@pytest.mark.parametrize(("language", "words"), [("fr", "relecture"), ("ar", "المراجعة")])
def test_the_way_is_named_in_the_language_of_the_reader(office, submitted, language, words):
    another = user(Role.OFFICER, name="Nadia Officer", language=language)

    page = browser_of(another).get(f"/newsroom/pages/{submitted.pk}/edit/").content.decode()

    assert words in page
    assert "second look by the office" not in page


def test_laying_it_again_changes_nothing(db):
    ground.lay()

    assert Workflow.objects.filter(name=ground.MODERATION).count() == 1
    assert SecondLook.objects.count() == 1
    assert {one.name for one in SecondLook.objects.get().groups.all()} == {str(Role.OFFICER), str(Role.HEAD)}
    assert WorkflowPage.objects.get().workflow.name == ground.MODERATION
