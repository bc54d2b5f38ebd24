"""Comments of editors beside the text: who follows them is written to, by the outbox as by every other act."""

import pytest
from django.core import mail
from django.test import Client
from wagtail import hooks
from wagtail.models import Comment, PageSubscription, Revision

from comity.accounts.models import Role
from comity.journal import outbox
from comity.journal.models import Letter
from tests.make import user
from tests.standing import stands
from tests.website.conftest import BACKEND, write
from tests.website.test_news_of_a_session import fields_of

SMTP = "django.core.mail.backends.smtp.EmailBackend"
WORDS = "Whose institute is this?"


@stands
def article(office):
    return write(office, body={"en": [], "fr": [], "ar": []})["en"]


def follow(one, article):
    PageSubscription.objects.update_or_create(page=article, user=one, defaults={"comment_notifications": True})


def comment(one, article, words=WORDS):
    """What the editor sends when somebody writes beside the introduction, and keeps the draft."""
    browser, where = Client(raise_request_exception=False), f"/newsroom/pages/{article.pk}/edit/"
    browser.force_login(one, backend=BACKEND)
    fields = fields_of(browser.get(where)) | {
        "session": "",
        "comments-TOTAL_FORMS": "1",
        "comments-0-id": "",
        "comments-0-text": words,
        "comments-0-contentpath": "introduction",
        "comments-0-position": "",
        "comments-0-resolved": "",
        "comments-0-DELETE": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    return browser.post(where, fields)


def letters():
    return Letter.objects.filter(key__startswith="by-library:")


def no_mail_server(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", 9, False
    settings.MAIL_CARRIER = SMTP


def test_who_follows_the_comments_is_written_to_by_the_outbox(office, article):
    follow(office.head, article)

    comment(office.officer, article)

    letter = letters().get()
    assert (letter.to_email, letter.to_name, letter.language) == (office.head.email, office.head.name, "en")
    assert "News of piece" in letter.subject
    assert WORDS in letter.body
    assert f"/newsroom/pages/{article.pk}/edit/" in letter.body
    assert letter.body.rstrip().endswith("http://localhost:8000")
    assert mail.outbox == []


def test_who_had_it_written_from_the_record_follows_its_comments_unasked(office, article):
    comment(office.head, article)

    assert letters().get().to_email == office.officer.email


def test_who_wrote_the_comment_is_not_written_to(office, article):
    follow(office.officer, article)

    comment(office.officer, article)

    assert not letters().exists()


@pytest.mark.parametrize(("language", "words"), [("fr", "commentaires"), ("ar", "التعليقات")])
def test_it_is_written_in_the_language_of_who_reads_it_not_of_who_wrote(office, article, language, words):
    another = user(Role.OFFICER, name="Nadia Officer", language=language)
    follow(another, article)

    comment(office.officer, article)

    letter = letters().get()
    assert letter.language == language
    assert words in letter.body
    assert WORDS in letter.body


def test_a_mail_server_that_is_down_fails_no_editor(office, article, settings):
    no_mail_server(settings)
    follow(office.head, article)

    answer = comment(office.officer, article)

    assert answer.status_code == 302
    assert Comment.objects.filter(text=WORDS).exists()
    assert letters().get().sent_at is None


def test_sent_past_the_outbox_it_would_fail_the_editor(office, article, settings):
    """The negative control: this is what the outbox keeps from happening."""
    no_mail_server(settings)
    settings.EMAIL_BACKEND = SMTP
    follow(office.head, article)

    assert comment(office.officer, article).status_code == 500


def test_a_letter_of_a_library_whose_worker_was_killed_keeps_its_number(office, article):
    follow(office.head, article)
    comment(office.officer, article)
    letter = letters().get()
    numbers = set()

    def killed(sent):
        numbers.add(outbox.message_id(sent))
        raise OSError("the connection broke after the letter was taken")

    outbox.send_waiting(deliver=killed)
    Letter.objects.filter(pk=letter.pk).update(not_before=letter.written_at)
    outbox.send_waiting()

    assert numbers == {mail.outbox[0].extra_headers["Message-ID"]}


def test_the_letter_is_given_up_with_the_comment_that_it_tells_of(office, article):
    follow(office.head, article)
    versions = Revision.objects.count()

    def fail(request, page):
        raise RuntimeError("after the letters were written")

    with hooks.register_temporarily("after_edit_page", fail):
        answer = comment(office.officer, article)

    assert answer.status_code == 500
    assert not letters().exists()
    assert not Comment.objects.exists()
    assert Revision.objects.count() == versions
