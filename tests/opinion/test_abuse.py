"""What programs send: each form that cannot be taken says why, what is suspicious is set apart, and can be restored."""

import json
import re
from datetime import timedelta

import altcha
import pytest
from django.core import signing
from django.test import Client

from comity.journal.models import Entry
from comity.opinion import limits
from comity.opinion.asking import SALT, ask
from comity.opinion.giving import How, WorkWanted, give
from comity.opinion.models import Answer, Apart, AskedPage, Device
from comity.opinion.visitors import Visitor, network_of
from tests.opinion.conftest import NOW, answered, many, page, send
from tests.website.conftest import browser_of, write


@pytest.fixture(autouse=True)
def at_this_moment(time_machine):
    time_machine.move_to(NOW, tick=False)


def hidden(answer, name):
    return re.search(rf'name="{name}" value="([^"]*)"', answer.text)[1]


def test_an_answer_within_three_seconds_is_not_taken_and_goes_through_when_it_is_sent_again(time_machine):
    answer = send("2", shown=NOW - timedelta(seconds=2))

    assert answer.status_code == 422
    assert "within three seconds" in answer.text
    assert re.search(r'value="2"[^>]* checked', answer.text)
    assert not Answer.objects.exists()
    time_machine.shift(2)
    assert send("2", token=hidden(answer, "page")).status_code == 302


def test_an_answer_from_a_page_of_yesterday_is_sent_again_with_what_was_chosen(time_machine):
    answer = send("2", shown=NOW - timedelta(hours=24, seconds=1), asked=page(state="machine"))

    assert answer.status_code == 422
    assert "more than a day" in answer.text
    time_machine.shift(5)
    assert send("2", token=hidden(answer, "page")).status_code == 302
    assert Answer.objects.get().state == "machine"


def altered(token):
    value, _colon, signature = token.rpartition(":")
    return f"{value[:-1]}{'A' if value[-1] != 'A' else 'B'}:{signature}"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        ":::",
        "\x00",
        "x" * 5_000,
        altered(ask(page(), at=NOW).token),
        signing.Signer(salt=SALT, key="a key of somebody else").sign_object([1, 2]),
        signing.Signer(salt="of another form").sign_object([1, 2]),
    ],
)
def test_a_form_that_is_not_ours_or_was_altered_is_refused_in_words(token):
    answer = send("2", token=token)

    assert answer.status_code == 400
    assert "is not ours, or was changed" in answer.text
    assert "Dissatisfied" in answer.text
    assert not Answer.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_whoever_is_refused_is_led_back_to_the_article_in_its_language(office, language):
    article = write(office)[language]
    of_another = ask(page(language=language), at=NOW - timedelta(minutes=2)).token

    for token in ("altered", of_another):
        refused = send("2", asked=page(language=language), token=token, key=article.translation_key)

        assert refused.status_code == 400
        assert f'href="{article.address}#opinion"' in refused.text
        assert article.title in refused.text


def test_whoever_is_refused_is_not_told_of_an_article_that_is_not_public(office):
    article = write(office, is_published=False)["en"]

    refused = send("2", token="altered", key=article.translation_key)

    assert refused.status_code == 400
    assert article.title not in refused.text
    assert article.slug not in refused.text


def test_a_form_of_another_page_is_refused_in_words():
    answer = send("2", key="99999999-2222-3333-4444-555555555555")

    assert (answer.status_code, "belongs to another page" in answer.text) == (400, True)


@pytest.mark.parametrize("level", ["", "0", "6", "4.5", "x", "4' OR 1=1", "٤٤"])
def test_an_answer_that_is_none_of_the_five_is_refused_in_words(level):
    answer = send(level)

    assert (answer.status_code, "Choose one of the five answers." in answer.text) == (422, True)
    assert not Answer.objects.exists()


def test_who_fills_in_what_nobody_sees_is_set_apart_and_told_so():
    answer = send("5", website="https://spam.example")

    kept = Answer.objects.get()
    assert (kept.counts, kept.apart.suspicion) == (False, "trap")
    assert "A person of the office looks at it" in Client().get(answer["Location"]).text


def test_more_answers_than_anybody_reads_pages_are_refused_with_what_was_chosen(monkeypatch):
    monkeypatch.setattr(limits, "OF_A_VISITOR", 2)
    for language in ("en", "fr"):
        assert send(asked=page(language=language)).status_code == 302

    answer = send("1", asked=page(title="A third"))

    assert answer.status_code == 429
    assert "send it again in an hour" in answer.text
    assert re.search(r'value="1"[^>]* checked', answer.text)


def test_a_refused_answer_is_not_counted_against_anybody(monkeypatch):
    monkeypatch.setattr(limits, "OF_A_VISITOR", 1)
    for _time in range(3):
        send("9")

    assert send("4").status_code == 302


def test_addresses_of_one_network_are_counted_together():
    assert network_of("192.0.2.7") == network_of("192.0.2.250") != network_of("192.0.3.7")
    assert network_of("2001:db8:1:2::3") == network_of("2001:db8:1:ffff::1") != network_of("2001:db8:2::1")


# While very many answers come


