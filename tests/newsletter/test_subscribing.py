"""The news go to those who said twice that they want them, and to nobody who has left."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client

from comity.journal.models import Letter
from comity.newsletter.forms import OF_A_NETWORK
from comity.newsletter.models import Subscriber
from comity.newsletter.subscribing import AGAIN, ask
from comity.newsletter.tokens import leave_address
from comity.personal import retention
from comity.personal.erasing import erase
from comity.personal.exporting import kept_about
from comity.personal.whole import of_account
from tests.newsletter.conftest import LATER, NOW, letter_to, reader, send, way_in


def confirmed():
    return list(Subscriber.objects.confirmed().values_list("email", "language"))


def test_an_address_is_written_to_once_it_is_confirmed_from_its_letter():
    assert send().url == "/en/newsletter/asked/"
    assert confirmed() == []

    way = way_in(letter_to("reader@example.org"), "confirmation")
    assert "Yes, send me the news" in Client().get(way).content.decode()
    assert confirmed() == []  # whoever scans letters opens what they name

    assert Client(enforce_csrf_checks=True).post(way).status_code == 302
    assert confirmed() == [("reader@example.org", "en")]
    assert "You get the news by mail" in Client().get(way).content.decode()


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_letter_comes_in_the_language_of_the_page(language):
    send(language=language)

    letter = letter_to("reader@example.org")
    assert letter.language == language
    assert way_in(letter, "confirmation").startswith(f"/{language}/")


def test_the_answer_tells_nobody_who_is_a_subscriber(clock):
    reader("known@example.org")
    clock.shift(AGAIN)

    answers = [send(email, shown=NOW + AGAIN - LATER) for email in ("known@example.org", "nobody@example.org")]

    assert len({(one.status_code, one.url, one.content) for one in answers}) == 1
    assert "gets them already" in letter_to("known@example.org").body
    assert not letter_to("known@example.org").list_id


def test_a_reader_who_asks_again_keeps_the_news_and_gets_no_second_subscription(clock):
    reader("Known@Example.org")
    clock.shift(AGAIN)

    send("known@example.ORG", shown=NOW + AGAIN - LATER)

    assert confirmed() == [("known@example.org", "en")]


def test_the_database_takes_an_address_once():
    reader("known@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        Subscriber.objects.create(email="KNOWN@example.org", language="en", wanted="en", asked_at=NOW)


def test_another_language_counts_once_it_is_confirmed(clock):
    reader("known@example.org")

    send("known@example.org", language="ar")
    assert confirmed() == [("known@example.org", "en")]

    Client().post(way_in(letter_to("known@example.org"), "confirmation"))
    assert confirmed() == [("known@example.org", "ar")]


def test_nobody_is_written_to_again_and_again_because_somebody_types_their_address(clock):
    for minute in range(20):
        clock.move_to(NOW + timedelta(minutes=minute))
        send(shown=NOW)

    assert Letter.objects.count() == 1


def test_a_letter_dies_when_a_newer_one_asks_and_after_three_days(clock):
    send()
    first = way_in(letter_to("reader@example.org"), "confirmation")
    clock.shift(AGAIN)
    send(shown=NOW + AGAIN - LATER)
    newest = way_in(letter_to("reader@example.org"), "confirmation")

    assert Client().post(first).status_code == 404
    clock.shift(Subscriber.CONFIRMABLE)
    assert Client().post(newest).status_code == 404
    assert confirmed() == []


@pytest.mark.parametrize("token", ["x", "a:b", "a" * 3_000, "%00", "é"])
@pytest.mark.parametrize("way", ["confirmation", "leaving"])
def test_a_forged_letter_opens_nothing(token, way):
    reader()

    assert Client().post(f"/en/newsletter/{way}/{token}/").status_code == 404
    assert len(confirmed()) == 1


def test_a_reader_whose_letter_has_ended_is_led_to_ask_anew_and_to_no_sign_in():
    told = Client().get("/en/newsletter/confirmation/ended/")

    assert told.status_code == 404
    main = told.content.decode().partition("<main")[2].partition("</main>")[0]
    assert 'href="/en/newsletter/"' in main
    assert "/accounts/login/" not in main


def test_the_token_of_one_letter_does_nothing_else():
    subscriber = reader()
    leave = leave_address(subscriber).rpartition("/leaving/")[2]
    foreign = signing.Signer(salt="comity.opinion.receipts").sign(subscriber.key.hex)

    assert Client().post(f"/en/newsletter/confirmation/{leave}").status_code == 404
    assert Client().post(f"/en/newsletter/leaving/{foreign}/").status_code == 404


def test_a_reader_leaves_with_one_press_and_nothing_is_kept():
    subscriber = reader()
    way = f"/en/newsletter/leaving/{leave_address(subscriber).rpartition('/leaving/')[2]}"

    assert "Send me no more news" in Client().get(way).content.decode()
    assert len(confirmed()) == 1

    # As a mail program does it (RFC 8058): no cookie, no token, no redirect.
    answer = Client(enforce_csrf_checks=True).post(way, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not Subscriber.objects.exists()
    assert Client().post(way).status_code == 200
    assert "forgotten" in Client().get(way).content.decode()


def test_the_way_out_of_an_old_letter_still_leads_out_after_asking_anew(clock):
    subscriber = reader()
    old = leave_address(subscriber)
    clock.shift(AGAIN)
    ask(subscriber.email, language="fr", now=NOW + AGAIN)

    Client().post("/en" + old.partition("/en")[2])

    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": "no address"}, "valid email"),
        ({"email": ""}, "required"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "valid email"),
        ({"email": "a" * 5_000 + "@example.org"}, "valid email"),
        ({"shown": NOW}, "sooner than a person"),
        ({"shown": NOW - timedelta(days=2)}, "more than a day"),
        ({"shown": None}, "not ours"),
    ],
)
def test_what_is_no_wish_of_a_person_is_refused_in_words_and_kept(given, words):
    answer = send(**given)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Letter.objects.exists()


def test_a_program_that_fills_in_what_nobody_sees_hears_thanks_and_nothing_is_written():
    assert send(website="https://example.org").url == "/en/newsletter/asked/"
    assert not Subscriber.objects.exists()


def test_too_many_addresses_from_one_network_are_refused():
    answers = [send(f"reader{number}@example.org").status_code for number in range(OF_A_NETWORK + 1)]

    assert answers == [302] * OF_A_NETWORK + [429]


def test_no_cookie_is_set_for_whoever_asks():
    browser = Client(enforce_csrf_checks=True)
    browser.get("/en/newsletter/")
    send(browser=browser)
    browser.get("/en/newsletter/asked/")
    browser.post(way_in(letter_to("reader@example.org"), "confirmation"))

    assert not browser.cookies


def test_an_address_that_nobody_confirmed_is_thrown_away_after_three_days(clock):
    reader("stays@example.org")
    send("goes@example.org")

    retention.tidy(now=NOW + Subscriber.CONFIRMABLE - LATER)
    assert Subscriber.objects.count() == 2
    retention.tidy(now=NOW + Subscriber.CONFIRMABLE + LATER)
    assert confirmed() == [("stays@example.org", "en")]
    assert Subscriber.objects.count() == 1


def test_what_an_account_subscribed_to_is_theirs_exported_and_erased(office):
    subscriber = reader(office.officer.email)
    other = reader("other@example.org")

    somebody = of_account(office.officer)
    assert subscriber in [row for one in kept_about(somebody) for row in one.rows]
    erase(somebody, at=NOW, by=office.head)

    assert list(Subscriber.objects.all()) == [other]
