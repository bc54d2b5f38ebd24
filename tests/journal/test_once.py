"""A form that is sent twice does its act once, and is answered alike."""

import re
import threading
from base64 import urlsafe_b64encode
from hashlib import sha256

import pytest
from cryptography.fernet import Fernet
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from comity.journal import once
from comity.journal.models import Entry, Receipt
from comity.meetings.models import Stage
from comity.personal.retention import tidy
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TOKEN = "a-token-of-this-very-form"


@pytest.fixture
def session(office):
    return office.session(at=Stage.PROPOSED)


@pytest.fixture
def officer(office, client):
    client.force_login(office.officer, backend=BACKEND)
    return client


def convene(client, session, token=TOKEN, **typed):
    return client.post(reverse("convening", args=[session.pk]), {"once": token, **typed})


def times_convened(session):
    return Entry.objects.about(session).filter(act="convened").count()


def words(response):
    return [str(one) for one in get_messages(response.wsgi_request)]


def test_every_form_carries_a_token_of_its_own(officer, session):
    page = officer.get(reverse("session", args=[session.pk])).content.decode()
    tokens = re.findall(r'name="once" value="([\w-]+)"', page)

    assert page.count('name="csrfmiddlewaretoken"') == len(tokens) > 1
    assert len(set(tokens)) == len(tokens)


def test_a_form_sent_again_gets_the_first_answer_and_does_nothing(officer, session):
    first = convene(officer, session)
    second = convene(officer, session)

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert words(second) == words(first)
    assert times_convened(session) == 1


def test_without_a_token_the_second_is_refused_by_the_act_itself(officer, session):
    """The control: it is the token by which a repeat is known."""
    first, second = convene(officer, session, token=""), convene(officer, session, token="")

    assert words(first) != words(second)


def test_other_words_under_the_same_token_are_another_form(officer, office):
    session = office.session(at=Stage.CONVENED)
    send = lambda why: officer.post(  # noqa: E731
        reverse("postponement", args=[session.pk]), {"once": TOKEN, "why": why}
    )

    send("")  # refused: nothing was typed
    send("The hall is closed")

    session.refresh_from_db()
    assert session.stage == Stage.POSTPONED


def test_a_form_that_was_refused_can_be_sent_again(officer, office):
    session = office.session(at=Stage.PROPOSED, items=0)
    refused = officer.post(reverse("agenda-adoption", args=[session.pk]), {"once": TOKEN})

    assert words(refused)
    assert Receipt.objects.count() == 0


def test_another_person_does_not_get_the_answer(officer, office, session):
    convene(officer, session)
    other = Client()
    other.force_login(office.counterpart, backend=BACKEND)

    assert convene(other, session).status_code == 403


def test_what_was_answered_cannot_be_read_in_the_database(officer, session):
    convene(officer, session)
    kept = Receipt.objects.get()

    assert TOKEN not in kept.key
    assert b"sessions" not in bytes(kept.answer)
    assert b"sessions" in once_opened(kept)


def once_opened(kept):
    """What the browser's own token opens."""
    seal = Fernet(urlsafe_b64encode(sha256(b"receipt:" + TOKEN.encode()).digest()))
    return seal.decrypt(bytes(kept.answer))


def test_an_answer_that_was_lost_is_told_in_words(officer, session, monkeypatch):
    monkeypatch.setattr(once, "keep_answer", lambda *given: None)  # as if the process ended right after the commit
    monkeypatch.setattr(once, "PATIENCE", once.PATIENCE * 0)
    convene(officer, session)
    page = "http://testserver" + reverse("session", args=[session.pk])

    again = officer.post(reverse("convening", args=[session.pk]), {"once": TOKEN}, headers={"referer": page})

    assert again["Location"] == page
    assert words(again)[-1:] == ["This had been sent already. It was done once, and not a second time."]
    assert times_convened(session) == 1


def test_nobody_is_led_elsewhere_by_a_forged_referer(officer, session, monkeypatch):
    monkeypatch.setattr(once, "keep_answer", lambda *given: None)
    monkeypatch.setattr(once, "PATIENCE", once.PATIENCE * 0)
    convene(officer, session)

    again = officer.post(
        reverse("convening", args=[session.pk]), {"once": TOKEN}, headers={"referer": "https://elsewhere.example/"}
    )

    assert again["Location"] == reverse("home")


def send_at_once(session, person, tokens):
    """The same form from many windows at the same moment; the answers."""
    ready, answers = threading.Barrier(len(tokens)), []

    def send(token):
        try:
            client = Client(raise_request_exception=False)
            client.force_login(person, backend=BACKEND)
            ready.wait(20)
            answer = convene(client, session, token=token)
            answers.append((answer.status_code, answer["Location"], tuple(words(answer))))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[token]) for token in tokens]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return answers


@pytest.mark.promise
@pytest.mark.django_db(transaction=True)
def test_p3_a_form_sent_many_times_at_once_is_done_once_and_answered_alike(promised):
    trial = promised("P3", "sent 8 times at once, a form is done once and answered alike", small=2, full=250)
    office = make.Office()

    for _round in range(trial.size):
        session = office.session(at=Stage.PROPOSED)
        answers = send_at_once(session, office.officer, [TOKEN] * 8)
        trial.count(len(answers) == 8 and len(set(answers)) == 1 and times_convened(session) == 1, answers)

    answers = send_at_once(office.session(at=Stage.PROPOSED), office.officer, [""] * 8)
    trial.failed_without(len(set(answers)) - 1)


def test_a_receipt_is_thrown_away_after_a_week(officer, session):
    convene(officer, session)
    receipt = Receipt.objects.get()

    tidy(now=receipt.at + Receipt.KEPT)
    assert Receipt.objects.exists()
    tidy(now=receipt.at + Receipt.KEPT * 1.1)
    assert not Receipt.objects.exists()
