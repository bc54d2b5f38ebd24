"""Reminders come before, on and after a due date: one digest a day for each person, in that person's language."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from comity.accounts.models import SignedLink
from comity.commitments import reminding
from comity.commitments.extending import extend
from comity.commitments.fulfilment import give_back
from comity.commitments.models import Commitment, Round, Stage
from comity.commitments.reminding import digests, is_reminder_day, remind
from comity.journal.acting import acting
from comity.journal.models import Letter
from comity.meetings.models import Visibility
from comity.partners.models import FocalPoint, Mandate
from comity.translation.texts import Text
from tests import make
from tests.commitments.conftest import claim
from tests.make import NOW, TODAY


@pytest.fixture
def expert(office):
    """Somebody at the partner without an account, who reads Arabic."""
    return make.person("Eva Expert", by=office.officer, at=office.partner, email="eva@example.net", language="ar")


def run(today=TODAY, now=NOW):
    return remind(today=today, now=now)


def to(person_or_user):
    return Letter.objects.get(to_email=person_or_user.email)


DAYS = {-15: 0, -14: 1, -13: 0, -4: 0, -3: 1, -1: 0, 0: 1, 1: 1, 2: 0, 7: 1, 8: 0, 13: 0, 14: 1, 28: 1, 29: 0}


@pytest.mark.parametrize(("days", "expected"), DAYS.items())
def test_reminders_come_before_on_and_after_the_day(office, days, expected):
    office.commitment(due_on=TODAY, said_on=TODAY - timedelta(100))

    assert run(TODAY + timedelta(days)) == expected
    assert is_reminder_day(TODAY, TODAY + timedelta(days)) is bool(expected)


def test_a_person_gets_one_digest_a_day_with_everything_in_it(office):
    for days in (0, 3, -7):
        office.commitment(due_on=TODAY + timedelta(days), deliverable=Text(en=f"In {days} days"))

    written = run()

    body = to(office.officer).body
    assert written == 1
    assert to(office.officer).subject == "3 promises to think of"
    assert [body.index(f"In {days} days") for days in (-7, 0, 3)] == sorted(
        body.index(f"In {days} days") for days in (-7, 0, 3)
    )


def test_run_twice_it_writes_none_twice(office):
    office.commitment(due_on=TODAY)

    assert (run(), run(), run(now=NOW + timedelta(hours=5))) == (1, 0, 0)
    assert Letter.objects.count() == 1


def test_the_next_day_is_another_day(office):
    office.commitment(due_on=TODAY)

    assert (run(), run(TODAY + timedelta(1))) == (1, 1)


def test_where_two_run_at_once_one_digest_is_written_and_one_link_made(office, expert, monkeypatch):
    office.commitment(by_host=False, due_on=TODAY, person=expert, keeper=office.keeper)
    seen_by_both = digests(TODAY)
    monkeypatch.setattr("comity.commitments.reminding._is_written", lambda key: False)
    monkeypatch.setattr("comity.commitments.reminding.digests", lambda today, missed: seen_by_both)

    first, second = run(), run()

    assert (first, second) == (2, 0)
    assert Letter.objects.count() == 2
    assert SignedLink.objects.count() == Mandate.objects.filter(link__isnull=False).count() == 1


@pytest.mark.parametrize("stage", ["claimed", "accepted", "closed", "cancelled", "proposed", "lapsed", "taken_up"])
def test_nobody_is_reminded_of_what_is_done_or_binds_nobody(office, stage):
    promised = office.commitment(due_on=TODAY)
    with acting(by=None):
        Commitment.objects.filter(pk=promised.pk).update(stage=stage)

    assert run() == 0


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.IN_PROGRESS, Stage.RETURNED])
def test_what_is_still_to_be_done_is_recalled(office, stage):
    promised = office.commitment(due_on=TODAY)
    with acting(by=None):
        Commitment.objects.filter(pk=promised.pk).update(stage=stage)

    assert run() == 1


def test_a_claim_stops_the_reminders_and_its_return_begins_them_again(office):
    promised = office.commitment(due_on=TODAY)
    claim(promised, by=office.officer)
    assert run() == 0

    give_back(promised, words="Not yet.", at=NOW, by=office.counterpart)

    assert run() == 1


def test_an_extension_moves_the_reminders_along(office):
    promised = office.commitment(due_on=TODAY)
    extend(promised, due_on=TODAY + timedelta(5), reason="Summer.", at=NOW, by=office.counterpart)

    assert (run(), run(TODAY + timedelta(5))) == (0, 1)


def test_who_has_an_account_goes_to_the_page_and_others_get_a_link(office, expert, client):
    promised = office.commitment(by_host=False, due_on=TODAY, person=expert)

    run(now=timezone.now())

    assert f"http://localhost:8000/en/commitments/{promised.pk}/" in to(office.officer).body
    address = next(line for line in to(expert).body.splitlines() if "promises/" in line).strip()
    assert "/ar/promises/" in address
    page = client.get(address.removeprefix("http://localhost:8000"))
    assert page.status_code == 200
    link = SignedLink.objects.get()
    assert Mandate.objects.get(link=link).organisation == office.partner


def test_the_digest_speaks_the_readers_language_and_keeps_directions_apart(office, expert):
    office.commitment(by_host=False, due_on=TODAY, person=expert, deliverable=Text(en="Send \u202ethe list"))

    run()

    letter = to(expert)
    assert letter.language == "ar"
    assert "• \u2068Send the list\u2069" in letter.body
    assert "\u202e" not in letter.body
    assert letter.body.count("\u2068") == letter.body.count("\u2069")


def test_without_a_named_person_whom_one_turns_to_at_that_side_is_reminded(office, expert):
    office.commitment(by_host=False, due_on=TODAY)
    FocalPoint.enter(partner=office.partner, person=expert, side="theirs", rank="first", by=office.officer)

    assert run() == 2
    assert to(expert)


def test_of_a_mutual_promise_both_sides_are_reminded(office, expert):
    office.commitment(is_mutual=True, due_on=TODAY)
    FocalPoint.enter(partner=office.partner, person=expert, side="theirs", rank="first", by=office.officer)
    FocalPoint.enter(partner=office.partner, person=office.second, side="ours", rank="first", by=office.officer)

    assert run() == 3


def test_of_what_only_our_office_reads_nobody_else_hears(office, expert):
    item = office.session().items.get()
    item.change(visibility=Visibility.INTERNAL, by=office.officer)
    office.commitment(by_host=False, item=item, due_on=TODAY, person=expert)

    assert run() == 1
    assert to(office.officer)


def test_the_keeper_never_gets_a_link_that_speaks_for_a_side(office):
    office.commitment(due_on=TODAY, by_host=False)
    office.keeper.change(email="keeper@example.org", by=office.head)
    with acting(by=None):
        office.officer.stop_signing_in()

    run()

    assert not SignedLink.objects.exists()


def test_somebody_who_left_or_has_no_address_is_not_written_to(office):
    nameless = make.person("No Address", by=office.officer, at=office.partner)
    gone = make.person("Gone Person", by=office.officer, at=office.partner, email="gone@example.net")
    office.commitment(by_host=False, due_on=TODAY, person=nameless)
    office.commitment(by_host=False, due_on=TODAY, person=gone)
    gone.leave(on=TODAY, by=office.officer)

    run()

    assert [letter.to_email for letter in Letter.objects.all()] == [office.officer.email]


def test_the_language_chosen_with_the_account_counts(office):
    office.commitment(due_on=TODAY)
    with acting(by=office.officer):
        office.officer.describe(name=office.officer.name, language="fr", zone="")

    run()

    letter = to(office.officer)
    assert letter.language == "fr"
    assert "/fr/commitments/" in letter.body


# Days on which nobody ran it


def test_what_missed_days_left_untold_is_told_once_and_the_letter_says_so(office):
    run(TODAY - timedelta(5))
    office.commitment(due_on=TODAY - timedelta(1), deliverable=Text(en="Fell due unseen"))
    office.commitment(due_on=TODAY + timedelta(9), deliverable=Text(en="Of no such day"))

    assert (run(TODAY + timedelta(2)), run(TODAY + timedelta(2)), run(TODAY + timedelta(3))) == (1, 0, 0)

    body = to(office.officer).body
    assert "Fell due unseen" in body and "Of no such day" not in body
    assert "From 20 November 2026 to 25 November 2026 no reminders went out; what they would have told you" in body


def test_a_promise_due_on_a_missed_day_and_today_stands_in_the_letter_once(office):
    run(TODAY - timedelta(4))
    office.commitment(due_on=TODAY, deliverable=Text(en="Only once"))

    run()

    assert to(office.officer).body.count("Only once") == 1
    assert "no reminders went out" in to(office.officer).body


def test_a_letter_that_makes_up_for_nothing_does_not_speak_of_missed_days(office):
    run(TODAY - timedelta(2))
    office.commitment(due_on=TODAY)

    run()

    assert "no reminders went out" not in to(office.officer).body


def test_before_the_first_round_nothing_was_missed(office):
    office.commitment(due_on=TODAY)

    assert run(TODAY + timedelta(2)) == 0


def test_a_single_missed_day_is_named(office):
    run(TODAY - timedelta(1))
    office.commitment(due_on=TODAY)

    assert run(TODAY + timedelta(2)) == 1
    office.commitment(due_on=TODAY + timedelta(3), deliverable=Text(en="Another"))
    assert run(TODAY + timedelta(4)) == 1

    assert "On 27 November 2026 no reminders went out" in Letter.objects.latest("pk").body


def test_a_round_that_broke_off_is_made_up_for_only_to_those_whom_it_had_not_reached(office, expert, monkeypatch):
    run(TODAY - timedelta(1))
    office.commitment(by_host=False, due_on=TODAY + timedelta(3), person=expert, keeper=office.keeper)
    write = reminding._write

    def break_off(digest, **given):
        if digest.person == expert:
            raise KeyboardInterrupt
        return write(digest, **given)

    monkeypatch.setattr(reminding, "_write", break_off)
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.setattr(reminding, "_write", write)

    assert run(TODAY + timedelta(2)) == 1
    assert to(expert) and to(office.officer)  # one letter each


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("missed", [0, 3])
def test_two_processes_that_remind_at_the_same_moment_double_nothing(monkeypatch, missed):
    office = make.Office()
    expert = make.person("Eva Expert", by=office.officer, at=office.partner, email="eva@example.net")
    run(TODAY - timedelta(missed + 1))
    for days in range(4):
        office.commitment(by_host=False, due_on=TODAY - timedelta(days), person=expert, keeper=office.keeper)
    gate, written, gather = Barrier(2), [], reminding.digests

    def gather_together(today, missed):
        found = gather(today, missed)
        gate.wait(timeout=20)
        return found

    def remind_once():
        try:
            written.append(run(now=timezone.now()))
        finally:
            connection.close()

    monkeypatch.setattr(reminding, "digests", gather_together)
    both = [Thread(target=remind_once) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)

    letters = Letter.objects.filter(key__startswith="digest:")
    promises = to(expert).body.count("/promises/")
    assert (len(written), sum(written), letters.count()) == (2, 2, 2)
    assert SignedLink.objects.count() == Mandate.objects.filter(link__isnull=False).count() == promises
    assert list(Round.objects.filter(day=TODAY).values_list("is_whole", flat=True)) == [True]


def test_a_letter_that_goes_out_tells_of_everything_that_is_overdue(office):
    office.commitment(due_on=TODAY - timedelta(8), said_on=TODAY - timedelta(100), deliverable=Text(en="Long due"))
    assert run() == 0

    office.commitment(due_on=TODAY + timedelta(3), deliverable=Text(en="Soon due"))
    office.commitment(due_on=TODAY + timedelta(5), deliverable=Text(en="Not yet"))

    assert run() == 1
    body = to(office.officer).body
    assert "Long due" in body and "Soon due" in body and "Not yet" not in body


SESSION_DAYS = {-15: 0, -14: 1, -3: 1, 0: 1, 1: 1, 2: 0, 7: 1, 14: 1}


@pytest.mark.parametrize(("days", "expected"), SESSION_DAYS.items())
def test_what_is_due_before_the_next_session_is_recalled_around_it(office, days, expected):
    session = office.session(begins=NOW + timedelta(days=40), items=0)
    office.commitment(trigger="next_session", due_on=None, said_on=TODAY)

    assert run(session.day.date() + timedelta(days)) == expected


def test_a_session_that_was_put_off_recalls_nothing(office):
    session = office.session(begins=NOW + timedelta(days=40), items=0)
    office.commitment(trigger="next_session", due_on=None, said_on=TODAY)
    session.postpone(why="A strike.", by=office.officer)

    assert run(session.day.date()) == 0
