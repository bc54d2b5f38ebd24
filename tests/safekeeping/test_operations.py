"""Heads hear when letters do not leave, when the worker is silent, and when no backup is made."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.cli.letters import Beat
from comity.journal import outbox
from comity.journal.models import Entry, Letter
from comity.journal.refusals import NotNow
from comity.safekeeping.models import BACKUP, WORKER, Pulse
from comity.safekeeping.operations import condition, given_up, try_again

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def broken(letter):
    raise OSError("connection refused")


@pytest.fixture
def stuck(db):
    """A letter that was tried as often as one is."""
    letter = outbox.write(
        "a",
        template="account/letters/no_account.txt",
        to_name="Clara",
        to_email="clara@example.org",
        language="en",
        email="clara@example.org",
    )
    for _attempt in range(Letter.MOST_ATTEMPTS):
        Letter.objects.update(not_before=timezone.now())
        outbox.send_waiting(deliver=broken)
    return letter


@pytest.fixture
def head(office):
    browser = Client()
    browser.force_login(office.head, backend=BACKEND)
    return browser


def test_a_letter_is_not_tried_for_ever(stuck):
    Letter.objects.update(not_before=timezone.now())

    assert outbox.send_waiting(deliver=broken) == 0
    assert Letter.objects.get().attempts == Letter.MOST_ATTEMPTS
    assert list(given_up()) == [stuck]


def test_a_head_has_it_tried_again_and_that_is_written_down(stuck, office, head, mailoutbox):
    page = head.get(reverse("operations")).content.decode()
    assert "OSError: connection refused" in page

    answer = head.post(reverse("letter-another-try", args=[stuck.pk]))

    assert answer.status_code == 302
    assert outbox.send_waiting() == 1
    assert len(mailoutbox) == 1
    entry = Entry.objects.about(stuck).get()
    assert (entry.act, entry.by_user) == ("tried_again", office.head)


def test_a_letter_that_left_is_not_tried_again(stuck, office, head):
    Letter.objects.update(sent_at=timezone.now())

    with pytest.raises(NotNow):
        try_again(stuck, now=timezone.now(), by=office.head)
    answer = head.post(reverse("letter-another-try", args=[stuck.pk]), follow=True)

    assert "This letter has left meanwhile" in answer.content.decode()
    assert not Entry.objects.about(stuck).exists()


@pytest.mark.parametrize("who", ["officer", "reader", "counterpart"])
def test_operations_are_for_heads(stuck, office, client, who):
    client.force_login(getattr(office, who), backend=BACKEND)

    assert client.get(reverse("operations")).status_code == 403
    assert client.post(reverse("letter-another-try", args=[stuck.pk])).status_code == 403
    assert Letter.objects.get().attempts == Letter.MOST_ATTEMPTS


def test_a_silent_worker_is_told_on_the_desk_of_heads(office, head, client):
    Pulse.beat(WORKER, at=timezone.now() - timedelta(hours=2))

    assert "The letter worker was last heard of 2 hours ago." in head.get(reverse("desk")).content.decode()
    client.force_login(office.officer, backend=BACKEND)
    assert "The letter worker" not in client.get(reverse("desk")).content.decode()


def test_nothing_is_told_where_all_is_well(head, office):
    now = timezone.now()
    Pulse.beat(WORKER, at=now)
    Pulse.beat(BACKUP, at=now)

    assert condition(now=now).is_good
    assert "The letter worker" not in head.get(reverse("desk")).content.decode()


def test_a_backup_older_than_a_day_is_told(db):
    now = timezone.now()
    Pulse.beat(BACKUP, at=now - timedelta(hours=26))

    assert condition(now=now).is_backup_old


def test_only_what_is_wrong_stands_on_the_desk(head, office):
    now = timezone.now()
    Pulse.beat(WORKER, at=now)
    Pulse.beat(BACKUP, at=now - timedelta(hours=26))

    page = head.get(reverse("desk")).content.decode()

    assert "one a day is the least" in page
    assert "The letter worker" not in page


def test_a_demonstration_need_not_be_backed_up(db, settings):
    settings.DEMO = True
    Pulse.beat(WORKER, at=timezone.now())

    assert condition(now=timezone.now()).is_good


def test_the_worker_gives_its_sign_now_and_then(db):
    now, beat = timezone.now(), Beat()

    for seconds in (0, 10, 29):
        beat.give(now=now + timedelta(seconds=seconds))
    assert Pulse.last() == {WORKER: now}

    beat.give(now=now + timedelta(seconds=31))
    assert Pulse.last() == {WORKER: now + timedelta(seconds=31)}