def guard(until=NOW + timedelta(hours=1)):
    answered(who="first")
    AskedPage.objects.get().guard(until=until)


def solved(answer):
    challenge = altcha.Challenge.from_dict(json.loads(hidden_work(answer)))
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def hidden_work(answer):
    return re.search(r'data-work="([^"]+)"', answer.text)[1].replace("&quot;", '"')


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr("comity.opinion.proving.COST", 1)


def test_no_computation_is_asked_for_while_few_answers_come():
    assert send("4").status_code == 302


def test_a_guarded_page_takes_an_answer_with_the_computation_and_once(quick):
    guard()
    asked = send("2")
    token, proof = hidden(asked, "page"), solved(asked)

    assert (asked.status_code, Answer.objects.count()) == (428, 1)
    assert send("2", token=token, proof=proof).status_code == 302
    assert Answer.objects.filter(level=2, counts=True, is_proved=True).exists()
    assert send("1", token=token, proof=proof, agent="another browser").status_code == 428


@pytest.mark.parametrize("proof", ["", "x", "e30=", "bnVsbA=="])
def test_what_is_no_computation_is_asked_for_it_again(proof):
    guard()

    assert send("2", proof=proof).status_code == 428


def test_the_computation_of_another_page_does_not_do(quick):
    guard()
    proof = solved(send("2", asked=page(title="Another title")))

    assert send("2", proof=proof).status_code == 428


def test_whoever_cannot_compute_sends_it_as_it_is_and_it_waits_for_a_person():
    guard()
    assert "Send without the computation" in send("2").text

    answer = send("2", unproved="1")

    assert answer.status_code == 302
    assert Answer.objects.get(level=2).apart.suspicion == "unproved"
    assert "looks at it before it counts" in Client().get(answer["Location"]).text


def test_a_guard_ends(time_machine):
    guard(until=NOW + timedelta(minutes=1))
    time_machine.shift(61)

    assert send("2").status_code == 302


# Bursts


def usual(days=30, a_day=5):
    """What visitors say on other days: four of five are satisfied."""
    for day in range(1, days + 1):
        many([4, 5, 4, 5, 2][:a_day], at=NOW - timedelta(days=day))


def test_a_burst_of_low_answers_is_set_apart_whole_and_the_page_guarded():
    usual()
    many([4, 4, 5])

    many([1] * 17, version="burst")

    today = Answer.objects.filter(given_at=NOW.replace(minute=0, second=0))
    assert Apart.objects.get().suspicion == "burst"
    assert (today.filter(counts=False).count(), Answer.objects.filter(counts=True).count()) == (20, 150)
    assert AskedPage.objects.get().is_guarded(NOW)
    with pytest.raises(WorkWanted):
        answered(1, who="one more")


def test_as_many_answers_that_are_like_those_before_are_no_burst():
    usual()

    many([4, 5, 4, 5, 2] * 8, version="today")

    assert not Apart.objects.exists()
    assert not AskedPage.objects.get().is_guarded(NOW)


def test_a_rush_of_which_nobody_knows_what_is_usual_is_guarded_and_counts():
    many([1] * 60)

    assert AskedPage.objects.get().is_guarded(NOW)
    assert not Answer.objects.filter(counts=False).exists()


# Restoring


@pytest.fixture
def set_apart():
    given = give(page(), level=1, visitor=Visitor("trapped", Device.OTHER), now=NOW, how=How(is_trapped=True))
    return given.answer.apart


def test_an_officer_restores_what_was_set_apart_and_it_counts_and_is_written_down(office, set_apart):
    browser_of(office.officer).post(f"/en/opinion/apart/{set_apart.pk}/restoration/", {"why": "Our own partners."})

    assert Answer.objects.get().counts
    entry = Entry.objects.get(act="restored")
    assert (entry.by_user, entry.subject_id) == (office.officer, set_apart.pk)


def test_what_was_restored_can_be_set_apart_again(office, set_apart):
    set_apart.restore(why="A mistake.", by=office.officer)
    browser_of(office.head).post(f"/en/opinion/apart/{set_apart.pk}/setting-apart/", {"why": "After all."})

    assert not Answer.objects.get().counts


def test_restoring_wants_a_reason_and_keeps_what_was_typed(office, set_apart):
    answer = browser_of(office.officer).post(f"/en/opinion/apart/{set_apart.pk}/restoration/", {"why": ""})

    assert answer.status_code == 422
    assert not Answer.objects.get().counts


@pytest.mark.parametrize("who", ["reader", "counterpart", "stranger"])
def test_nobody_else_restores(office, set_apart, who):
    answer = browser_of(getattr(office, who)).post(f"/en/opinion/apart/{set_apart.pk}/restoration/", {"why": "x"})

    assert (answer.status_code, Answer.objects.get().counts) == (403, False)


def test_what_comes_in_the_same_way_on_a_day_that_was_restored_counts(office, set_apart):
    set_apart.restore(why="They are people.", by=office.officer)

    give(page(), level=2, visitor=Visitor("next", Device.OTHER), now=NOW, how=How(is_trapped=True))

    assert Answer.objects.filter(counts=True).count() == 2
