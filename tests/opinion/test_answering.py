"""A visitor answers after a page: without cookie or script, once a page and day, and may change it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from comity.opinion.models import Answer, AskedPage, Salt
from tests.opinion.conftest import COMPUTER, KEY, NOW, PHONE, page, send
from tests.website.conftest import write

LABELS = {
    "en": ["Extremely dissatisfied", "Dissatisfied", "Neither", "Satisfied", "Extremely satisfied"],
    "fr": ["Extrêmement insatisfait", "Insatisfait", "Ni satisfait", "Satisfait", "Extrêmement satisfait"],
    "ar": ["غير راض للغاية", "غير راض", "لا راض ولا غير راض", "راض", "راض لأقصى درجة"],
}


@pytest.fixture(autouse=True)
def at_this_moment(time_machine):
    time_machine.move_to(NOW, tick=False)


def token_in(answer):
    return re.search(r'name="page" value="([^"]+)"', answer.text)[1]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_question_stands_after_the_article_with_five_answers_in_words(office, language):
    article = write(office)[language]

    read = Client().get(article.address).text

    labels = re.findall(r'name="level" value="(\d)" required> <span>([^<]+)</span>', read)
    assert [number for number, _words in labels] == ["1", "2", "3", "4", "5"]
    assert all(words.startswith(wanted) for (_n, words), wanted in zip(labels, LABELS[language], strict=True))
    assert read.index("</article>") < read.index('id="opinion"') < read.index("</main>")


def test_a_page_with_the_question_sets_no_cookie_and_says_nothing_of_who_asks(office):
    article = write(office)["en"]

    first, second = Client().get(article.address), Client(headers={"user-agent": PHONE}).get(article.address)

    assert not first.cookies
    assert token_in(first) == token_in(second)


def test_an_answer_is_kept_from_the_form_on_the_article(office, time_machine):
    article = write(office)["en"]
    token = token_in(Client().get(article.address))
    time_machine.shift(60)

    answer = send("2", token=token, key=article.translation_key)

    kept = Answer.objects.get()
    assert answer.status_code == 302
    assert (kept.level, kept.state, kept.page.title, kept.page.address) == (2, "human", article.title, article.address)
    assert kept.version == str(article.live_revision_id)


def test_nothing_of_who_answered_is_kept(office):
    send("4", agent=PHONE)

    kept = Answer.objects.get()
    assert kept.device == "phone"
    assert kept.given_at == NOW.replace(minute=0, second=0)
    assert not any(told in str(vars(kept)) for told in ("127.0.0.1", "iPhone", "Mozilla"))


def test_no_cookie_is_set_by_answering():
    browser = Client(enforce_csrf_checks=True)

    answer = send("4", browser=browser)
    thanks = browser.get(answer["Location"])
    said = browser.post(answer["Location"], {"level": "5", "comment": "Good \u200e words"})

    assert [dict(one.cookies) for one in (answer, thanks, said)] == [{}, {}, {}]
    assert said.status_code == 302


def test_a_second_answer_of_the_same_day_takes_the_place_of_the_first():
    send("4")
    answer = send("2")

    assert [one.level for one in Answer.objects.all()] == [2]
    assert "took the place" in Client().get(answer["Location"]).text


def test_another_browser_another_page_and_another_day_are_other_answers(time_machine):
    send("4")
    send("4", agent=PHONE)
    send("4", asked=page(language="fr", address="/fr/news/piece/"))
    time_machine.shift(timedelta(days=1))
    send("4", shown=NOW + timedelta(hours=23))

    assert Answer.objects.count() == 4


def test_the_salt_of_a_day_is_destroyed_when_the_next_begins_and_with_it_every_mark(time_machine):
    send("4")
    before = bytes(Salt.objects.get().secret)
    assert Answer.objects.exclude(visitor="").count() == 1
    time_machine.shift(timedelta(days=1))

    send("4", agent=COMPUTER, shown=NOW + timedelta(hours=23))

    assert bytes(Salt.objects.get().secret) != before
    assert [bool(one.visitor) for one in Answer.objects.order_by("pk")] == [False, True]


def test_what_is_said_besides_is_kept_and_can_be_changed_on_the_same_day():
    mine = send("2")["Location"]

    Client().post(mine, {"level": "3", "found": "partly", "comment": "The date\r\nis wrong."})

    kept = Answer.objects.get()
    assert (kept.level, kept.found, kept.comment) == (3, "partly", "The date\nis wrong.")
    assert "The date\nis wrong." in Client().get(mine).text


def test_a_comment_out_of_which_something_was_taken_says_so_and_where():
    mine = send("2")["Location"]

    plain = Client().post(mine, {"level": "2", "comment": "The date is wrong."}, follow=True).text
    told = Client().post(
        mine, {"level": "2", "comment": "Write to a@example.org\nor call +49 30 1234567."}, follow=True
    )

    assert "were taken out before it was kept" not in plain
    assert "were taken out before it was kept" in told.text
    assert "Write to […]<br>or call […]." in told.text


def test_all_that_was_said_is_shown_again_as_it_was_typed_and_apart_from_the_page():
    mine = send("2")["Location"]

    told = Client().post(mine, {"level": "2", "comment": "One <b>\nالتاريخ خطأ\nthree"}, follow=True).text

    shown = re.search(r'<blockquote class="in-their-words"><bdi [^>]+>(.*?)</bdi>', told)[1]
    assert shown == "One &lt;b&gt;<br>التاريخ خطأ<br>three"


def test_on_another_day_an_answer_cannot_be_changed(time_machine):
    mine = send("2")["Location"]
    time_machine.shift(timedelta(days=1))

    answer = Client().post(mine, {"level": "5"})

    assert (answer.status_code, Answer.objects.get().level) == (409, 2)


def test_words_from_the_same_connection_are_not_shown_to_whoever_answers_next():
    first = send("2")["Location"]
    Client().post(first, {"level": "2", "comment": "My own words"})

    second = send("4")["Location"]

    assert "My own words" not in Client().get(second).text
    assert "My own words" in Client().get(first).text


@pytest.mark.parametrize("state", ["machine", "mixed", "on_demand"])
def test_whether_the_translation_was_understandable_is_asked_where_it_was_a_machines(state):
    mine = send("2", asked=page(state=state))["Location"]

    assert 'name="understood"' in Client().get(mine).text
    Client().post(mine, {"level": "2", "understood": "no"})
    assert Answer.objects.get().understood == "no"


@pytest.mark.parametrize("state", ["original", "human", "reviewed"])
def test_of_a_persons_text_it_is_not_asked_whether_it_was_understandable(state):
    mine = send("2", asked=page(state=state))["Location"]

    Client().post(mine, {"level": "2", "understood": "no"})

    assert 'name="understood"' not in Client().get(mine).text
    assert Answer.objects.get().understood == ""


def test_a_comment_that_is_too_long_is_refused_with_every_word_kept():
    mine = send("2")["Location"]
    words = "x" * 1_201

    answer = Client().post(mine, {"level": "1", "comment": words})

    assert answer.status_code == 422
    assert words in answer.text
    assert "1,200" in answer.text
    assert "What you wrote now is not kept yet" in answer.text
    assert "Your answer is kept." not in answer.text
    assert (Answer.objects.get().level, Answer.objects.get().comment) == (2, "")


def test_a_break_of_a_line_counts_once():
    mine = send("2")["Location"]

    Client().post(mine, {"level": "2", "comment": "\r\n".join(["y" * 599, "z" * 600])})

    assert len(Answer.objects.get().comment) == 1_200


def test_a_comment_of_five_megabytes_is_refused_in_words():
    mine = send("2")["Location"]

    answer = Client().post(mine, {"level": "2", "comment": "x" * 5_000_000})

    assert answer.status_code == 400
    assert "<h1" in answer.text
    assert Answer.objects.get().comment == ""


@pytest.mark.parametrize(
    "words",
    [
        "write to amina.b@example.org please",
        "call +212 5 37 56 60 52 today",
        "my passport AB1234567 was",
        "paid to DE89 3704 0044 0532 0130 00 twice",
        "رقمي ٠٦١٢٣٤٥٦٧٨ شكرا",
    ],
)
def test_what_tells_who_somebody_is_is_never_written(words):
    mine = send("2")["Location"]

    Client().post(mine, {"level": "2", "comment": words})

    first, *_middle, last = words.split()
    kept = Answer.objects.get().comment
    assert (kept.split()[0], kept.split()[-1]) == (first, last)
    assert "[…]" in kept
    assert not re.search(r"\d{3}|@", kept)


@pytest.mark.parametrize(
    "words", ["In 2021 10,000 students came.", "On 21 January 2021, not 22.", "see §13(4) of 2018/1724"]
)
def test_years_and_numbers_of_the_text_are_let_be(words):
    mine = send("2")["Location"]

    Client().post(mine, {"level": "2", "comment": words})

    assert Answer.objects.get().comment == words


def test_a_receipt_of_another_maker_opens_nothing():
    send("2")

    assert Client().get("/en/opinion/thanks/WzEsMF0:abc/").status_code == 404
    assert Client().get("/en/opinion/thanks/x/").status_code == 404


def test_the_address_of_the_form_leads_to_the_page(office):
    key = write(office)["fr"].translation_key

    assert Client().get(f"/en/opinion/{KEY}/").status_code == 404
    assert Client().get(f"/fr/opinion/{key}/")["Location"] == "/fr/news/piece/#opinion"


def test_a_page_is_called_as_it_was_when_somebody_answered_last():
    send("4")
    send("4", asked=page(title="A better title"))

    assert AskedPage.objects.get().title == "A better title"


def everything():
    """All that stands in the database, those who count attempts included."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from (str(bytes(one) if isinstance(one, memoryview) else one) for row in cursor for one in row)


def test_neither_address_nor_browser_stands_anywhere_in_the_database():
    browser = Client(REMOTE_ADDR="203.0.113.77")

    mine = send("2", browser=browser, agent="Distinctive Browser Windows NT")["Location"]
    browser.post(mine, {"level": "2", "comment": "A word to find."})

    kept = "\n".join(everything())
    assert "A word to find." in kept
    assert "203.0.113" not in kept
    assert "Distinctive" not in kept
