"""The office reminds the other side of what waits for it: at once, once a day, and never of what is ours to do."""

from datetime import timedelta

import pytest
from django.urls import reverse

from comity.commitments import wishing
from comity.commitments.recalling import recall
from comity.journal.models import Letter
from comity.journal.refusals import NotNow
from comity.meetings.models import Visibility
from comity.partners.models import FocalPoint, Mandate
from comity.partners.models.people import Rank
from tests import make
from tests.commitments.conftest import acts_on, claim
from tests.make import NOW


def letters():
    return list(Letter.objects.filter(key__startswith="commitment:done:").order_by("pk"))


def test_who_speaks_for_the_side_that_promised_is_written_to_in_the_words_of_the_office(office):
    theirs = office.commitment(by_host=False)

    recall(theirs, words="The call opens on Monday.", by=office.officer)

    [letter] = letters()
    assert letter.to_email == office.counterpart.email
    assert letter.subject.startswith("A reminder: ")
    assert "The call opens on Monday." in letter.body
    assert theirs.get_absolute_url() in letter.body
    assert acts_on(theirs)[-1] == "recalled"


def test_what_we_claimed_done_waits_for_the_side_that_looks_at_it(office):
    ours = office.commitment()
    claim(ours, by=office.officer)

    recall(ours, by=office.officer)

    assert [one.to_email for one in letters()][-1] == office.counterpart.email


def test_where_nobody_has_an_account_a_signed_link_goes_to_whom_one_turns_to(office):
    Mandate.objects.get(user=office.counterpart).remove(by=office.head)
    theirs = office.commitment(by_host=False)
    person = make.person("Petra Point", by=office.officer, at=office.partner, email="petra@example.org")
    side, rank = FocalPoint.Side.THEIRS, Rank.FIRST
    FocalPoint.enter(partner=office.partner, side=side, rank=rank, person=person, by=office.officer)

    recall(theirs, by=office.officer)

    [letter] = letters()
    assert letter.to_email == "petra@example.org"
    assert "/promises/" in letter.body


def test_where_nobody_is_known_it_is_said_and_nothing_is_written_down(office):
    nobodys = office.commitment(promisor=office.other, beneficiary=office.host)
    Mandate.objects.get(organisation=office.other).remove(by=office.head)

    with pytest.raises(NotNow, match="Nobody is known there"):
        recall(nobodys, by=office.officer)

    assert "recalled" not in acts_on(nobodys)
    assert letters() == []


def test_the_other_side_is_reminded_of_it_once_a_day(office):
    theirs = office.commitment(by_host=False)
    recall(theirs, by=office.officer)

    with pytest.raises(NotNow, match="today already"):
        recall(theirs, by=office.head)

    assert len(letters()) == 1


def ours_to_do(office):
    return office.commitment()


def ours_to_answer(office):
    theirs = office.commitment(by_host=False)
    wishing.ask_to_cancel(theirs, reason="No longer needed.", at=NOW, by=office.counterpart)
    return theirs


def said_in_confidence(office):
    session = office.session()
    session.items.get().change(visibility=Visibility.INTERNAL, by=office.officer)
    return office.commitment(by_host=False, item=session.items.get())


def closed(office):
    theirs = office.commitment(by_host=False)
    claim(theirs, by=office.counterpart)
    return theirs


@pytest.mark.parametrize("made", [ours_to_do, ours_to_answer, said_in_confidence, closed])
def test_nobody_is_reminded_of_what_does_not_wait_for_them(office, made):
    commitment, before = made(office), len(letters())

    with pytest.raises(NotNow, match="does not wait for the other side"):
        recall(commitment, by=office.officer)

    assert len(letters()) == before


def test_the_desk_reminds_with_one_press_and_leads_back(office, officer, today):
    theirs = office.commitment(by_host=False, due_on=today - timedelta(days=3))
    address = reverse("commitment-act", args=[theirs.pk, "reminder"])
    assert f'action="{address}"' in officer.open("desk").content.decode()

    answer = officer.act(theirs, "reminder", back=reverse("desk"))

    assert answer.url == reverse("desk")
    assert "A letter to the other side is on its way." in officer.open("desk").content.decode()


def test_who_presses_twice_is_told_so_on_the_desk(office, officer, today):
    theirs = office.commitment(by_host=False, due_on=today - timedelta(days=3))
    officer.act(theirs, "reminder", back=reverse("desk"))

    answer = officer.act(theirs, "reminder", back=reverse("desk"))

    assert answer.url == reverse("desk")
    assert "The other side was reminded of it today already." in officer.open("desk").content.decode()


def test_what_is_ours_and_late_is_claimed_done_on_the_desk_itself(office, officer, today):
    ours = office.commitment(due_on=today - timedelta(days=3))
    address = reverse("commitment-act", args=[ours.pk, "claims"])
    page = officer.open("desk").content.decode()
    assert f'id="claims-{ours.pk}" method="post" action="{address}"' in page

    answer = officer.act(ours, "claims", words="Sent.", link="https://example.org/x", back=reverse("desk"))

    assert answer.url == reverse("desk")
    assert acts_on(ours)[-1] == "claimed"


def test_whoever_speaks_for_the_other_side_reminds_nobody(office, counterpart, today):
    theirs = office.commitment(by_host=False, due_on=today - timedelta(days=3))

    assert counterpart.act(theirs, "reminder").status_code == 403
    assert "/reminder/" not in counterpart.open("desk").content.decode()
