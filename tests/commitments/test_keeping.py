"""A promise is claimed done by one side and verified by the other; dates move with reasons."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from comity.commitments import fulfilment
from comity.commitments.extending import extend
from comity.commitments.fulfilment import Shown, claim_done
from comity.commitments.models import Commitment, Evidence, Stage
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.partners.models import Mandate
from comity.translation.texts import Text
from tests import make
from tests.commitments.conftest import acts_on, claim, file
from tests.make import NOW, TODAY


def test_a_promise_goes_from_word_to_closing_and_each_step_is_written_down(office):
    promised = office.commitment()

    promised.begin(at=NOW, by=office.officer)
    claim(promised, by=office.officer)
    fulfilment.give_back(promised, words="A page is missing.", at=NOW, by=office.counterpart)
    claim(promised, by=office.officer)
    fulfilment.accept(promised, words="Thank you.", at=NOW, by=office.counterpart)
    promised.close(at=NOW, by=office.officer)

    assert Commitment.objects.get(pk=promised.pk).stage == Stage.CLOSED
    assert acts_on(promised) == ["entered", "begun", "claimed", "returned", "claimed", "accepted", "closed"]
    returned = Entry.objects.about(promised).get(act="returned")
    assert (returned.why, returned.by_name) == ("A page is missing.", "Clara Counterpart")
    assert (returned.before["stage"], returned.after["stage"]) == ("claimed", "returned")


def test_nothing_is_claimed_without_showing_it(office):
    promised = office.commitment()

    with pytest.raises(NotNow, match="Show what was done"):
        claim_done(promised, words="Believe me.", shown=Shown(), at=NOW, by=office.officer)

    assert Commitment.objects.get(pk=promised.pk).stage == Stage.OPEN


def test_the_side_to_which_it_was_promised_cannot_claim_it_done(office):
    promised = office.commitment()

    with pytest.raises(NotNow, match="other side"):
        claim(promised, by=office.counterpart)


def test_the_side_that_claimed_cannot_verify_not_even_by_another_person(office):
    promised = office.commitment()
    claim(promised, by=office.officer)

    with pytest.raises(NotNow, match="other side"):
        fulfilment.accept(promised, words="", at=NOW, by=office.head)

    assert Commitment.objects.get(pk=promised.pk).stage == Stage.CLAIMED


def test_the_person_who_claimed_cannot_verify_under_the_other_sides_hat(office):
    promised = office.commitment(by_host=False)
    Mandate.enter(user=office.counterpart, organisation=office.host, by=office.officer)
    claim(promised, by=office.counterpart)

    with pytest.raises(NotNow, match="yourself"):
        fulfilment.accept(promised, words="", at=NOW, by=office.counterpart)


def test_a_list_asks_along_who_claimed_what_both_promised(office, django_assert_num_queries):
    for claimant in (office.counterpart, office.officer, None):
        promised = office.commitment(is_mutual=True)
        if claimant:
            claim(promised, by=claimant)

    with django_assert_num_queries(1):
        listed = [one.verifiers() for one in Commitment.objects.order_by("pk").for_lists()]

    assert listed == [one.verifiers() for one in Commitment.objects.order_by("pk")]
    assert len({frozenset(some) for some in listed[:2]}) == 2


@pytest.mark.parametrize("first, second", [("officer", "head"), ("counterpart", "counterpart")])
def test_of_a_mutual_promise_the_other_side_than_the_claimant_verifies(office, first, second):
    promised = office.commitment(is_mutual=True)
    claim(promised, by=getattr(office, first))

    with pytest.raises(NotNow):
        fulfilment.accept(promised, words="", at=NOW, by=getattr(office, second))
    other = office.counterpart if first == "officer" else office.officer
    fulfilment.accept(promised, words="", at=NOW, by=other)

    assert promised.stage == Stage.ACCEPTED


def unit_of_the_host(office):
    unit = make.organisation("Sector of Science", by=office.officer, kind="unit")
    unit.join(office.host, by=office.officer)
    return unit


def test_a_unit_claims_for_the_one_who_promised_so_that_its_own_house_cannot_verify(office):
    promised = office.commitment(is_mutual=True, unit=unit_of_the_host(office))

    made = claim(promised, by=office.officer)

    assert made.side == office.host
    assert promised.verifiers() == {office.partner.pk}


def test_a_unit_belongs_to_the_one_who_promises(office):
    with pytest.raises(ValidationError, match="not a part"):
        office.commitment(by_host=False, unit=unit_of_the_host(office))


def test_a_claim_is_returned_only_with_words(office):
    promised = office.commitment()
    claim(promised, by=office.officer)

    with pytest.raises(NotNow, match="missing"):
        fulfilment.give_back(promised, words="  ", at=NOW, by=office.counterpart)


def test_each_extension_keeps_its_reason(office):
    promised = office.commitment(due_on=TODAY)

    extend(promised, due_on=TODAY + timedelta(9), reason="Summer.", at=NOW, by=office.counterpart)
    extend(promised, due_on=TODAY + timedelta(20), reason="Illness.", at=NOW, by=office.counterpart)

    assert Commitment.objects.get(pk=promised.pk).due_on == TODAY + timedelta(20)
    kept = [(one.was_due_on, one.due_on, one.reason) for one in promised.extensions.all()]
    assert kept == [
        (TODAY, TODAY + timedelta(9), "Summer."),
        (TODAY + timedelta(9), TODAY + timedelta(20), "Illness."),
    ]
    assert acts_on(promised) == ["entered", "extended", "extended"]


@pytest.mark.parametrize(("days", "reason"), [(0, "Why"), (-1, "Why"), (5, " ")])
def test_a_due_date_moves_only_forward_and_with_a_reason(office, days, reason):
    promised = office.commitment(due_on=TODAY)

    with pytest.raises(NotNow):
        extend(promised, due_on=TODAY + timedelta(days), reason=reason, at=NOW, by=office.counterpart)

    assert Commitment.objects.get(pk=promised.pk).due_on == TODAY
    assert not promised.extensions.exists()


def test_a_promise_whose_keeper_has_left_can_still_be_extended(office):
    promised = office.commitment(due_on=TODAY)
    office.keeper.leave(on=TODAY, by=office.head)
    promised = Commitment.objects.get(pk=promised.pk)

    extend(promised, due_on=TODAY + timedelta(9), reason="Summer.", at=NOW, by=office.counterpart)

    assert promised.due_on == TODAY + timedelta(9)


def test_nobody_who_has_left_becomes_a_keeper(office):
    office.second.leave(on=TODAY, by=office.officer)

    with pytest.raises(ValidationError, match="has left"):
        office.commitment(keeper=office.second)


# Overdue


@pytest.mark.parametrize(
    ("days", "is_late"), [(-1, True), (0, False), (1, False)], ids=["yesterday", "today", "tomorrow"]
)
def test_overdue_is_derived_from_the_day(office, days, is_late):
    promised = office.commitment(due_on=TODAY + timedelta(days))

    assert promised.is_overdue(TODAY) is is_late
    assert Commitment.objects.overdue(TODAY).exists() is is_late


def test_what_is_claimed_done_is_not_overdue(office):
    promised = office.commitment(due_on=TODAY - timedelta(3))

    claim(promised, by=office.officer)

    assert not promised.is_overdue(TODAY)
    assert not Commitment.objects.overdue(TODAY).exists()


def test_what_was_due_before_the_next_session_is_overdue_once_that_was_held(office):
    promised = office.commitment(trigger="next_session")
    assert not Commitment.objects.get(pk=promised.pk).is_overdue(TODAY)

    office.session(at="held")

    assert Commitment.objects.get(pk=promised.pk).is_overdue(TODAY)
    assert list(Commitment.objects.overdue(TODAY)) == [promised]
    assert Commitment.objects.for_lists().get().is_overdue(TODAY)
    assert str(Commitment.objects.get(pk=promised.pk).standing_on(TODAY).words) == "open, overdue"


# Proposals


def test_a_proposal_becomes_a_promise_with_a_day(office):
    proposed = office.commitment(stage=Stage.PROPOSED)

    proposed.promise(at=NOW, by=office.officer, due_on=TODAY)

    assert (proposed.stage, proposed.due_on) == (Stage.OPEN, TODAY)
    assert acts_on(proposed) == ["entered", "promised"]


def test_a_proposal_cannot_become_due_before_it_was_said(office):
    proposed = office.commitment(stage=Stage.PROPOSED)

    with pytest.raises(NotNow, match="before"):
        proposed.promise(at=NOW, by=office.officer, due_on=proposed.said_on - timedelta(1))


def test_a_proposal_lapses_only_with_a_reason(office):
    proposed = office.commitment(stage=Stage.PROPOSED)

    with pytest.raises(NotNow, match="why"):
        proposed.lapse(why="", at=NOW, by=office.officer)

    assert Commitment.objects.get(pk=proposed.pk).stage == Stage.PROPOSED


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"due_on": TODAY - timedelta(400)}, "due_on"),
        ({"due_on": TODAY, "trigger": "next_session"}, "trigger"),
        ({"trigger": "words"}, "trigger_words"),
        ({"deliverable": Text()}, "deliverable"),
    ],
)
def test_what_cannot_be_true_is_refused_beside_its_field(office, facts, field):
    with pytest.raises(ValidationError) as refusal:
        office.commitment(**facts)

    assert list(refusal.value.message_dict) == [field]
    assert not Commitment.objects.exists()


def test_nobody_promises_something_to_themselves(office):
    with pytest.raises(ValidationError) as refusal:
        office.commitment(beneficiary=office.host)

    assert "beneficiary" in refusal.value.message_dict


# Files that belong to a claim


def stored(settings):
    return sorted(one.name for one in settings.MEDIA_ROOT.rglob("*") if one.is_file())


def test_a_file_of_evidence_is_stored_under_a_random_name(office, settings):
    promised = office.commitment()

    claim(promised, by=office.officer, file=file("../secret \u202eplan.pdf"), media_type="application/pdf")

    shown = Evidence.objects.files().get()
    assert stored(settings) == [shown.file.name.removeprefix("evidence/")]
    assert "plan" not in shown.file.name
    assert "\u202e" not in shown.file_name
    assert len(shown.sha256) == 64


def test_a_claim_that_fails_leaves_no_file_behind(office, settings):
    promised = office.commitment()
    claim(promised, by=office.officer)

    with pytest.raises(NotNow):
        claim(promised, by=office.officer, file=file())
    promised = office.commitment()
    with pytest.raises(ValidationError):
        claim(promised, by=office.officer, link="no address", file=file())

    assert stored(settings) == []
    assert Commitment.objects.get(pk=promised.pk).stage == Stage.OPEN


def test_whoever_has_a_long_address_claims_like_anybody(office):
    promised = office.commitment()
    officer = make.user(name="Longa Officer", email=f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example.org")

    made = claim(promised, by=officer)

    assert officer.email in made.by_key
    made.full_clean()
