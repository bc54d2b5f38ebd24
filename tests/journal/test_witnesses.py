"""Both sides are sent the newest checkpoint of the journal, each once a week, to keep it out of our hands."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from comity.journal import checkpoints
from comity.journal.models import Checkpoint, Letter
from comity.journal.sealing import seal
from comity.journal.witnesses import mail_newest
from comity.partners import inviting

MONDAY = date(2026, 11, 23)


@pytest.fixture
def sealed(office):
    """A journal under a checkpoint."""
    seal(now=timezone.now())
    return checkpoints.newest()


def readers():
    return sorted(Letter.objects.filter(key__startswith="checkpoint:").values_list("to_email", flat=True))


def witnesses(office):
    return [office.head.email, office.counterpart.email, office.stranger.email]


def test_heads_and_those_who_speak_for_the_other_sides_get_the_newest_checkpoint(office, sealed):
    assert mail_newest(today=MONDAY) == len(witnesses(office))

    assert readers() == sorted(witnesses(office))
    assert all(sealed.strip() in letter.body for letter in Letter.objects.all())


def test_what_is_sent_can_be_checked_against_the_key_that_is_published(office, sealed, client):
    mail_newest(today=MONDAY)
    body = Letter.objects.get(to_email=office.counterpart.email).body

    sent = body[body.index(checkpoints.origin()) :][: len(sealed)]

    told = checkpoints.read(sent, key=client.get("/journal/key").text.strip())

    newest = Checkpoint.objects.newest()
    assert (told.size, told.root.hex()) == (newest.size, newest.root)


def test_each_gets_it_once_a_week(office, sealed):
    mail_newest(today=MONDAY)

    assert mail_newest(today=MONDAY + timedelta(days=6)) == 0
    assert mail_newest(today=MONDAY + timedelta(days=7)) == len(witnesses(office))


def test_whose_account_is_closed_gets_none(office, sealed):
    inviting.close(office.counterpart, at=timezone.now(), by=office.head)

    mail_newest(today=MONDAY)

    assert office.counterpart.email not in readers()


def test_before_the_first_checkpoint_nothing_is_sent(office):
    assert mail_newest(today=MONDAY) == 0
