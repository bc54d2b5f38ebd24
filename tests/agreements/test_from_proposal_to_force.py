"""An agreement goes from a proposal to an instrument in force, and stops where something is missing."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from comity.agreements.approving import agree_text, approve, content_of, reopen
from comity.agreements.ending import close, resume, suspend, terminate
from comity.agreements.filling import GAP
from comity.agreements.models import Agreement, Approval, Finding, Signature, Stage
from comity.agreements.negotiating import (
    answer_clearance,
    ask_for_clearances,
    begin_drafting,
    decline,
    hand_turn,
    open_to_all,
    propose,
    take_back,
    withdraw,
)
from comity.agreements.required import rules
from comity.agreements.signing import Signed, come_into_force, confirm, sign
from comity.agreements.wording import Wording, add_clause, reword
from comity.journal.acting import acting
from comity.journal.models import Entry, Strand
from comity.journal.records import key_of
from comity.journal.refusals import NotNow
from comity.meetings.texts import fingerprint
from comity.translation.texts import Text
from tests.make import NOW, TODAY


def side(agreement, organisation):
    return agreement.contracting.get(organisation=organisation)


def acts_on(agreement):
    return list(Entry.objects.about(agreement).values_list("act", flat=True))


# The whole way


def test_an_agreement_goes_from_the_proposal_to_force(office):
    made = office.agreement(at=Stage.IN_FORCE)

    made.refresh_from_db()
    assert made.stage == Stage.IN_FORCE
    assert (made.concluded_on, made.in_force_on) == (TODAY, TODAY)
    assert made.ends_on == date(TODAY.year + 5, TODAY.month, TODAY.day)
    assert acts_on(made)[:3] == ["came_into_force", "signed", "signed_for"]


def test_a_proposal_is_tied_to_the_sentence_it_came_from(office):
    said = office.commitment()

    made = propose(
        parties=[office.host, office.partner], came_from=said, at=NOW, by=office.officer, title=Text(en="Memorandum")
    )

    assert Strand.objects.filter(source_type_id=key_of(said)[0], source_id=said.pk, result_id=made.pk).exists()
    assert not made.is_public


# Clearances


def test_the_clearances_of_its_kind_are_asked_for(office):
    made = office.agreement(at=Stage.CLEARANCE)

    assert [one.sort for one in made.clearances.all()] == ["unit", "due_diligence"]
    assert [one.sort for one in office.agreement(at=Stage.CLEARANCE, kind="framework").clearances.all()] == [
        "unit",
        "legal",
        "due_diligence",
    ]


def test_without_what_its_kind_has_to_have_nothing_is_asked(office):
    made = propose(parties=[office.host, office.partner], at=NOW, by=office.officer, title=Text(en="Memorandum"))

    with pytest.raises(NotNow) as refusal:
        ask_for_clearances(made, at=NOW, by=office.officer)

    assert "who keeps it" in str(refusal.value)
    assert "why, and what is expected of it" in str(refusal.value)
    made.refresh_from_db()
    assert made.stage == Stage.PROPOSED
    assert not made.clearances.exists()


def test_nothing_is_drafted_before_every_clearance_is_given(office):
    made = office.agreement(at=Stage.CLEARANCE)
    answer_clearance(made.clearances.get(sort="unit"), finding="cleared", at=NOW, by=office.head)

    with pytest.raises(NotNow) as refusal:
        begin_drafting(made, at=NOW, by=office.officer)

    assert "due diligence" in str(refusal.value)
    made.refresh_from_db()
    assert made.stage == Stage.CLEARANCE


def test_whoever_asked_for_a_clearance_does_not_give_it(office):
    made = office.agreement()
    ask_for_clearances(made, at=NOW, by=office.head)

    with pytest.raises(NotNow):
        answer_clearance(made.clearances.get(sort="unit"), finding="cleared", at=NOW, by=office.head)

    assert made.clearances.get(sort="unit").finding == Finding.WAITING


def test_a_refused_clearance_sends_it_back_with_words(office):
    made = office.agreement(at=Stage.CLEARANCE)
    asked = made.clearances.get(sort="due_diligence")

    with pytest.raises(NotNow):
        answer_clearance(asked, finding="refused", at=NOW, by=office.head)
    answer_clearance(asked, finding="refused", conditions="Sanctions are not cleared.", at=NOW, by=office.head)

    made.refresh_from_db()
    assert made.stage == Stage.PROPOSED
    assert acts_on(made)[0] == "returned"


def test_nothing_is_drafted_after_a_refusal_though_its_kind_does_not_need_that_clearance(office):
    made = office.agreement(at=Stage.CLEARANCE)
    ask_for_clearances(made, sorts=["legal"], at=NOW, by=office.officer)
    legal = made.clearances.get(sort="legal")
    answer_clearance(legal, finding="refused", conditions="Not in this form.", at=NOW, by=office.head)
    made.refresh_from_db()
    ask_for_clearances(made, at=NOW, by=office.officer)

    assert [one.finding for one in made.clearances.filter(sort="legal")] == ["refused", "waiting"]
    for one in made.clearances.waiting().exclude(sort="legal"):
        answer_clearance(one, finding="cleared", at=NOW, by=office.head)
    with pytest.raises(NotNow, match="legal, which nobody has answered yet"):
        begin_drafting(made, at=NOW, by=office.officer)
    made.refresh_from_db()
    assert made.stage == Stage.CLEARANCE

    answer_clearance(made.clearances.waiting().get(), finding="cleared", at=NOW, by=office.head)
    begin_drafting(made, at=NOW, by=office.officer)


def test_a_text_is_neither_opened_nor_agreed_after_a_refusal(office):
    made = office.agreement(at=Stage.DRAFTING)
    refuse(office, made, "legal")

    with pytest.raises(NotNow, match="legal, which was refused"):
        office.open(made)
    ask_for_clearances(made, sorts=["legal"], at=NOW, by=office.officer)
    answer_clearance(made.clearances.waiting().get(), finding="cleared", at=NOW, by=office.head)
    office.open(made)
    refuse(office, made, "finance")

    with pytest.raises(NotNow, match="finance, which was refused"):
        agree_text(made, sha256=fingerprint(content_of(made)), at=NOW, by=office.officer)
    made.refresh_from_db()
    assert made.stage == Stage.NEGOTIATING


def test_whatever_keeps_a_text_from_being_agreed_is_told_at_once(office):
    made = office.agreement(at=Stage.DRAFTING)
    wording = Wording("en", "Costs", f"The host pays {GAP}.")
    add_clause(made, part="article", wording=wording, at=NOW, by=office.officer)
    office.open(made)
    ask_for_clearances(made, sorts=["finance"], at=NOW, by=office.officer)
    made.change(years=None, by=office.officer)

    with pytest.raises(NotNow) as refusal:
        agree_text(made, sha256=fingerprint(content_of(made)), at=NOW, by=office.officer)

    told = str(refusal.value)
    assert "initial term in years" in told and "finance" in told and GAP in told


def test_what_was_given_first_and_refused_later_is_refused(office):
    made = office.agreement(at=Stage.DRAFTING)
    ask_for_clearances(made, sorts=["unit"], why="The project has changed.", at=NOW, by=office.officer)
    again = made.clearances.waiting().get(sort="unit")
    answer_clearance(again, finding="refused", conditions="No longer.", at=NOW, by=office.head)

    with pytest.raises(NotNow, match="which was refused"):
        office.open(made)


def test_whoever_refuses_is_told_what_becomes_of_the_agreement(office, client):
    made = office.agreement(at=Stage.CLEARANCE)
    asked = made.clearances.get(sort="unit")
    client.force_login(office.head)
    told = {f"clearance-{asked.pk}-finding": "refused", f"clearance-{asked.pk}-conditions": "Not now."}

    page = client.post(reverse("agreement-clearance", args=[made.pk, asked.pk]), told, follow=True)

    assert "The agreement is a proposal again" in page.content.decode()


def refuse(office, made, sort):
    ask_for_clearances(made, sorts=[sort], at=NOW, by=office.officer)
    asked = made.clearances.waiting().get(sort=sort)
    answer_clearance(asked, finding="refused", conditions="Not in this form.", at=NOW, by=office.head)


def test_a_clearance_is_answered_once(office):
    made = office.agreement(at=Stage.CLEARANCE)
    asked = made.clearances.get(sort="unit")
    answer_clearance(asked, finding="cleared", at=NOW, by=office.head)

    with pytest.raises(NotNow):
        answer_clearance(asked, finding="refused", conditions="On second thoughts.", at=NOW, by=office.head)


def test_a_clause_about_money_asks_for_clearance_by_itself(office):
    made = office.agreement(at=Stage.DRAFTING)
    wording = Wording("en", "Costs", "The host pays 1,000.", is_about_money=True)

    clause = add_clause(made, part="article", wording=wording, at=NOW, by=office.officer)
    reword(clause, wording=wording, at=NOW, by=office.officer)

    waiting = made.clearances.waiting()
    assert [one.sort for one in waiting] == ["legal", "finance"]
    assert "Costs" in waiting[0].because["en"]
    assert waiting[0].because["ar"] != waiting[0].because["en"]


def test_a_text_is_not_agreed_while_a_clearance_is_waited_for(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    wording = Wording("en", "Costs", "The host pays 1,000.", is_about_money=True)
    add_clause(made, part="article", wording=wording, at=NOW, by=office.officer)

    with pytest.raises(NotNow):
        agree_text(made, sha256=fingerprint(content_of(made)), at=NOW, by=office.officer)

    made.refresh_from_db()
    assert made.stage == Stage.NEGOTIATING


# Whose turn it is


def test_in_negotiation_it_is_the_turn_of_one_party(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    partner = side(made, office.partner)

    hand_turn(made, to=partner, at=NOW, by=office.officer)

    made.refresh_from_db()
    assert (made.turn, made.turn_since) == (partner, NOW)
    with pytest.raises(NotNow):
        hand_turn(made, to=partner, at=NOW, by=office.officer)


def test_the_database_refuses_a_negotiation_in_which_it_is_nobodys_turn(office):
    made = office.agreement(at=Stage.NEGOTIATING)

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=None):
        Agreement.objects.filter(pk=made.pk).update(turn=None)


def test_a_text_without_a_clause_is_not_opened(office):
    made = office.agreement(at=Stage.DRAFTING)

    with pytest.raises(NotNow) as refusal:
        open_to_all(made, to=side(made, office.partner), at=NOW, by=office.officer)

    assert "no clause" in str(refusal.value)


def test_a_text_that_was_taken_back_stays_known_to_the_parties(office):
    made = office.agreement(at=Stage.NEGOTIATING)

    take_back(made, why="An article is missing.", at=NOW, by=office.officer)

    made.refresh_from_db()
    assert (made.stage, made.turn) == (Stage.DRAFTING, None)
    assert list(Agreement.objects.visible_to(office.counterpart)) == [made]


def test_the_other_party_knows_nothing_before_the_text_is_opened(office):
    made = office.agreement(at=Stage.DRAFTING)

    assert not Agreement.objects.visible_to(office.counterpart).exists()
    office.lead(made, to=Stage.NEGOTIATING)
    assert Agreement.objects.visible_to(office.counterpart).exists()
    assert not Agreement.objects.visible_to(office.stranger).exists()


# Approval by hash


def test_a_text_that_changed_since_it_was_read_is_not_agreed(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    read = fingerprint(content_of(made))
    reword(made.clauses.get(), wording=Wording("en", "Purpose", "Another."), at=NOW, by=office.officer)

    with pytest.raises(NotNow):
        agree_text(made, sha256=read, at=NOW, by=office.officer)

    assert made.text() is None


def test_an_approval_names_the_very_text(office):
    made = office.agreement(at=Stage.AGREED)

    with pytest.raises(NotNow):
        approve(made, party=side(made, office.partner), sha256="0" * 64, at=NOW, by=office.counterpart)

    assert not Approval.objects.exists()


def test_a_party_approves_a_text_once(office):
    made = office.agreement(at=Stage.AGREED)
    given = {"party": side(made, office.partner), "sha256": made.text().sha256, "at": NOW, "by": office.counterpart}
    assert not approve(made, **given)

    with pytest.raises(NotNow) as refusal:
        approve(made, **given)

    assert "Partner Association" in str(refusal.value)
    assert Approval.objects.count() == 1


def test_the_database_refuses_a_second_approval(office):
    made = office.agreement(at=Stage.AGREED)
    approve(made, party=side(made, office.partner), sha256=made.text().sha256, at=NOW, by=office.counterpart)
    facts = {"text": made.text(), "party": side(made, office.partner), "sha256": made.text().sha256, "at": NOW}

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=None):
        Approval.objects.create(by_name="Somebody", **facts)


def test_an_approval_on_behalf_is_another_visible_act(office):
    made = office.agreement(at=Stage.AGREED)
    party, sha256 = side(made, office.partner), made.text().sha256

    approve(made, party=party, sha256=sha256, at=NOW, by=office.officer, known_from="their letter of 3 May")

    given = Approval.objects.get()
    assert (given.is_on_behalf, given.known_from, given.by_name) == (True, "their letter of 3 May", "Amina Officer")


def test_opening_the_text_again_makes_its_approvals_void(office):
    made = office.agreement(at=Stage.AGREED)
    first = made.text()
    approve(made, party=side(made, office.partner), sha256=first.sha256, at=NOW, by=office.counterpart)

    reopen(made, to=side(made, office.host), why="A comma is missing.", at=NOW, by=office.officer)
    reword(made.clauses.get(), wording=Wording("en", "Purpose", "The parties, work."), at=NOW, by=office.officer)
    made.refresh_from_db()
    office.lead(made, to=Stage.AGREED)

    second = made.text()
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 != second.sha256
    assert not second.approvals.exists()
    with pytest.raises(NotNow):
        approve(made, party=side(made, office.partner), sha256=first.sha256, at=NOW, by=office.counterpart)


def test_nothing_is_reworded_once_the_text_is_agreed(office):
    made = office.agreement(at=Stage.AGREED)

    with pytest.raises(NotNow):
        reword(made.clauses.get(), wording=Wording("en", "Purpose", "Another."), at=NOW, by=office.officer)


def test_an_altered_frozen_text_is_found_when_it_is_approved(office):
    made = office.agreement(at=Stage.AGREED)
    text = made.text()
    with acting(by=None):
        type(text).objects.filter(pk=text.pk).update(content=text.content.replace("work", "play"))

    with pytest.raises(NotNow):
        approve(made, party=side(made, office.partner), sha256=text.sha256, at=NOW, by=office.counterpart)


# Signature


def test_nobody_signs_before_every_party_has_approved(office):
    made = office.agreement(at=Stage.AGREED)

    with pytest.raises(NotNow):
        sign(made, party=side(made, office.host), signed=Signed(on=TODAY), at=NOW, by=office.officer)


def test_nobody_signs_on_a_day_to_come_or_before_the_text_was_agreed(office):
    made = office.agreement(at=Stage.APPROVED)

    for on in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(NotNow) as refusal:
            sign(made, party=side(made, office.host), signed=Signed(on=on), at=NOW, by=office.officer)
        assert refusal.value.field == "on"

    assert not Signature.objects.exists()


def test_nobody_signs_without_authority(office):
    made = office.agreement(at=Stage.APPROVED)
    host = side(made, office.host)
    host.change(authority="", by=office.officer)

    with pytest.raises(NotNow):
        sign(made, party=host, signed=Signed(on=TODAY), at=NOW, by=office.officer)


def test_a_party_signs_once(office):
    made = office.agreement(at=Stage.APPROVED)
    host = side(made, office.host)
    sign(made, party=host, signed=Signed(on=TODAY), at=NOW, by=office.officer)

    with pytest.raises(NotNow):
        sign(made, party=host, signed=Signed(on=TODAY), at=NOW, by=office.officer)

    made.refresh_from_db()
    assert made.stage == Stage.APPROVED


def test_a_signature_keeps_who_signed_whatever_becomes_of_the_office(office):
    made = office.agreement(at=Stage.SIGNED)

    host = side(made, office.host)
    host.change(represented_as=Text(en="Former director"), by=office.officer)

    assert str(Signature.objects.get(party=host).signed_as) == "Director"


def test_a_party_confirms_its_signature_once(office):
    made = office.agreement(at=Stage.SIGNED)
    signature = Signature.objects.get(party=side(made, office.partner))

    confirm(signature, at=NOW, by=office.counterpart)

    assert signature.confirmed_by == "Clara Counterpart"
    with pytest.raises(NotNow):
        confirm(signature, at=NOW, by=office.counterpart)


def test_a_signed_text_is_not_opened_again(office):
    made = office.agreement(at=Stage.APPROVED)
    sign(made, party=side(made, office.host), signed=Signed(on=TODAY), at=NOW, by=office.officer)

    with pytest.raises(NotNow):
        reopen(made, to=side(made, office.host), why="A comma.", at=NOW, by=office.officer)


# Legal effect


def test_signed_by_all_is_not_yet_in_force_where_its_text_names_a_day(office):
    on = TODAY + timedelta(days=10)
    made = office.agreement(at=Stage.SIGNED, entering="on_day", enters_on=on)

    assert made.stage == Stage.SIGNED
    with pytest.raises(NotNow):
        come_into_force(made, on=TODAY, at=NOW, by=office.officer)
    come_into_force(made, on=on, at=NOW + timedelta(days=10), by=office.officer)
    assert made.in_force_on == on


def test_it_does_not_come_into_force_before_the_last_signature_or_in_the_future(office):
    made = office.agreement(at=Stage.SIGNED, entering="notification")

    for on in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(NotNow):
            come_into_force(made, on=on, at=NOW, by=office.officer)


def test_it_is_suspended_and_resumed_with_what_stands_under_it(office):
    above = office.agreement(at=Stage.IN_FORCE)
    under = office.agreement(at=Stage.IN_FORCE, parent=above)

    suspend(above, document="Exchange of letters", at=NOW, by=office.officer)

    under.refresh_from_db()
    assert (above.stage, under.stage) == (Stage.SUSPENDED, Stage.SUSPENDED)
    resume(above, document="Exchange of letters", at=NOW, by=office.officer)
    under.refresh_from_db()
    assert (above.stage, under.stage) == (Stage.IN_FORCE, Stage.SUSPENDED)


def test_it_is_not_terminated_without_a_document_or_inside_the_notice_period(office):
    made = office.agreement(at=Stage.IN_FORCE)
    later = NOW + timedelta(days=100)

    for document, notified in (("", None), ("Letter", TODAY)):
        with pytest.raises(NotNow):
            terminate(made, document=document, notified_on=notified, on=later.date(), at=later, by=office.officer)

    made.refresh_from_db()
    assert made.stage == Stage.IN_FORCE


def test_it_is_terminated_after_the_notice_and_closed_with_a_report(office):
    made = office.agreement(at=Stage.IN_FORCE)
    later = NOW + timedelta(days=200)

    terminate(made, document="Letter of the partner", notified_on=TODAY, on=later.date(), at=later, by=office.officer)

    made.refresh_from_db()
    assert (made.stage, made.ends_on) == (Stage.TERMINATED, later.date())
    with pytest.raises(NotNow):
        close(made, report=" ", at=later, by=office.officer)
    close(made, report="Two doctorates; secrecy goes on.", at=later, by=office.officer)
    assert made.stage == Stage.CLOSED


@pytest.mark.parametrize("give_up", [decline, withdraw])
@pytest.mark.parametrize("at", [Stage.CLEARANCE, Stage.NEGOTIATING, Stage.APPROVED])
def test_it_is_given_up_at_any_stage_before_the_last_signature(office, give_up, at):
    made = office.agreement(at=at)

    give_up(made, why="The partner has no means.", at=NOW, by=office.officer)

    assert made.stage in (Stage.DECLINED, Stage.WITHDRAWN)
    assert not made.clearances.waiting().exists()


@pytest.mark.parametrize("give_up", [decline, withdraw])
def test_it_is_not_given_up_once_every_party_has_signed(office, give_up):
    made = office.agreement(at=Stage.SIGNED)

    with pytest.raises(NotNow):
        give_up(made, why="Too late.", at=NOW, by=office.officer)


# The table


def test_every_fact_of_an_agreement_has_its_line_in_the_table():
    told = {one.field for one in rules() if not one.is_of_parties}
    aside = {"id", "stage", "stage_since", "turn", "turn_since", "shared_at", "concluded_on", "in_force_on", "ends_on"}

    assert {field.name for field in Agreement._meta.fields} | {"areas", "parties"} <= told | aside
