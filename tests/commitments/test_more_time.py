"""Whoever promised asks for more time, the other side grants it or declines; until then it is due as before."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from comity.commitments import wishing
from comity.commitments.extending import extend
from comity.commitments.fulfilment import give_back
from comity.commitments.models import Commitment, Kind, Stage, Trigger, Wish
from comity.commitments.offering import BY_NAME
from comity.commitments.reminding import digests
from comity.commitments.telling import happenings
from comity.desk.needs import sections_for
from comity.journal.acting import acting
from comity.journal.models import Entry, Letter
from comity.journal.refusals import NotNow
from comity.meetings.models import Stage as SessionStage
from comity.meetings.models import Visibility
from comity.partners.models import FocalPoint, Mandate
from comity.translation.texts import Text
from tests import make
from tests.commitments.conftest import acts_on, claim
from tests.commitments.test_links import secret_for
from tests.make import NOW, TODAY

DUE, LATER = TODAY + timedelta(days=3), TODAY + timedelta(days=30)
WHY = "The printer is late."


@pytest.fixture
def theirs(office):
    """What the partner promised us."""
    return office.commitment(by_host=False, due_on=DUE)


@pytest.fixture
def ours(office):
    """What we promised the partner."""
    return office.commitment(due_on=DUE)


def ask(commitment, *, by, reason=WHY, **until):
    return wishing.ask_for_time(commitment, **(until or {"due_on": LATER}), reason=reason, at=NOW, by=by)


def agree(wish, *, by, answer=""):
    wishing.agree(wish, answer=answer, at=NOW, by=by)


def due_of(commitment):
    one = Commitment.objects.get(pk=commitment.pk)
    return one.due_on, one.trigger, str(one.trigger_words)


def letters(name="wish"):
    return [one.to_email for one in Letter.objects.filter(key__startswith=f"commitment:{name}:").order_by("pk")]


# What each act does


def test_asking_leaves_the_promise_due_as_it_was(office, theirs):
    wish = ask(theirs, by=office.counterpart)

    assert (wish.kind, wish.side, wish.due_on, wish.reason) == (Kind.TIME, office.partner, LATER, WHY)
    assert due_of(theirs) == (DUE, "", "")
    assert Commitment.objects.get().is_overdue(DUE + timedelta(days=1))
    assert acts_on(theirs) == ["entered", "asked_for_time"]


def test_asking_does_not_stop_the_reminders(office, theirs):
    ask(theirs, by=office.counterpart)

    assert [line.commitment for digest in digests(DUE) for line in digest.lines] == [theirs]


def test_what_is_granted_moves_the_due_date_and_keeps_who_asked_who_granted_and_why(office, theirs):
    wish = ask(theirs, by=office.counterpart)

    agree(wish, by=office.officer, answer=" Not a day longer. ")

    kept = theirs.extensions.get()
    assert due_of(theirs) == (LATER, "", "")
    assert (kept.was_due_on, kept.due_on, kept.reason, kept.wish) == (DUE, LATER, WHY, wish)
    assert (kept.side, kept.by_name, kept.wish.by_name) == (office.host, "Amina Officer", "Clara Counterpart")
    assert acts_on(theirs) == ["entered", "asked_for_time", "time_granted"]
    granted = Entry.objects.about(theirs).first()
    assert (granted.by_user, granted.why) == (office.officer, "Not a day longer.")


def test_the_partner_grants_what_our_office_asks_by_account_or_by_its_link(office, ours):
    agree(ask(ours, by=office.officer), by=office.counterpart)
    again = ask(ours, by=office.head, due_on=LATER + timedelta(days=9))

    agree(again, by=secret_for(ours, office)[0])

    assert due_of(ours)[0] == LATER + timedelta(days=9)
    assert [one.side for one in ours.extensions.all()] == [office.partner] * 2


def test_time_is_asked_for_until_an_occasion(office, theirs):
    after = Text(en="after the fair")
    agree(ask(theirs, by=office.counterpart, trigger="words", trigger_words=after), by=office.officer)
    assert due_of(theirs) == (None, "words", "after the fair")

    agree(ask(theirs, by=office.counterpart, trigger="next_session"), by=office.officer)
    assert due_of(theirs) == (None, "next_session", "")

    agree(ask(theirs, by=office.counterpart), by=office.officer)
    assert due_of(theirs) == (LATER, "", "")


def test_a_declined_wish_for_time_leaves_the_day_and_says_why(office, theirs):
    wish = ask(theirs, by=office.counterpart)

    wishing.decline(wish, answer="The fair is then.", at=NOW, by=office.officer)

    assert due_of(theirs)[0] == DUE
    assert (wish.stage, wish.answer, theirs.extensions.count()) == ("declined", "The fair is then.", 0)
    assert acts_on(theirs)[-1] == "time_declined"


def test_the_side_that_asked_for_time_withdraws_and_asks_again(office, theirs):
    wishing.withdraw(ask(theirs, by=office.counterpart), at=NOW, by=office.counterpart)

    ask(theirs, by=office.counterpart)

    assert [one.stage for one in theirs.wishes.all()] == ["withdrawn", "waiting"]
    assert acts_on(theirs) == ["entered", "asked_for_time", "time_withdrawn", "asked_for_time"]


def test_work_goes_on_while_time_is_asked_for(office, theirs):
    ask(theirs, by=office.counterpart)

    theirs.begin(at=NOW, by=office.counterpart)
    claim(theirs, by=office.counterpart)

    assert Commitment.objects.get().stage == Stage.CLAIMED


def test_what_was_asked_can_be_granted_once_a_claim_was_returned(office, theirs):
    wish = ask(theirs, by=office.counterpart)
    claim(theirs, by=office.counterpart)
    with pytest.raises(NotNow, match="claimed done"):
        agree(wish, by=office.officer)

    give_back(theirs, words="Not yet.", at=NOW, by=office.officer)
    agree(Wish.objects.get(), by=office.officer)

    assert due_of(theirs)[0] == LATER


def test_a_wish_of_each_kind_waits_beside_the_other(office, theirs):
    time = ask(theirs, by=office.counterpart)
    end = wishing.ask_to_cancel(theirs, reason="Overtaken.", at=NOW, by=office.officer)
    listed = Commitment.objects.for_lists().get()

    assert listed.asking() == {"time": office.partner.pk, "cancel": office.host.pk}
    assert (str(listed.owner), listed.whose_turn()) == (
        "the side that was asked, to agree to cancel it or decline",
        [office.partner],
    )
    wishing.decline(end, answer="We go on.", at=NOW, by=office.counterpart)
    agree(time, by=office.officer)
    assert due_of(theirs)[0] == LATER


# Who grants unasked


def test_the_side_to_which_it_was_promised_grants_time_unasked(office, ours, theirs):
    extend(theirs, due_on=LATER, reason=WHY, at=NOW, by=office.officer)
    extend(ours, trigger="words", trigger_words=Text(en="after the fair"), reason=WHY, at=NOW, by=office.counterpart)

    assert [one.side for one in (theirs.extensions.get(), ours.extensions.get())] == [office.host, office.partner]
    assert (due_of(theirs)[0], due_of(ours)) == (LATER, (None, "words", "after the fair"))


def test_whoever_promised_grants_itself_nothing(office, officer, ours, theirs):
    for commitment, who in ((ours, office.officer), (theirs, office.counterpart), (theirs, office.stranger)):
        with pytest.raises(NotNow, match="Only the side to which it was promised"):
            extend(commitment, due_on=LATER, reason=WHY, at=NOW, by=who)

    assert officer.act(ours, "extensions", due_on=LATER, reason=WHY).status_code == 403
    assert (due_of(ours)[0], due_of(theirs)[0]) == (DUE, DUE)


def test_of_what_two_sides_promised_each_other_neither_grants_itself_more_time(office):
    mutual = office.commitment(is_mutual=True, due_on=DUE)
    for who in (office.officer, office.counterpart):
        with pytest.raises(NotNow):
            extend(mutual, due_on=LATER, reason=WHY, at=NOW, by=who)

    agree(ask(mutual, by=office.counterpart), by=office.officer)

    assert due_of(mutual)[0] == LATER


def test_what_only_our_office_reads_is_moved_by_our_office_as_nobody_can_be_asked(office):
    item = office.session(at=SessionStage.HELD).items.last()
    hidden = office.commitment(item=item, said_on=TODAY, due_on=DUE)
    item.change(visibility=Visibility.INTERNAL, by=office.officer)
    hidden.refresh_from_db()

    with pytest.raises(NotNow, match="only our office reads"):
        ask(hidden, by=office.officer)
    extend(hidden, due_on=LATER, reason=WHY, at=NOW, by=office.officer)

    assert (due_of(hidden)[0], letters("done")) == (LATER, [])


def test_time_is_not_granted_unasked_while_it_is_asked_for(office, officer, theirs):
    assert BY_NAME["extensions"].is_offered(office.officer, theirs)
    ask(theirs, by=office.counterpart)

    with pytest.raises(NotNow, match="read why, and grant it or decline"):
        extend(theirs, due_on=LATER, reason=WHY, at=NOW, by=office.officer)

    assert not BY_NAME["extensions"].is_offered(office.officer, theirs)
    assert due_of(theirs)[0] == DUE


# Refusals


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ({"due_on": DUE}, "must be later than"),
        ({"due_on": TODAY - timedelta(days=1)}, "passed already"),
    ],
)
def test_more_time_is_later_and_lies_ahead(office, theirs, until, words):
    with pytest.raises(NotNow, match=words):
        ask(theirs, by=office.counterpart, **until)
    with pytest.raises(NotNow, match=words):
        extend(theirs, **until, reason=WHY, at=NOW, by=office.officer)

    assert not Wish.objects.exists()


def test_the_same_occasion_and_a_session_that_is_over_are_no_more_time(office):
    promised = office.commitment(by_host=False, trigger="next_session", said_on=TODAY - timedelta(days=90))
    with pytest.raises(NotNow, match="on this occasion already"):
        ask(promised, by=office.counterpart, trigger="next_session")

    extend(promised, due_on=LATER, reason=WHY, at=NOW, by=office.officer)
    office.session(at=SessionStage.HELD)

    with pytest.raises(NotNow, match="has been held"):
        ask(promised, by=office.counterpart, trigger="next_session")


@pytest.mark.parametrize("until", [{"due_on": LATER, "trigger": "next_session"}, {"trigger": "words"}])
def test_more_time_is_until_a_day_or_an_occasion_in_words(office, theirs, until):
    with pytest.raises(ValidationError):
        ask(theirs, by=office.counterpart, **until)

    assert not Wish.objects.exists()


def test_nothing_is_asked_or_declined_without_words(office, theirs):
    with pytest.raises(NotNow, match="Say why more time is needed"):
        ask(theirs, by=office.counterpart, reason=" ")
    wish = ask(theirs, by=office.counterpart)
    with pytest.raises(NotNow, match="Say why there is no more time"):
        wishing.decline(wish, answer=" ", at=NOW, by=office.officer)

    assert wish.is_waiting


def test_only_the_side_that_promised_asks_and_only_the_other_answers(office, theirs):
    for who in (office.officer, office.stranger, office.reader):
        with pytest.raises(NotNow, match="for the other side to do"):
            ask(theirs, by=who)
    wish = ask(theirs, by=office.counterpart)
    with pytest.raises(NotNow, match="for the other side to answer"):
        agree(wish, by=office.counterpart)
    with pytest.raises(NotNow, match="Only the side that asked"):
        wishing.withdraw(wish, at=NOW, by=office.officer)

    assert wish.is_waiting and due_of(theirs)[0] == DUE


def test_a_second_wish_of_the_same_kind_does_not_wait(office, theirs):
    ask(theirs, by=office.counterpart)
    with pytest.raises(NotNow, match="Your side has asked for this already"):
        ask(theirs, by=office.counterpart)
    second = {"commitment": theirs, "side": office.partner, "reason": "Why.", "by_name": "X", "at": NOW}

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=office.officer):
        Wish.objects.create(**second, kind="time", due_on=LATER)

    assert Wish.objects.count() == 1


@pytest.mark.parametrize("facts", [{"kind": "time"}, {"kind": "cancel", "due_on": LATER}])
def test_the_database_refuses_a_wish_that_says_until_when_and_is_none_for_time(office, theirs, facts):
    told = {"commitment": theirs, "side": office.partner, "reason": "Why.", "by_name": "X", "at": NOW}

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=office.officer):
        Wish.objects.create(**told, **facts)


ENDS = {
    "was declined already": lambda wish, o: wishing.decline(wish, answer="No.", at=NOW, by=o.officer),
    "was withdrawn": lambda wish, o: wishing.withdraw(wish, at=NOW, by=o.counterpart),
    "granted already": lambda wish, o: agree(wish, by=o.officer),
}


@pytest.mark.parametrize("told", ENDS)
def test_the_second_answer_to_a_wish_for_time_is_refused_in_words(office, theirs, told):
    wish = ask(theirs, by=office.counterpart)
    stale = Wish.objects.get()
    ENDS[told](wish, office)
    entries = Entry.objects.count()

    with pytest.raises(NotNow, match=told):
        agree(stale, by=office.officer)

    assert Entry.objects.count() == entries


# Turns, desk and letters


def on_the_desk(viewer):
    sections = {one.title: one for one in sections_for(viewer, today=TODAY, now=NOW)}
    return {title: [need.because for need in section.needs] for title, section in sections.items()}


def test_it_is_the_turn_of_the_side_that_is_asked(office, theirs):
    ask(theirs, by=office.counterpart)

    one = Commitment.objects.for_lists().get()
    assert (str(one.owner), one.whose_turn()) == (
        "the side that was asked, to grant more time or decline",
        [office.host],
    )
    assert one.turn_since() == NOW


def test_it_waits_on_both_desks_and_the_work_is_still_offered(office, theirs):
    ask(theirs, by=office.counterpart)

    (asked,) = on_the_desk(office.officer)["Asked by the other side: agree or decline"]
    assert "asks for more time: " in asked and "24 December 2026" in asked
    assert list(on_the_desk(office.counterpart)) == ["Due soon", "Waiting for the other side"]
    (soon, _waits) = sections_for(office.counterpart, today=TODAY, now=NOW)
    assert [need.act for need in soon.needs] == ["Claim it done"]


def test_the_side_that_is_asked_reads_in_its_letter_until_when_and_why(office, ours):
    ask(ours, by=office.officer)

    one = Letter.objects.get(key__startswith="commitment:wish:")
    assert one.to_email == office.counterpart.email
    assert one.subject == "Asked for more time, and waiting for you: Send the draft"
    assert "24 December 2026" in one.body and "due on 27 November 2026" in one.body and WHY in one.body


def test_the_answer_is_told_once(office, ours, theirs):
    agree(ask(ours, by=office.officer), by=office.counterpart, answer="Gladly.")
    wishing.decline(ask(theirs, by=office.counterpart), answer="The fair is then.", at=NOW, by=office.officer)
    wishing.withdraw(ask(theirs, by=office.counterpart), at=NOW, by=office.counterpart)

    granted, declined, withdrawn = (
        Letter.objects.get(key__startswith=f"commitment:wish_{end}:") for end in ("agreed", "declined", "withdrawn")
    )
    assert granted.subject == "More time granted: Send the draft"
    assert "It is due now: \u206824 December 2026\u2069." in granted.body and "Gladly." in granted.body
    assert "due on 27 November 2026" in declined.body and "The fair is then." in declined.body
    assert withdrawn.subject == "No longer asked for more time: Send the draft"
    assert letters("done") == []


def test_an_occasion_that_was_granted_unasked_is_told_in_words(office, theirs):
    extend(theirs, trigger="words", trigger_words=Text(en="after the fair"), reason=WHY, at=NOW, by=office.officer)

    assert "It is due now: \u2068after the fair\u2069." in Letter.objects.get(key__startswith="commitment:done:").body


@pytest.mark.parametrize("turned_to", [True, False])
def test_where_nobody_of_a_side_can_open_it_whom_one_turns_to_gets_a_link(office, visitor, ours, turned_to):
    Mandate.objects.get(user=office.counterpart).remove(by=office.officer)
    person = make.person("Farid Focal", by=office.officer, at=office.partner, email="farid@example.net")
    if turned_to:
        FocalPoint.enter(partner=office.partner, person=person, side="theirs", rank="first", by=office.officer)

    ask(ours, by=office.officer)

    assert letters() == (["farid@example.net"] if turned_to else [])
    if turned_to:
        body = Letter.objects.get(key__startswith="commitment:wish:").body
        address = next(line for line in body.splitlines() if "/promises/" in line)
        assert 'id="granting-of-time"' in visitor.get(address.removeprefix("http://localhost:8000")).text


def test_the_story_tells_who_asked_who_granted_and_in_which_words(office, theirs):
    agree(ask(theirs, by=office.counterpart), by=office.officer, answer="Not a day longer.")
    ask(theirs, by=office.counterpart, trigger=Trigger.WORDS, trigger_words=Text(en="after the fair"))
    wishing.decline(Wish.objects.last(), answer="No.", at=NOW, by=office.head)

    told = [(str(one.what.words), one.by_name, one.side, one.words) for one in happenings(theirs)]
    moved = "granted more time: due date moved from 27 November 2026 to 24 December 2026"
    assert told[0] == ("asked for more time: \u206824 December 2026\u2069", "Clara Counterpart", office.partner, WHY)
    assert (moved, "Amina Officer", office.host, "Not a day longer.") in told
    assert ("declined to grant more time", "Hana Head", office.host, "No.") in told
    assert len(told) == 4
