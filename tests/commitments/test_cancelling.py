"""A promise is cancelled only when both sides agree; a wish to cancel it is agreed to, declined or withdrawn."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from comity.commitments import fulfilment, wishing
from comity.commitments.models import Commitment, Stage, Wish
from comity.commitments.models.wishes import Progress
from comity.journal.acting import acting
from comity.journal.models import Change, Entry
from comity.journal.refusals import NotNow
from comity.meetings.models import Visibility
from comity.partners.models import Mandate
from tests import make
from tests.commitments.conftest import acts_on, claim
from tests.commitments.test_links import secret_for
from tests.make import NOW, Office

# Said apart from the code: from where to where a wish to cancel goes.
ALLOWED = """
waiting   -> agreed declined withdrawn
agreed    ->
declined  ->
withdrawn ->
"""


def ask(commitment, *, by, reason="Overtaken."):
    return wishing.ask_to_cancel(commitment, reason=reason, at=NOW, by=by)


def agree(wish, *, by, answer=""):
    wishing.agree(wish, answer=answer, at=NOW, by=by)


def decline(wish, *, by, answer="We need it."):
    wishing.decline(wish, answer=answer, at=NOW, by=by)


def withdraw(wish, *, by, answer=""):
    wishing.withdraw(wish, answer=answer, at=NOW, by=by)


def stage_of(commitment):
    return Commitment.objects.get(pk=commitment.pk).stage


def test_a_wish_goes_from_stage_to_stage_as_the_office_says():
    told = {line.split()[0]: set(line.split()[2:]) for line in ALLOWED.strip().splitlines()}

    assert {str(stage): {str(end) for end in ends} for stage, ends in Wish.MOVES.items()} == told


# What each act does


def test_one_side_alone_cancels_nothing(office):
    promised = office.commitment()

    wish = ask(promised, by=office.counterpart)

    assert wish.is_waiting
    assert (wish.side, wish.reason, wish.by_name) == (office.partner, "Overtaken.", "Clara Counterpart")
    assert stage_of(promised) == Stage.OPEN
    assert acts_on(promised) == ["entered", "wished_to_cancel"]


def test_it_is_cancelled_when_the_other_side_agrees(office):
    promised = office.commitment()
    wish = ask(promised, by=office.counterpart)

    agree(wish, by=office.officer, answer=" We see that. ")

    wish.refresh_from_db()
    assert stage_of(promised) == Stage.CANCELLED
    assert (wish.stage, wish.ended_for, wish.ended_at, wish.answer) == ("agreed", office.host, NOW, "We see that.")
    assert acts_on(promised) == ["entered", "wished_to_cancel", "cancelled"]
    cancelled = Entry.objects.about(promised).get(act="cancelled")
    assert (cancelled.by_user, cancelled.why) == (office.officer, "We see that.")


def test_a_declined_wish_leaves_the_promise_as_it_was_and_says_for_whom_and_why(office):
    promised = office.commitment()
    wish = ask(promised, by=office.counterpart)

    decline(wish, by=office.officer, answer=" We need it. ")

    wish.refresh_from_db()
    entry = Entry.objects.about(wish).first()
    assert stage_of(promised) == Stage.OPEN
    assert (wish.stage, wish.ended_for, wish.ended_at, wish.answer) == ("declined", office.host, NOW, "We need it.")
    assert (entry.act, entry.by_user, entry.before["stage"], entry.after["answer"]) == (
        "declined",
        office.officer,
        "waiting",
        "We need it.",
    )
    assert acts_on(promised) == ["entered", "wished_to_cancel", "wish_declined"]
    assert Entry.objects.about(promised).first().why == "We need it."


@pytest.mark.parametrize("words", ["", "We misread the calendar."])
def test_the_side_that_asked_withdraws_its_wish_with_words_or_without(office, words):
    promised = office.commitment()
    wish = ask(promised, by=office.officer)

    withdraw(wish, by=office.head, answer=words)

    wish.refresh_from_db()
    assert (wish.stage, wish.ended_for, wish.ended_at, wish.answer) == ("withdrawn", office.host, NOW, words)
    assert stage_of(promised) == Stage.OPEN
    assert acts_on(promised) == ["entered", "wished_to_cancel", "wish_withdrawn"]


def test_either_side_asks_again_once_a_wish_was_declined_or_withdrawn(office):
    promised = office.commitment()
    decline(ask(promised, by=office.counterpart), by=office.officer)
    withdraw(ask(promised, by=office.counterpart, reason="Once more."), by=office.counterpart)

    agree(ask(promised, by=office.officer, reason="Now we too."), by=office.counterpart)

    assert stage_of(promised) == Stage.CANCELLED
    told = [(one.reason, one.stage) for one in promised.wishes.all()]
    assert told == [("Overtaken.", "declined"), ("Once more.", "withdrawn"), ("Now we too.", "agreed")]


def test_a_unit_asks_to_cancel_for_the_one_who_promised(office):
    unit = make.organisation("Sector of Science", by=office.officer, kind="unit")
    unit.join(office.host, by=office.officer)
    promised = office.commitment(unit=unit)
    wish = ask(promised, by=office.officer)

    agree(wish, by=office.counterpart)

    assert wish.side == office.host
    assert stage_of(promised) == Stage.CANCELLED


def test_a_signed_link_answers_for_its_side(office):
    declined, agreed = office.commitment(), office.commitment()
    first, second = ask(declined, by=office.officer), ask(agreed, by=office.officer)

    decline(first, by=secret_for(declined, office)[0])
    agree(second, by=secret_for(agreed, office)[0])

    assert (stage_of(declined), stage_of(agreed)) == (Stage.OPEN, Stage.CANCELLED)
    assert Entry.objects.about(declined).first().by_name == "Dr Guest"


# Refusals


@pytest.mark.parametrize("words", ["", " \n"])
def test_nothing_is_asked_or_declined_without_words(office, words):
    promised = office.commitment()

    with pytest.raises(NotNow, match="Say why it should be cancelled"):
        ask(promised, by=office.officer, reason=words)
    assert not promised.wishes.exists()
    wish = ask(promised, by=office.officer)
    with pytest.raises(NotNow, match="Say why it should stand"):
        decline(wish, by=office.counterpart, answer=words)

    assert Wish.objects.get().is_waiting


def test_nobody_asks_while_a_wish_waits(office):
    promised = office.commitment()
    ask(promised, by=office.counterpart)
    entries = Entry.objects.count()

    with pytest.raises(NotNow, match="Your side has asked for this already"):
        ask(promised, by=office.counterpart, reason="Again.")
    with pytest.raises(NotNow, match="The other side asks for this already"):
        ask(promised, by=office.officer, reason="We too.")

    assert stage_of(promised) == Stage.OPEN
    assert promised.wishes.count() == 1
    assert Entry.objects.count() == entries


def test_no_side_answers_its_own_wish(office):
    promised = office.commitment()
    wish = ask(promised, by=office.officer)
    entries = Entry.objects.count()

    for who in (office.officer, office.head):
        with pytest.raises(NotNow, match="for the other side to answer"):
            agree(wish, by=who)
        with pytest.raises(NotNow, match="for the other side to answer"):
            decline(wish, by=who)

    assert Wish.objects.get().is_waiting
    assert (stage_of(promised), Entry.objects.count()) == (Stage.OPEN, entries)


def test_nobody_answers_their_own_wish_under_the_other_sides_hat(office):
    promised = office.commitment()
    link, _secret = secret_for(promised, office, email=office.counterpart.email)
    wish = ask(promised, by=link)
    Mandate.enter(user=office.counterpart, organisation=office.host, by=office.officer)

    with pytest.raises(NotNow, match="yourself"):
        agree(wish, by=office.counterpart)

    assert stage_of(promised) == Stage.OPEN


def test_only_the_side_that_asked_withdraws(office):
    wish = ask(office.commitment(), by=office.officer)

    with pytest.raises(NotNow, match="Only the side that asked"):
        withdraw(wish, by=office.counterpart)

    assert Wish.objects.get().is_waiting


@pytest.mark.parametrize("act", [agree, decline, withdraw])
def test_whoever_speaks_for_neither_side_has_no_word_in_it(office, act):
    promised = office.commitment()
    wish = ask(promised, by=office.officer)

    for nobody in (office.stranger, office.reader):
        with pytest.raises(NotNow, match="for the other side to do"):
            act(wish, by=nobody)
        with pytest.raises(NotNow, match="for the other side to do"):
            ask(promised, by=nobody)

    assert Wish.objects.get().is_waiting


ENDS = {
    "agreed": (lambda one, office: agree(one, by=office.officer), "have agreed already"),
    "declined": (lambda one, office: decline(one, by=office.officer), "was declined already"),
    "withdrawn": (lambda one, office: withdraw(one, by=office.counterpart), "was withdrawn"),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("then", ENDS)
def test_what_became_of_a_wish_stays(office, end, then):
    wish = ask(office.commitment(), by=office.counterpart)
    stale = Wish.objects.get()
    ENDS[end][0](wish, office)
    entries = Entry.objects.count()

    with pytest.raises(NotNow, match=ENDS[end][1]):
        ENDS[then][0](stale, office)

    assert Wish.objects.get().stage == end
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("act", [agree, decline, withdraw])
def test_of_a_promise_that_ended_in_the_meantime_no_wish_is_answered(office, act):
    promised = office.commitment()
    wish = ask(promised, by=office.counterpart)
    with acting(by=None):  # as it could happen before a waiting wish kept a promise from being claimed done
        Commitment.objects.filter(pk=promised.pk).update(stage=Stage.CLOSED)
    entries = Entry.objects.count()

    with pytest.raises(NotNow, match="it is “closed”"):
        act(wish, by=office.counterpart if act is withdraw else office.officer)

    assert Wish.objects.get().is_waiting
    assert Entry.objects.count() == entries
    assert Commitment.objects.get().asking_side("cancel") == 0


def test_nothing_is_begun_or_claimed_done_while_a_wish_waits(office):
    promised = office.commitment()
    wish = ask(promised, by=office.counterpart)

    with pytest.raises(NotNow, match="One side asks to cancel it"):
        promised.begin(at=NOW, by=office.officer)
    with pytest.raises(NotNow, match="One side asks to cancel it"):
        claim(promised, by=office.officer)
    assert acts_on(promised) == ["entered", "wished_to_cancel"]

    decline(wish, by=office.officer)
    promised.begin(at=NOW, by=office.officer)
    claim(promised, by=office.officer)

    assert stage_of(promised) == Stage.CLAIMED


def test_the_other_side_is_not_asked_about_what_only_our_office_reads(office):
    item = office.session().items.get()
    item.change(visibility=Visibility.INTERNAL, by=office.officer)
    promised = office.commitment(item=item)

    with pytest.raises(NotNow, match="only our office reads"):
        ask(promised, by=office.officer)

    assert not Wish.objects.exists()


# The database


@pytest.mark.parametrize("facts", [{"stage": "declined"}, {"stage": "agreed"}, {"stage": "elsewhere"}])
def test_the_database_refuses_a_wish_that_ended_without_saying_how(office, facts):
    wish = ask(office.commitment(), by=office.officer)

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=office.officer):
        Wish.objects.filter(pk=wish.pk).update(**facts)

    assert Wish.objects.get().is_waiting


def test_the_database_refuses_a_wish_that_was_declined_without_words(office):
    wish = ask(office.commitment(), by=office.officer)
    told = {"stage": "declined", "ended_for": office.partner, "ended_at": NOW}

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=office.officer):
        Wish.objects.filter(pk=wish.pk).update(**told)
    with acting(by=office.officer):
        Wish.objects.filter(pk=wish.pk).update(**told, answer="We need it.")


def test_the_database_keeps_a_second_wish_from_waiting(office):
    promised = office.commitment()
    ask(promised, by=office.officer)
    second = {
        "commitment": promised,
        "kind": "cancel",
        "side": office.partner,
        "reason": "Why.",
        "by_name": "X",
        "at": NOW,
    }

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=office.officer):
        Wish.objects.create(**second)
    with acting(by=office.officer):
        Wish.objects.create(**second, stage="withdrawn", ended_for=office.partner, ended_at=NOW)

    assert Wish.objects.waiting().count() == 1


# At the same moment


def at_once(*acts):
    """Does each at the same moment, each in a thread, and tells which were done and how the others were refused."""
    gate, done, refused = Barrier(len(acts)), [], []

    def do(act):
        gate.wait()
        try:
            act()
            done.append(act)
        except NotNow as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=do, args=[act]) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return done, refused


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_the_same_moment_one_is_refused():
    office = Office()
    promised = office.commitment()
    wish = ask(promised, by=office.counterpart)

    def afresh():
        return Wish.objects.get(pk=wish.pk)

    agreeing = [lambda: agree(afresh(), by=office.officer), lambda: decline(afresh(), by=office.head)]
    done, refused = at_once(*agreeing)

    assert (len(done), len(refused)) == (1, 1)
    is_agreed = done == agreeing[:1]
    assert afresh().stage == (Progress.AGREED if is_agreed else Progress.DECLINED)
    assert stage_of(promised) == (Stage.CANCELLED if is_agreed else Stage.OPEN)


@pytest.mark.django_db(transaction=True)
def test_of_two_sides_that_ask_at_the_same_moment_one_is_told_of_the_other():
    office = Office()
    number = office.commitment().pk

    done, refused = at_once(
        *[
            lambda who=who: ask(Commitment.objects.get(pk=number), by=who)
            for who in (office.officer, office.counterpart)
        ]
    )

    assert (len(done), len(refused)) == (1, 1)
    assert "The other side asks for this already" in refused[0]
    assert Wish.objects.get().is_waiting


@pytest.mark.django_db(transaction=True)
def test_of_asking_to_cancel_and_claiming_done_at_the_same_moment_one_is_refused():
    office = Office()
    number = office.commitment().pk

    done, refused = at_once(
        lambda: ask(Commitment.objects.get(pk=number), by=office.counterpart),
        lambda: claim(Commitment.objects.get(pk=number), by=office.officer),
    )

    assert (len(done), len(refused)) == (1, 1)
    is_claimed = stage_of(Commitment(pk=number)) == Stage.CLAIMED
    assert is_claimed != Wish.objects.exists()


# Whose turn it is


def turn_of(commitment):
    one = Commitment.objects.for_lists().get(pk=commitment.pk)
    return [str(side.called) for side in one.whose_turn()], str(one.owner), one.turn_since()


def test_it_is_the_turn_of_the_side_that_is_asked_until_it_answers(office):
    promised = office.commitment()
    LATER, LAST = NOW.replace(hour=10), NOW.replace(hour=11)
    asked = "the side that was asked, to agree to cancel it or decline"
    assert turn_of(promised) == (["HO"], "the one who promised", NOW)

    wish = wishing.ask_to_cancel(promised, reason="Why.", at=LATER, by=office.officer)
    assert turn_of(promised) == (["PA"], asked, LATER)
    assert promised.whose_turn() == [office.partner]

    wishing.decline(wish, answer="We need it.", at=LAST, by=office.counterpart)
    assert turn_of(promised) == (["HO"], "the one who promised", LAST)
    assert promised.whose_turn() == [office.host]

    wish = wishing.ask_to_cancel(promised, reason="Why.", at=LAST, by=office.counterpart)
    assert turn_of(promised) == (["HO"], asked, LAST)

    wishing.agree(wish, at=LAST, by=office.officer)
    assert turn_of(promised) == ([], "nobody: it was cancelled", LAST)


def test_of_a_mutual_promise_only_the_side_that_is_asked_has_the_turn(office):
    promised = office.commitment(is_mutual=True)

    ask(promised, by=office.counterpart)

    assert turn_of(promised)[0] == ["HO"]


def test_a_returned_claim_comes_after_a_wish_that_was_declined_before(office):
    promised = office.commitment()
    decline(ask(promised, by=office.counterpart), by=office.officer)
    claim(promised, by=office.officer)

    LATER = NOW.replace(hour=10)
    fulfilment.give_back(promised, words="Not yet.", at=LATER, by=office.counterpart)

    assert turn_of(promised) == (["HO"], "the one who promised", LATER)


def test_a_list_asks_no_more_often_whose_turn_it_is_for_many_than_for_one(office, django_assert_num_queries):
    for _number in range(3):
        ask(office.commitment(), by=office.officer)

    with django_assert_num_queries(1):
        assert [one.whose_turn() for one in Commitment.objects.for_lists()] == [[office.partner]] * 3


def test_the_table_keeps_its_name_by_which_the_journal_tells_who_wrote_an_earlier_wish(office):
    wish = ask(office.commitment(), by=office.counterpart)

    assert Change.objects.of_row(wish).get().table_name == "commitments_wishtocancel"
