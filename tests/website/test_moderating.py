"""Who writes an article may have somebody else of the office look at it before it is published."""

import pytest
from django.core import mail
from django.db.models.signals import pre_save
from django.utils.translation import override
from wagtail.models import Workflow, WorkflowPage

from comity.accounts.models import Role
from comity.journal.models import Letter
from comity.website import ground
from comity.website.drafting import draft_news_of
from comity.website.models import Article, SecondLook
from comity.website.moderating import keep_the_name_that_was_laid
from tests.make import user
from tests.standing import stands
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


@stands
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


WHY = "It cannot be approved yet, because its facts differ."


@stands
def differing(office, adopted):  # noqa: F811
    article = draft_news_of(adopted, by=office.officer)["en"]
    edit(office.officer, article, **{"action-submit": "1"})
    return article


def editor_of(one, article):
    return browser_of(one).get(f"/newsroom/pages/{article.pk}/edit/").content.decode()


def test_why_it_cannot_be_approved_stands_above_it_with_the_way_to_its_facts(office, differing):
    page = editor_of(office.head, differing)

    assert WHY in page
    assert f"/newsroom/facts/{differing.pk}/" in page.partition(WHY)[2][:600]
    assert 'data-workflow-action-name="approve"' not in page
    assert 'data-workflow-action-name="reject"' in page


def test_where_nothing_differs_it_is_offered_and_nothing_is_said(office, submitted):
    page = editor_of(office.head, submitted)

    assert WHY not in page
    assert 'data-workflow-action-name="approve"' in page


def test_who_submitted_it_reads_that_somebody_else_approves(office, submitted):
    page = editor_of(office.officer, submitted)

    assert "somebody else of the office approves it" in page
    assert 'data-workflow-action-name="approve"' not in page


def test_who_approves_what_has_come_to_differ_is_led_to_its_facts(office, differing):
    state = differing.current_workflow_task_state
    browser = browser_of(office.head)

    answer = browser.post(f"/newsroom/pages/workflow/action/{differing.pk}/approve/{state.pk}/", {"comment": ""})

    assert answer.url == f"/newsroom/facts/{differing.pk}/"
    assert WHY in browser.get(answer.url).content.decode()


def test_saying_why_it_is_meant_publishes_what_waited(office, differing):
    browser_of(office.head).post(f"/newsroom/facts/{differing.pk}/", {"why": "No word of it in French yet."})

    assert is_live(differing)
    assert Article.objects.get(pk=differing.pk).current_workflow_state is None


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


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(("model", "name"), [(SecondLook, ground.SECOND_LOOK), (Workflow, ground.MODERATION)])
def test_a_name_that_was_read_in_another_language_is_saved_as_it_was_laid(db, model, name, language):
    with override(language):
        read = model.objects.latest("pk")
        said = read.name
        read.save()

    assert said != name
    assert stored(model) == name


def test_without_that_the_translation_would_be_stored(db):
    """The negative control."""
    uid = {"sender": Workflow, "dispatch_uid": f"comity.website.{Workflow}"}
    pre_save.disconnect(**uid)
    try:
        with override("fr"):
            Workflow.objects.latest("pk").save()
    finally:
        pre_save.connect(keep_the_name_that_was_laid, **uid)

    assert stored(Workflow) != ground.MODERATION


def test_another_name_is_kept_as_it_was_given(db):
    with override("fr"):
        read = SecondLook.objects.get()
        read.name = "Relecture par la presse"
        read.save()

    assert stored(SecondLook) == "Relecture par la presse"


def stored(model):
    return model.objects.order_by("-pk").values_list("name", flat=True).first()


def test_laying_it_again_changes_nothing(db):
    ground.lay()

    assert Workflow.objects.filter(name=ground.MODERATION).count() == 1
    assert SecondLook.objects.count() == 1
    assert {one.name for one in SecondLook.objects.get().groups.all()} == {str(Role.OFFICER), str(Role.HEAD)}
    assert WorkflowPage.objects.get().workflow.name == ground.MODERATION
