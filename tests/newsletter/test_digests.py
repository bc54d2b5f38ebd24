"""Each reader is told each piece of news once, in their language, truthfully, and can end it with one click."""

import re
from datetime import date, timedelta
from email import message_from_string, policy

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comity.cli.newsletters import newsletter
from comity.journal.models import Letter
from comity.journal.outbox import send_waiting
from comity.newsletter import digesting
from comity.newsletter.digesting import tell_news
from comity.newsletter.models import Digest, Subscriber, Told
from comity.translating.reviewing import accept
from comity.website.models import Article
from tests.newsletter.conftest import NOW, addresses_in, letter_to, reader
from tests.translating.conftest import engine, passages, work, write_in_english  # noqa: F401 - a fixture
from tests.website.conftest import browser_of, write

DAY = timedelta(days=1)


@pytest.fixture
def translated(office, engine):  # noqa: F811
    article = write_in_english(office)
    work()
    return article


def tell(now=NOW):
    return tell_news(now=now)


def sent():
    """The letters as a mail server got them, read by the standard library."""
    mail.outbox.clear()
    send_waiting()
    return [message_from_string(str(one.message()), policy=policy.default) for one in mail.outbox]


def test_the_news_go_to_each_reader_in_their_language(office):
    write(office)
    for language in ("en", "fr", "ar"):
        reader(f"{language}@example.org", language)

    assert tell() == 3
    for language, title in (("en", "News of piece"), ("fr", "Actualité de piece"), ("ar", "خبر piece")):
        letter = letter_to(f"{language}@example.org")
        assert letter.language == language
        assert title in letter.body
        assert f"/{language}/news/piece/" in addresses_in(letter)


def test_no_news_is_told_twice_and_none_is_a_letter(office):
    reader()
    write(office)

    assert [tell(), tell(), tell(NOW + DAY)] == [1, 0, 0]
    write(office, "second")
    assert tell(NOW + DAY) == 1
    assert "News of second" in letter_to("reader@example.org").body
    assert "News of piece" not in letter_to("reader@example.org").body


def test_the_database_refuses_to_tell_an_article_twice(office):
    piece = write(office)["en"]
    first = Digest.objects.create(language="en", made_at=NOW, finished_at=NOW)
    second = Digest.objects.create(language="en", made_at=NOW)
    Told.objects.create(digest=first, article=piece)

    with pytest.raises(IntegrityError), transaction.atomic():
        Told.objects.create(digest=second, article=piece)
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(language="en", made_at=NOW)


def test_what_is_not_published_or_long_ago_is_no_news(office):
    reader()
    write(office, "draft", is_published=False)
    write(office, "old", day=date(2021, 1, 21))

    assert tell() == 0
    assert not Digest.objects.exists()


def test_who_did_not_confirm_or_has_left_gets_nothing(office):
    write(office)
    gone, stays = reader("gone@example.org"), reader("stays@example.org")
    Subscriber.objects.create(email="asked@example.org", language="en", wanted="en", asked_at=NOW)
    gone.delete()

    assert tell() == 1
    assert letter_to(stays.email).list_id
    assert letter_to("asked@example.org") is None


def test_stopped_in_the_middle_it_goes_on_and_writes_to_nobody_twice(office, monkeypatch):
    write(office)
    readers = [reader(f"reader{number}@example.org") for number in range(5)]
    monkeypatch.setattr(digesting, "AT_ONCE", 2)
    written = []

    def stopped(digest, articles, subscriber):
        if len(written) == 3:
            raise SystemExit
        written.append(subscriber)
        return writes(digest, articles, subscriber)

    writes = digesting._write
    monkeypatch.setattr(digesting, "_write", stopped)
    with pytest.raises(SystemExit):
        tell()
    assert Letter.objects.exclude(list_id=None).count() == 2  # what one transaction wrote stays

    monkeypatch.setattr(digesting, "_write", writes)
    assert tell(NOW + DAY) == 3
    told = Letter.objects.exclude(list_id=None).values_list("to_email", flat=True)
    assert sorted(told) == sorted(one.email for one in readers)
    assert Digest.objects.get().letters == 3


def test_who_subscribes_while_a_digest_is_written_gets_the_next(office):
    write(office)
    reader()
    tell()
    Digest.objects.update(finished_at=None)
    late = reader("late@example.org")
    Subscriber.objects.filter(pk=late.pk).update(confirmed_at=NOW + DAY)

    assert tell(NOW + DAY) == 0


def test_a_mail_program_can_end_the_letters_with_one_click(office):
    write(office)
    reader()
    tell()
    message = sent()[-1]

    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<[\w.\-]+>", message["List-Id"])
    way = re.sub(r"^<https?://[^/]+|>$", "", message["List-Unsubscribe"].strip())
    answer = Client(enforce_csrf_checks=True).post(way, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not answer.cookies
    assert not Subscriber.objects.exists()


def test_a_letter_to_one_person_is_of_no_list(office):
    reader()

    message = sent()[-1]

    assert not {"List-Unsubscribe", "List-Id", "Precedence"} & set(message.keys())


def test_nothing_in_a_letter_tells_who_reads_it(office):
    write(office)
    reader("one@example.org")
    reader("two@example.org")
    tell()
    one, two = letter_to("one@example.org"), letter_to("two@example.org")
    messages = sent()

    assert {message.get_content_type() for message in messages} == {"text/plain"}
    only_mine = set(addresses_in(one)) - set(addresses_in(two))
    assert [("/newsletter/leaving/" in way) for way in only_mine] == [True]
    assert not [way for way in addresses_in(one) if "?" in way]


def test_the_way_out_is_forgotten_with_the_words_of_the_letter(office):
    write(office)
    reader()
    tell()
    sent()

    letter = letter_to("reader@example.org")
    assert (letter.body, letter.leave_at) == ("", None)


def test_what_a_machine_translated_says_so_until_a_person_reviewed_it(office, translated):
    reader("ar@example.org", "ar")
    reader("en@example.org", "en")

    tell()
    assert "ترجمة آلية كليا" in letter_to("ar@example.org").body
    assert "Translated by a machine" not in letter_to("en@example.org").body

    for one in passages(translated):
        accept(one, by=office.officer)
    Digest.objects.all().delete()
    tell(NOW + DAY)
    assert "ترجمة آلية كليا" not in letter_to("ar@example.org").body


def test_an_article_that_is_taken_back_before_the_letters_are_written_is_not_told(office, monkeypatch):
    articles = write(office)
    reader()
    digesting._begin("en", now=NOW)
    Article.objects.get(pk=articles["en"].pk).unpublish()

    assert tell() == 0
    assert Digest.objects.get().finished_at == NOW


def test_a_digest_asks_as_much_for_ten_articles_as_for_one(office):
    reader()
    write(office)
    with CaptureQueriesContext(connection) as one:
        tell()
    for number in range(10):
        write(office, f"further{number}")
    with CaptureQueriesContext(connection) as ten:
        tell(NOW + DAY)

    assert len(ten) <= len(one)


def test_the_office_sees_numbers_and_nobody_sees_addresses(office):
    write(office)
    reader()
    tell()

    page = browser_of(office.officer).get("/en/newsletter/digests/").content.decode()
    assert "one letter" in page
    assert "reader@example.org" not in page
    assert browser_of(None).get("/en/newsletter/digests/").status_code == 302
    assert browser_of(office.reader).get("/en/newsletter/digests/").status_code == 403


def test_the_command_tells_how_many_letters_it_wrote(office, capsys):
    write(office)
    reader()

    assert newsletter(None) == 0
    assert "1" in capsys.readouterr().out
