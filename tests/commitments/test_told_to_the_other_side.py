"""What one side does to a promise or a proposal is told to the other, and nobody is bound by another's word alone."""

from datetime import date, timedelta

import pytest

from comity.agreements.models import Agreement
from comity.commitments.extending import extend
from comity.commitments.fulfilment import Shown, accept, claim_done, give_back
from comity.commitments.models import Stage
from comity.commitments.offering import BY_NAME, offers
from comity.commitments.telling import happenings
from comity.desk.needs import sections_for
from comity.journal.acting import acting
from comity.journal.models import Entry, Letter
from comity.journal.refusals import NotNow
from comity.meetings.models import Stage as SessionStage
from comity.meetings.models import Visibility
from comity.translation.texts import Text
from tests.make import NOW, TODAY

LINK = Shown(link="https://example.org/draft")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORD = "Prof. Example, by telephone, yesterday"


def letters():
    told = Letter.objects.filter(key__startswith="commitment:done:").order_by("pk")
    return [(one.to_email, one.subject) for one in told]


def proposal(office, **facts):
    return office.commitment(stage=Stage.PROPOSED, **facts)


# Letters


def test_a_claim_its_return_and_its_acceptance_are_told_to_the_side_that_did_not_act(office):
    promised = office.commitment()
    told = []

    claim_done(promised, words="Sent on Monday.", shown=LINK, at=NOW, by=office.officer)
    told.append(letters()[-1])
    give_back(promised, words="Annex B is missing.", at=NOW, by=office.counterpart)
    told.append(letters()[-1])
    claim_done(promised, words="With annex B.", shown=LINK, at=NOW, by=office.officer)
    accept(promised, words="Thank you.", at=NOW, by=office.counterpart)
    told.append(letters()[-1])

    what = "Send the draft"
    assert told == [
        (office.counterpart.email, f"Claimed done, and waiting for you: {what}"),
        (office.officer.email, f"Returned, something is missing: {what}"),
        (office.officer.email, f"Accepted as done: {what}"),
    ]
    bodies = [one.body for one in Letter.objects.filter(key__startswith="commitment:done:").order_by("pk")]
    assert ["Sent on Monday." in bodies[0], "Annex B is missing." in bodies[1], "Thank you." in bodies[3]] == [True] * 3


def test_a_moved_due_date_is_told_with_its_reason(office):
    promised = office.commitment(by_host=False, due_on=TODAY + timedelta(days=3))

    extend(promised, due_on=date(2027, 3, 1), reason="The printer is late.", at=NOW, by=office.officer)

    (one,) = Letter.objects.filter(key__startswith="commitment:done:")
    assert one.to_email == office.counterpart.email
    assert "It is due on 1 March 2027 now." in one.body and "The printer is late." in one.body


def test_the_other_side_reads_its_letter_in_its_own_language(office):
    with acting(by=office.counterpart):
        office.counterpart.language = "ar"
        office.counterpart.save(update_fields=["language"])

    claim_done(office.commitment(), words="Sent.", shown=LINK, at=NOW, by=office.officer)

    assert "ينتظر ردك" in letters()[-1][1]


def test_of_what_only_our_office_reads_nobody_outside_is_told(office):
    item = office.session(at=SessionStage.HELD).items.last()
    promised = office.commitment(item=item, said_on=TODAY, due_on=TODAY + timedelta(days=9))
    item.change(visibility=Visibility.INTERNAL, by=office.officer)
    promised.refresh_from_db()

    extend(promised, due_on=TODAY + timedelta(days=30), reason="Later.", at=NOW, by=office.officer)

    assert letters() == []


def test_what_was_returned_is_told_so_on_the_desk(office):
    promised = office.commitment(due_on=TODAY + timedelta(days=3))
    claim_done(promised, words="Sent.", shown=LINK, at=NOW, by=office.officer)
    give_back(promised, words="Annex B is missing.", at=NOW, by=office.counterpart)

    (need,) = sections_for(office.officer, today=TODAY, now=NOW)[0].needs

    assert "returned" in need.because


# Proposals


def test_a_proposal_of_the_partner_binds_only_on_its_word(office):
    proposed = proposal(office, by_host=False)

    with pytest.raises(NotNow, match="another side than yours"):
        proposed.promise(at=NOW, by=office.officer)
    assert proposed.stage == Stage.PROPOSED and letters() == []

    proposed.promise(at=NOW, by=office.officer, word=WORD)

    assert proposed.stage == Stage.OPEN
    assert Entry.objects.about(proposed).get(act="promised").why == WORD
    assert letters() == [(office.counterpart.email, "A proposal is a promise now: Send the draft")]


