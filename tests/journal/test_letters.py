"""Letters: written with the act they follow from, sent once, told to those who may know."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from comity.journal import outbox
from comity.journal.models import Letter

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def write(key="a", **facts):
    given = {"template": "account/letters/no_account.txt", "to_name": "Clara", "to_email": "clara@example.org"}
    return outbox.write(key, language="en", email="clara@example.org", **given | facts)


def broken(letter):
    raise OSError("connection refused")


def test_a_letter_is_rolled_back_with_its_act(db):
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError

    assert not Letter.objects.exists()


def test_the_same_letter_is_written_once(db):
    first, second = write("same"), write("same")

    assert first is not None
    assert second is None
    assert Letter.objects.count() == 1


def test_the_first_line_of_a_letter_is_its_subject(db):
    letter = write()

    assert letter.subject == "No account under this address"
    assert letter.body.startswith("Good day,")


@pytest.mark.parametrize(
    ("language", "greeted"),
    [("en", "Dear \u2068Sample officer\u2069,"), ("fr", "Bonjour \u2068Agent (exemple)\u2069,")],
)
def test_a_sample_account_is_greeted_in_the_language_of_the_letter(db, language, greeted):
    told = {"template": "account/letters/notice.txt", "to_name": "Sample officer", "to_email": "o@example.org"}

    letter = outbox.write("greeting", language=language, what="Told.", **told)

    assert greeted.replace("\u2068", "").replace("\u2069", "") in letter.body.replace("\u2068", "").replace(
        "\u2069", ""
    )
    assert letter.to_name == "Sample officer"  # by which it is found when somebody is erased


def test_a_letter_is_sent_once(db):
    letter = write()

    assert (outbox.send_waiting(), outbox.send_waiting()) == (1, 0)

    message = mail.outbox[0]
    assert (message.to, message.subject) == (["clara@example.org"], letter.subject)
    assert message.extra_headers["Message-ID"] == outbox.message_id(letter)
    assert Letter.objects.get().sent_at is not None


@pytest.mark.parametrize(("is_demo", "is_kept"), [(False, False), (True, True)])
def test_the_body_of_a_letter_is_forgotten_once_it_left_outside_a_demonstration(db, settings, is_demo, is_kept):
    settings.DEMO = is_demo
    write()

    outbox.send_waiting()

    assert bool(Letter.objects.get().body) is is_kept


def test_a_letter_that_one_worker_holds_is_not_taken_by_another(db):
    letter = write()
    now = timezone.now()

    assert letter.lease(now=now) is True
    assert letter.lease(now=now) is False
    assert outbox.send_waiting() == 0


def test_a_letter_whose_worker_was_killed_is_sent_again_under_the_same_number(db):
    letter = write()
    letter.lease(now=timezone.now())
    Letter.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    number_then = outbox.message_id(letter)

    outbox.send_waiting()

    assert mail.outbox[0].extra_headers["Message-ID"] == number_then
    assert Letter.objects.get().attempts == 2


def test_two_letters_have_two_numbers(db):
    assert outbox.message_id(write("a")) != outbox.message_id(write("b"))


def test_a_letter_that_does_not_leave_is_put_off_longer_each_time(db):
    write()
    waits = []
    for _attempt in range(3):
        Letter.objects.update(not_before=timezone.now())
        outbox.send_waiting(deliver=broken)
        letter = Letter.objects.get()
        waits.append(round((letter.not_before - timezone.now()).total_seconds() / 60))

    assert waits == sorted(set(waits))
    assert letter.trouble == "OSError: connection refused"
    assert letter.sent_at is None
    assert outbox.send_waiting() == 0


def test_one_letter_in_trouble_does_not_keep_the_others(db):
    write("a", to_email="broken@example.org")
    write("b")

    def deliver(letter):
        if letter.to_email == "broken@example.org":
            broken(letter)

    assert outbox.send_waiting(deliver=deliver) == 1


def test_nobodys_name_becomes_a_header(db):
    write(to_name="Clara\nBcc: all@example.org")

    outbox.send_waiting()

    assert mail.outbox[0].recipients() == ["clara@example.org"]


# The page


def test_the_office_sees_which_letters_left_but_not_what_stands_in_them(office, client):
    write("left", to_name="Left")
    outbox.send_waiting()
    write("waits", to_name="Waits")
    write("late", to_name="Late")
    Letter.objects.filter(key="late").update(trouble="OSError: refused")
    client.force_login(office.officer, backend=BACKEND)

    page = client.get(reverse("letters")).content.decode()

    assert 'data-is="done">sent' in page
    assert 'data-is="open">waiting' in page
    assert 'data-is="due">in trouble' in page
    assert "Good day," not in page


@pytest.mark.parametrize("who", ["counterpart", "reader"])
def test_letters_are_for_the_office(office, client, who):
    client.force_login(getattr(office, who), backend=BACKEND)

    assert client.get(reverse("letters")).status_code == 403


def test_in_a_demonstration_everybody_reads_the_letters(db, client, settings):
    settings.DEMO = True
    write()

    page = client.get(reverse("letters")).content.decode()

    assert "Good day," in page


def test_only_addresses_of_this_site_can_be_followed_in_a_demonstration(db, client, settings):
    settings.DEMO = True
    write()
    Letter.objects.update(
        body=f'Go to {settings.ADDRESS}/en/x/ not to http://evil.example/ <a href="x">or</a> {settings.ADDRESS}.evil/\n'
    )

    page = client.get(reverse("letters")).content.decode()

    assert f'href="{settings.ADDRESS}/en/x/"' in page
    assert 'href="http://evil.example' not in page
    assert f'href="{settings.ADDRESS}.evil' not in page
    assert '<a href="x">' not in page


def test_the_page_costs_no_more_for_many_letters(office, client, django_assert_max_num_queries):
    for number in range(60):
        write(str(number))
    client.force_login(office.officer, backend=BACKEND)

    with django_assert_max_num_queries(8):
        page = client.get(reverse("letters")).content.decode()

    assert page.count('class="row"') == 50
