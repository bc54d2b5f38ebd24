"""The other side declines a numbered correction with words, the proposing side withdraws it; nothing else changes."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from comity.journal.acting import acting
from comity.journal.models import Entry, Letter
from comity.journal.refusals import NotNow
from comity.meetings.amending import (
    adopt_corrigendum,
    decline_corrigendum,
    propose_corrigendum,
    withdraw_corrigendum,
)
from comity.meetings.circulation import send_link
from comity.meetings.models import Adoption, Corrigendum, Stage
from comity.meetings.models.corrigenda import Progress
from comity.meetings.texts import corrigendum_content, fingerprint, present_reading
from comity.translation.texts import Text
from tests.make import NOW, Office
from tests.standing import stands

# Said apart from the code: from where to where a numbered correction goes.
ALLOWED = """
proposed  -> adopted declined withdrawn
adopted   ->
declined  ->
withdrawn ->
"""


@stands
def session(office):
    return office.session(at=Stage.ADOPTED)


def propose(session, reading="As it should read", *, by, item=None):
    item = item or session.items.in_order()[0]
    return propose_corrigendum(item, reading=Text(en=reading), why="A slip.", at=NOW, by=by)


def decline(proposed, *, by, answer="We said it so."):
    decline_corrigendum(proposed, answer=answer, at=NOW, by=by)


def withdraw(proposed, *, by, answer=""):
    withdraw_corrigendum(proposed, answer=answer, at=NOW, by=by)


def adopt(proposed, *, by):
    adopt_corrigendum(proposed, sha256=proposed.sha256, at=NOW, by=by)


def test_a_correction_goes_from_stage_to_stage_as_the_office_says():
    told = {line.split()[0]: set(line.split()[2:]) for line in ALLOWED.strip().splitlines()}

    assert {str(stage): {str(end) for end in ends} for stage, ends in Corrigendum.MOVES.items()} == told


def test_a_declined_correction_says_for_whom_and_why_and_the_text_stays_as_it_was(office, session):
    before = present_reading(session.items.get())
    proposed = propose(session, by=office.counterpart)

    decline(proposed, by=office.officer, answer="  We said it so. ")

    proposed.refresh_from_db()
    entry = Entry.objects.about(proposed).first()
    assert (proposed.stage, proposed.answer, proposed.adopted_at) == (Progress.DECLINED, "We said it so.", None)
    assert (proposed.ended_for.organisation, proposed.ended_by) == (office.host, office.officer.name)
    assert (entry.act, entry.by_user) == ("declined", office.officer)
    told = {"stage": "declined", "ended_by": office.officer.name, "answer": "We said it so."}
    assert (entry.before["stage"], {name: entry.after[name] for name in told}) == ("proposed", told)
    assert present_reading(session.items.get()) == before
    assert Adoption.objects.of(session, proposed).count() == 1


def test_a_correction_is_not_declined_without_words(office, session):
    proposed = propose(session, by=office.counterpart)

    with pytest.raises(NotNow, match="Say why"):
        decline(proposed, by=office.officer, answer="  ")

    assert Corrigendum.objects.get().is_waiting


def test_only_a_side_that_has_not_adopted_it_declines_a_correction(office, session):
    proposed = propose(session, by=office.counterpart)
    entries = Entry.objects.count()

    with pytest.raises(NotNow, match="cannot decline it any more"):
        decline(proposed, by=office.counterpart)
    for nobody in (office.stranger, office.reader):
        with pytest.raises(NotNow, match="You do not speak for a side"):
            decline(proposed, by=nobody)

    assert Corrigendum.objects.get().is_waiting
    assert Entry.objects.count() == entries


def test_only_the_side_that_proposed_a_correction_withdraws_it(office, session):
    proposed = propose(session, by=office.officer)

    for other in (office.counterpart, office.stranger):
        with pytest.raises(NotNow):
            withdraw(proposed, by=other)
    withdraw(proposed, by=office.head, answer="We misread it.")

    proposed.refresh_from_db()
    assert (proposed.stage, proposed.answer) == (Progress.WITHDRAWN, "We misread it.")
    assert (proposed.ended_for.organisation, proposed.ended_by) == (office.host, office.head.name)
    assert Entry.objects.about(proposed).first().act == "withdrawn"


ENDS = {
    "adopted": (lambda one, office: adopt(one, by=office.officer), "final already"),
    "declined": (lambda one, office: decline(one, by=office.officer), "declined already"),
    "withdrawn": (lambda one, office: withdraw(one, by=office.counterpart), "was withdrawn"),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("then", ENDS)
def test_what_became_of_a_correction_stays(office, session, end, then):
    proposed = propose(session, by=office.counterpart)
    stale = Corrigendum.objects.get()
    ENDS[end][0](proposed, office)
    entries = Entry.objects.count()

    with pytest.raises(NotNow, match=ENDS[end][1]):
        ENDS[then][0](stale, office)

    assert Corrigendum.objects.get().stage == end
    assert Entry.objects.count() == entries


def test_a_number_stays_used_and_the_chain_goes_on_over_it(office, session):
    first = propose(session, by=office.counterpart)
    decline(first, by=office.officer)
    second = propose(session, "Otherwise", by=office.officer)
    withdraw(second, by=office.officer)
    third = propose(session, "Otherwise again", by=office.officer)

    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert second.sha256 == fingerprint(corrigendum_content(second, first.sha256))
    assert third.sha256 == fingerprint(corrigendum_content(third, second.sha256))


def test_an_item_has_one_correction_that_waits(office):
    session = office.session(at=Stage.ADOPTED, items=2)
    one, other = session.items.in_order()
    first = propose(session, by=office.counterpart, item=one)

    with pytest.raises(NotNow, match="Correction 1 of this item still waits"):
        propose(session, "Otherwise", by=office.officer, item=one)
    propose(session, "Another item", by=office.officer, item=other)
    decline(first, by=office.officer)
    third = propose(session, "Otherwise", by=office.officer, item=one)

    assert third.number == 3


def test_a_correction_that_changes_nothing_is_refused(office, session):
    proposed = propose(session, by=office.counterpart)
    adopt(proposed, by=office.officer)

    with pytest.raises(NotNow, match="nothing to correct"):
        propose(session, "As it should read \n", by=office.officer)

    assert Corrigendum.objects.count() == 1


def test_the_present_reading_is_that_of_the_last_correction_adopted(office, session):
    item = session.items.get()
    assert (present_reading(item).number, present_reading(item).words) == (0, Text())

    adopt(propose(session, "first", by=office.counterpart), by=office.officer)
    decline(propose(session, "second", by=office.counterpart), by=office.officer)
    propose(session, "third", by=office.counterpart)

    assert (present_reading(item).number, present_reading(item).words) == (1, Text(en="first"))


def test_a_correction_over_a_reading_that_no_longer_stands_is_refused(office, session):
    adopt(propose(session, "first", by=office.counterpart), by=office.officer)
    given = {"reading": Text(en="second"), "why": "A slip.", "at": NOW, "by": office.officer}

    with pytest.raises(NotNow, match="was corrected since you opened"):
        propose_corrigendum(session.items.get(), over=0, **given)

    assert propose_corrigendum(session.items.get(), over=1, **given).number == 2


@pytest.mark.parametrize("facts", [{"stage": "declined"}, {"stage": "adopted"}, {"stage": "elsewhere"}])
def test_the_database_refuses_a_correction_that_ended_without_saying_how(office, session, facts):
    proposed = propose(session, by=office.counterpart)

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=office.officer):
        Corrigendum.objects.filter(pk=proposed.pk).update(**facts)

    assert Corrigendum.objects.get().is_waiting


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_a_correction_at_the_same_moment_one_is_refused():
    office = Office()
    proposed = propose(office.session(at=Stage.ADOPTED), by=office.counterpart)
    gate, done, refused = Barrier(2), [], []

    def answer(act, by):
        gate.wait()
        try:
            act(Corrigendum.objects.get(pk=proposed.pk), by=by)
            done.append(act)
        except NotNow as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    both = [Thread(target=answer, args=given) for given in ((adopt, office.officer), (decline, office.head))]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert (len(done), len(refused)) == (1, 1)
    assert Corrigendum.objects.get().is_in_force == (done == [adopt])


# Who is told


def told(act):
    return [one.to_email for one in Letter.objects.filter(key__startswith=f"session:{act}:").order_by("pk")]


def test_who_proposed_at_our_office_is_told_why_the_other_side_declined(office, session):
    proposed = propose(session, by=office.head)

    decline(proposed, by=office.counterpart)

    letter = Letter.objects.filter(key__startswith="session:corrigendum_declined:")[0]
    assert told("corrigendum_declined")[0] == office.head.email
    assert letter.subject == "Correction 1 of the minutes of “First session” was declined"
    assert "We said it so." in letter.body and "\u2068Partner Association\u2069 has declined" in letter.body


def test_who_proposed_for_the_other_side_is_told_by_account_and_link(office, session):
    side = session.delegations.in_order()[1]
    given = {"name": "Lina Guest", "email": "lina@example.org", "language": "ar", "days": 14}
    link = send_link(session, side=side, at=NOW, by=office.officer, **given)
    proposed = propose(session, by=link)

    decline(proposed, by=office.officer)

    assert set(told("corrigendum_declined")) == {office.counterpart.email, link.email}
    arabic = Letter.objects.get(key__startswith="session:corrigendum_declined:", to_email=link.email)
    assert "رُفض التصويب الرسمي" in arabic.subject


def test_the_side_that_was_asked_is_told_that_a_correction_was_withdrawn(office, session):
    proposed = propose(session, by=office.officer)

    withdraw(proposed, by=office.officer, answer="We misread it.")

    assert told("corrigendum_withdrawn") == [office.counterpart.email]
    assert "We misread it." in Letter.objects.get(key__startswith="session:corrigendum_withdrawn:").body


def test_that_a_correction_is_final_is_told_to_our_office_and_to_the_side_that_adopted_it(office, session):
    side = session.delegations.in_order()[1]
    given = {"name": "Lina Guest", "email": "lina@example.org", "language": "fr", "days": 14}
    link = send_link(session, side=side, at=NOW, by=office.officer, **given)
    proposed = propose(session, by=office.head)

    adopt(proposed, by=link)

    assert told("corrigendum_final")[:2] == [office.counterpart.email, office.head.email]
    assert link.email not in told("corrigendum_final")


def test_a_correction_of_the_other_side_that_our_office_makes_final_is_told_to_that_side_alone(office, session):
    proposed = propose(session, by=office.counterpart)

    adopt(proposed, by=office.officer)

    assert told("corrigendum_final") == [office.counterpart.email]