def test_a_mutual_proposal_binds_both_so_that_neither_makes_a_promise_of_it_alone(office):
    proposed = proposal(office, is_mutual=True)

    with pytest.raises(NotNow, match="another side than yours"):
        proposed.promise(at=NOW, by=office.officer)
    assert not BY_NAME["promise"].is_offered(office.counterpart, proposed)


def test_whoever_proposed_to_do_it_binds_itself_without_another_word(office):
    ours, theirs = proposal(office), proposal(office, by_host=False)

    ours.promise(at=NOW, by=office.officer)
    assert BY_NAME["promise"].is_offered(office.counterpart, theirs)
    assert not BY_NAME["promise"].is_offered(office.counterpart, proposal(office))
    theirs.promise(at=NOW, by=office.counterpart)

    assert (ours.stage, theirs.stage) == (Stage.OPEN, Stage.OPEN)
    assert [to for to, _subject in letters()] == [office.counterpart.email, office.officer.email]


def test_the_form_asks_for_the_word_where_it_binds_another_side(office, client):
    theirs = proposal(office, by_host=False)
    client.force_login(office.officer, backend=BACKEND)

    page = client.post(f"/en/commitments/{theirs.pk}/promise/", {"due_on": "2027-01-31"})

    assert page.status_code == 422 and "This field is required." in page.text and "2027-01-31" in page.text
    client.post(f"/en/commitments/{theirs.pk}/promise/", {"due_on": "2027-01-31", "word": WORD})
    theirs.refresh_from_db()
    assert (theirs.stage, theirs.due_on) == (Stage.OPEN, date(2027, 1, 31))
    assert WORD in client.get(f"/en/commitments/{theirs.pk}/").text


def test_the_page_tells_why_a_proposal_lapsed(office, client):
    proposed = proposal(office)
    proposed.lapse(why="No money was found.", at=NOW, by=office.officer)
    client.force_login(office.counterpart, backend=BACKEND)

    assert [(one.words, one.by_name) for one in happenings(proposed)] == [("No money was found.", "Amina Officer")]
    assert "No money was found." in client.get(f"/en/commitments/{proposed.pk}/").text


def test_nothing_is_taken_up_by_what_was_there_before_it_was_said(office):
    proposed = proposal(office, said_on=TODAY)
    earlier = Agreement.conclude(
        parties=[office.host, office.partner],
        by=office.officer,
        title=Text(en="An old agreement"),
        concluded_on=TODAY - timedelta(days=1),
    )

    with pytest.raises(NotNow, match="cannot have led to it"):
        proposed.be_taken_up(in_record=earlier, at=NOW, by=office.officer)

    assert proposed.stage == Stage.PROPOSED


def test_what_ended_is_counted_in_the_sum_of_a_session(office, client):
    item = office.session(at=SessionStage.HELD).items.first()
    for number in range(2):
        said = office.commitment(item=item, said_on=TODAY, stage=Stage.PROPOSED, deliverable=Text(en=f"Idea {number}"))
    said.lapse(why="No money.", at=NOW, by=office.officer)
    client.force_login(office.officer, backend=BACKEND)

    assert "Two things were said. One is open. One came to an end." in client.get(item.session.get_absolute_url()).text


def test_a_letter_says_whose_office_writes_in_the_readers_language(office):
    with acting(by=office.officer):
        office.counterpart.language = "fr"
        office.counterpart.save(update_fields=["language"])

    extend(office.commitment(by_host=False), due_on=date(2027, 3, 1), reason="Plus tard.", at=NOW, by=office.officer)

    body = Letter.objects.get(key__startswith="commitment:done:").body
    assert "\n\n\u2068Host Organisation\u2069\nComity\nhttp" in body
    assert "La nouvelle échéance est le 1er mars 2027." in body


@pytest.mark.parametrize(("days", "act"), [(1, "beginning"), (0, "claims"), (-1, "claims")])
def test_on_its_day_and_after_it_saying_that_it_is_done_is_the_act_that_is_due(office, days, act):
    promised = office.commitment(due_on=TODAY + timedelta(days=days))

    assert [one.act.name for one in offers(promised, office.officer, today=TODAY) if one.is_due] == [act]
