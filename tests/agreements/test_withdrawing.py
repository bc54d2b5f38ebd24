"""A party withdraws what it said of a clause, or a file that it sent, as long as nobody has answered it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from comity.agreements.access import access_redline
from comity.agreements.approving import agree_text
from comity.agreements.models import Edit, Outcome, Redline, Remark, Stage
from comity.agreements.negotiating import decline, hand_turn
from comity.agreements.redlining import answer_edit, receive
from comity.agreements.withdrawing import withdraw_redline, withdraw_remark
from comity.agreements.wording import answer, remark, take_out
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from tests.agreements.redlined import carried, returned, written
from tests.agreements.test_by_link import sent
from tests.agreements.test_word_back import received
from tests.make import NOW

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LATER = NOW + timedelta(hours=1)


def theirs_in(made, office):
    return made.contracting.get(organisation=office.partner)


def ours_in(made, office):
    return made.contracting.get(organisation=office.host)


def said(office, **facts):
    """What the partner said of the one clause of a text in negotiation, before it handed the turn back."""
    made = office.agreement(at=Stage.NEGOTIATING)
    hand_turn(made, to=theirs_in(made, office), at=NOW, by=office.officer)
    given = {"words": "The parties work together for ever.", "comment": "", "language": "en"} | facts
    one = remark(made.clauses.get(), party=theirs_in(made, office), **given, at=NOW, by=office.counterpart)
    hand_turn(made, to=ours_in(made, office), at=NOW, by=office.counterpart)
    return Remark.objects.select_related("agreement").get(pk=one.pk)


def withdrawn(office, one, **facts):
    given = {"party": theirs_in(one.agreement, office), "at": LATER, "by": office.counterpart} | facts
    (withdraw_remark if isinstance(one, Remark) else withdraw_redline)(one, **given)


def redlined(office):
    """A file that the partner edited and sent."""
    return received(written(office, turn=office.partner), office, "en-edited")


@pytest.mark.parametrize("facts", [{}, {"words": "", "comment": "Why so short?"}])
def test_a_party_withdraws_what_it_said_even_when_its_turn_is_over(office, facts):
    one = said(office, **facts)

    withdrawn(office, one)

    one.refresh_from_db()
    assert (one.outcome, one.withdrawn_by, one.withdrawn_at) == (Outcome.WITHDRAWN, office.counterpart.name, LATER)
    assert not Remark.objects.waiting().exists()
    entry = Entry.objects.about(one.agreement).get(act="remark_withdrawn")
    assert entry.by_user == office.counterpart


def test_what_was_withdrawn_does_not_keep_a_text_from_being_agreed(office):
    one = said(office)
    made = one.agreement
    for party in made.contracting.all():
        who = office.second if party.is_ours else office.theirs
        party.change(by=office.officer, focal_point=who, represented_by=who, authority="office")

    withdrawn(office, one)

    with pytest.raises(NotNow) as refusal:
        agree_text(made, sha256="x", at=NOW, by=office.officer)
    assert "answer" not in str(refusal.value)


def test_what_was_answered_meanwhile_is_not_withdrawn(office):
    one = said(office)
    stale = Remark.objects.select_related("agreement").get(pk=one.pk)
    answer(one, is_declined=True, words="Not now", by=office.officer)

    with pytest.raises(NotNow, match="answered already"):
        withdrawn(office, stale)

    assert Remark.objects.get().outcome == Outcome.DECLINED
    assert not Entry.objects.about(one.agreement).filter(act="remark_withdrawn").exists()


def test_what_was_withdrawn_is_neither_answered_nor_withdrawn_again(office):
    one = said(office)
    withdrawn(office, one)

    with pytest.raises(NotNow, match="answered already"):
        answer(one, is_declined=False, words="", by=office.officer)
    with pytest.raises(NotNow, match="answered already"):
        withdrawn(office, one)
    assert Entry.objects.about(one.agreement).filter(act="remark_withdrawn").count() == 1


def test_nobody_withdraws_what_another_party_said(office):
    one = said(office)

    with pytest.raises(NotNow, match="Only"):
        withdrawn(office, one, party=ours_in(one.agreement, office), by=office.officer)

    assert Remark.objects.get().is_waiting


def test_nothing_is_withdrawn_of_a_text_that_is_not_written_any_more(office):
    one = said(office)
    decline(one.agreement, why="no money", at=NOW, by=office.officer)
    one.agreement.refresh_from_db()

    with pytest.raises(NotNow):
        withdrawn(office, one)


def test_the_database_knows_of_nothing_withdrawn_without_its_day(office):
    one = said(office)

    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.filter(pk=one.pk).update(outcome=Outcome.WITHDRAWN)


# Files


def test_a_party_withdraws_a_file_that_it_sent_and_nothing_of_it_waits(office):
    redline = redlined(office)

    withdrawn(office, redline)

    redline.refresh_from_db()
    assert (redline.withdrawn_by, redline.withdrawn_at) == (office.counterpart.name, LATER)
    assert {one.outcome for one in Edit.objects.all()} == {Outcome.WITHDRAWN}
    assert Redline.objects.of(redline.agreement).get().waiting == 0
    assert Entry.objects.about(redline.agreement).filter(act="redline_withdrawn").count() == 1


def test_a_file_of_which_something_was_answered_is_not_withdrawn(office):
    redline = redlined(office)
    answer_edit(Edit.objects.in_order().first(), is_declined=True, words="No", by=office.officer)

    with pytest.raises(NotNow, match="answered already"):
        withdrawn(office, redline)

    assert Redline.objects.get().withdrawn_at is None
    assert Edit.objects.waiting().exists()


def test_that_a_clause_went_out_is_no_answer_to_the_file(office):
    redline = redlined(office)
    hand_turn(redline.agreement, to=ours_in(redline.agreement, office), at=NOW, by=office.officer)
    touched = next(one.clause for one in Edit.objects.in_order() if one.clause)
    take_out(touched, why="gone", by=office.officer)

    withdrawn(office, redline)

    assert {one.outcome for one in Edit.objects.all()} == {Outcome.WITHDRAWN, Outcome.OVERTAKEN}


def test_the_same_file_can_be_sent_again_after_it_was_withdrawn(office):
    made = written(office, turn=office.partner)
    content = carried("en-edited", made)
    first = received(made, office, "", content=content)
    withdrawn(office, first)

    second = received(made, office, "", content=content)

    assert second.pk != first.pk
    assert second.withdrawn_at is None


def test_our_office_withdraws_its_own_file_and_what_it_entered_for_another_and_no_other(office):
    made = written(office)
    ours = ours_in(made, office)
    own = received(made, office, "en-edited", ours=True)
    given = {"party": theirs_in(made, office), "sender": ours, "at": NOW, "by": office.officer}
    entered = receive(made, returned=returned(carried("en-tracked", made)), **given)

    with pytest.raises(NotNow, match="Only"):
        withdrawn(office, own)
    for one in (own, entered):
        withdrawn(office, one, party=ours, by=office.officer)
    assert Redline.objects.filter(withdrawn_at=None).count() == 0

    hand_turn(made, to=theirs_in(made, office), at=NOW, by=office.officer)
    sent_by_them = received(made, office, "en-rewritten")
    with pytest.raises(NotNow, match="Only"):
        withdrawn(office, sent_by_them, party=ours, by=office.officer)


# Pages


def test_the_counterpart_withdraws_on_the_page_and_both_sides_read_by_whom(office, client):
    one = said(office)
    text = f"/en/agreements/{one.agreement_id}/text/"
    here = f"/en/agreements/{one.agreement_id}/remarks/{one.pk}/withdrawal/"
    client.force_login(office.officer, backend=BACKEND)
    assert here not in client.get(text).text

    refused = client.post(here, follow=True)
    assert "can withdraw this" in refused.text
    client.force_login(office.counterpart, backend=BACKEND)
    assert here in client.get(text).text
    client.post(here)

    for who in (office.counterpart, office.officer):
        client.force_login(who, backend=BACKEND)
        page = client.get(text).text
        assert "for ever" in page
        assert "withdrawn by" in page
        assert here not in page
    assert "Take it over" not in page


def test_a_signed_link_withdraws_for_its_party(office, client):
    one = said(office)
    token = sent(one.agreement, office)
    page = client.get(f"/en/texts/{token}/").text
    assert f"/texts/{token}/remarks/{one.pk}/withdrawal/" in page

    client.post(f"/en/texts/{token}/remarks/{one.pk}/withdrawal/")

    one.refresh_from_db()
    assert (one.outcome, one.withdrawn_by) == (Outcome.WITHDRAWN, "Lina Guest")


def test_a_reader_withdraws_nothing(office, client):
    one = said(office)
    client.force_login(office.reader, backend=BACKEND)

    assert client.post(f"/en/agreements/{one.agreement_id}/remarks/{one.pk}/withdrawal/").status_code == 403


def test_a_file_is_withdrawn_on_its_page_and_stays_to_be_read(office, client):
    redline = redlined(office)
    made = redline.agreement
    page, here = f"/en/agreements/{made.pk}/redlines/{redline.pk}/", "withdrawal/"
    client.force_login(office.officer, backend=BACKEND)
    assert here not in client.get(page).text
    client.force_login(office.counterpart, backend=BACKEND)
    assert page + here in client.get(page).text

    shown = client.post(page + here, follow=True).text

    assert "withdrawn by" in shown
    assert page + here not in shown
    assert "withdrawn by" in client.get(f"/en/agreements/{made.pk}/redlines/").text
    assert access_redline(office.counterpart, made, redline.pk) == redline


def test_a_signed_link_withdraws_a_file_of_its_party(office, client):
    redline = redlined(office)
    token = sent(redline.agreement, office, at=timezone.now())
    page = f"/en/texts/{token}/redlines/{redline.pk}/"
    assert f"{page}withdrawal/" in client.get(page).text

    client.post(f"{page}withdrawal/")

    assert Redline.objects.get().withdrawn_by == "Lina Guest"
