"""The page of a promise lets whoever promised ask for more time, and the other side grant it, in words and by links."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.commitments import wishing
from comity.commitments.models import Commitment, Wish
from tests.commitments.test_links import secret_for
from tests.make import NOW


@pytest.fixture
def due(today):
    return today + timedelta(days=3)


@pytest.fixture
def later(today):
    return today + timedelta(days=30)


@pytest.fixture
def theirs(office, due):
    """What the partner promised us."""
    return office.commitment(by_host=False, due_on=due)


def page_of(browser, commitment):
    return browser.get(commitment.get_absolute_url()).text


def offered_on(page):
    return re.findall(r'<form class="form" id="([\w-]+)"', page)


def ask(counterpart, commitment, day):
    counterpart.act(commitment, "request-for-time", due_on=day, reason="The printer is late.")
    return Wish.objects.get()


def test_whoever_promised_is_offered_to_ask_and_the_other_side_to_grant(officer, counterpart, theirs):
    ours, their_page = offered_on(page_of(officer, theirs)), offered_on(page_of(counterpart, theirs))

    assert "extensions" in ours and "request-for-time" not in ours
    assert "request-for-time" in their_page and "extensions" not in their_page


def test_the_side_that_is_asked_reads_until_when_and_why_and_answers(officer, counterpart, theirs, later):
    wish = ask(counterpart, theirs, later)

    page = page_of(officer, theirs)

    assert "<bdi>PA</bdi> asks for more time: " in page and "The printer is late." in page
    assert "Waiting for you" in page and "it is due as before" in page
    assert {"granting-of-time", "declining-of-time"} <= {*offered_on(page)}
    assert page.count(f'name="wish" value="{wish.pk}"') == 2
    assert page.count('id="acts"') == 1


def test_the_side_that_asked_can_withdraw_and_goes_on_with_the_work(counterpart, theirs, later):
    ask(counterpart, theirs, later)

    page = page_of(counterpart, theirs)

    assert {"withdrawal-of-request", "beginning", "claims"} <= {*offered_on(page)}
    assert "request-for-time" not in offered_on(page)
    assert page.count('id="acts"') == 1


def test_granting_moves_the_day_and_declining_asks_for_words(officer, counterpart, theirs, later):
    wish = ask(counterpart, theirs, later)

    assert officer.act(theirs, "declining-of-time", wish=wish.pk, answer=" ").status_code == 422
    answer = officer.act(theirs, "granting-of-time", wish=wish.pk)

    assert "More time was granted" in officer.get(answer.url).text
    assert Commitment.objects.get().due_on == later


def test_by_a_signed_link_one_asks_for_time_and_withdraws(office, visitor, theirs, later):
    secret = secret_for(theirs, office)[1]
    visitor.send("commitment-act-by-link", secret, "request-for-time", due_on=later, reason="Late.")
    wish = Wish.objects.get()
    visitor.send("commitment-act-by-link", secret, "withdrawal-of-request", wish=wish.pk)

    wish.refresh_from_db()
    assert (wish.by_name, wish.stage) == ("Dr Guest", "withdrawn")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Give a day or an occasion."),
        ({"due_on": "soon"}, "Enter a valid date"),
        ({"trigger": "words"}, "Say in words when it is due."),
        ({"due_on": "2100-01-01", "trigger": "next_session"}, "Give a day or an occasion, not both."),
    ],
)
def test_what_is_no_day_and_no_occasion_is_told_beside_its_field(counterpart, theirs, typed, told):
    answer = counterpart.act(theirs, "request-for-time", reason="Late.", **typed)

    assert answer.status_code == 422 and told in answer.text
    assert not Wish.objects.exists()


def beside_field(page, name):
    """What is said to be wrong with one field."""
    return re.search(rf'id="[\w-]+-{name}_error">(.*?)</div>', page, re.S)[1]


LONG = "The printer is late, and the second one is out of order. " * 20


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"due_on": "2026-01-01"}, "This day has passed already."),
        ({"due_on": "same"}, "The new due date must be later than"),
    ],
)
@pytest.mark.parametrize("way", ["account", "link", "grant"])
def test_a_day_that_cannot_be_is_told_beside_it_and_what_was_typed_stays(
    office, officer, counterpart, visitor, theirs, due, typed, told, way
):
    typed = {"due_on": typed["due_on"].replace("same", due.isoformat()), "reason": LONG}

    if way == "link":
        answer = visitor.send("commitment-act-by-link", secret_for(theirs, office)[1], "request-for-time", **typed)
    elif way == "account":
        answer = counterpart.act(theirs, "request-for-time", **typed)
    else:
        answer = officer.act(theirs, "extensions", **typed)

    assert answer.status_code == 422 and LONG.strip() in answer.text
    assert f'name="due_on" value="{typed["due_on"]}" aria-invalid="true"' in answer.text
    assert told in beside_field(answer.text, "due_on")
    assert not Wish.objects.exists() and Commitment.objects.get().due_on == due


def test_an_occasion_on_which_it_is_due_already_is_told_beside_it(office, counterpart, today):
    promised = office.commitment(by_host=False, trigger="next_session")

    answer = counterpart.act(promised, "request-for-time", trigger="next_session", reason=LONG)

    assert answer.status_code == 422 and LONG.strip() in answer.text
    assert "It is due on this occasion already." in beside_field(answer.text, "trigger")


def test_time_is_asked_for_until_an_occasion_in_words(officer, counterpart, theirs):
    typed = {"trigger": "words", "trigger_words_en": "after the fair", "reason": "Late."}
    counterpart.act(theirs, "request-for-time", **typed)

    assert "asks for more time: " in page_of(officer, theirs) and "after the fair" in page_of(officer, theirs)


def test_a_wish_of_one_kind_is_not_answered_as_one_of_the_other(officer, counterpart, theirs, later):
    wish = ask(counterpart, theirs, later)

    answer = officer.act(theirs, "agreement-to-cancel", wish=wish.pk)

    assert "Nobody asks to cancel it in these words" in officer.get(answer.url).text
    assert Wish.objects.get().is_waiting and Commitment.objects.get().stage == "open"


def test_the_page_asks_no_more_often_for_wishes_of_both_kinds(office, officer, counterpart, theirs, later):
    ask(counterpart, theirs, later)
    page_of(officer, theirs)
    with CaptureQueriesContext(connection) as one:
        page_of(officer, theirs)
    wishing.ask_to_cancel(theirs, reason="Overtaken.", at=NOW, by=office.counterpart)

    with CaptureQueriesContext(connection) as both:
        page = page_of(officer, theirs)

    assert {"granting-of-time", "agreement-to-cancel"} <= {*offered_on(page)}
    assert page.count('id="acts"') == 1 and len(re.findall(r'id="wish-\w+"', page)) == 2
    assert len(both) <= len(one) <= 21
