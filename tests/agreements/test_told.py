"""Whoever an agreement waits for is told: by a letter, and on the desk."""

from datetime import timedelta

from comity.accounts.models import Role
from comity.agreements.approving import reopen
from comity.agreements.models import Stage
from comity.agreements.negotiating import answer_clearance, hand_turn, withdraw
from comity.desk.needs import sections_for
from comity.journal.models import Letter
from comity.partners.models import Mandate
from comity.website.became import became
from tests import make
from tests.make import NOW, TODAY


def told(name):
    """Who got a letter about what, in the order in which they were written."""
    return [one.to_email for one in Letter.objects.filter(key__startswith=f"agreement:{name}:").order_by("pk")]


def on_the_desk_of(who):
    sections = sections_for(who, today=TODAY, now=NOW)
    return [need for section in sections if section.title == "Agreements on their way" for need in section.needs]


def side(agreement, organisation):
    return agreement.contracting.get(organisation=organisation)


# Letters


def test_nobody_outside_is_written_to_before_the_text_is_opened(office):
    office.agreement(at=Stage.DRAFTING)

    assert not Letter.objects.filter(key__startswith="agreement:").exists()


def test_whoever_gets_the_turn_is_told_once_in_their_language(office):
    french = make.user(Role.COUNTERPART, name="Francine", language="fr")
    Mandate.enter(user=french, organisation=office.partner, by=office.officer)
    made = office.agreement(at=Stage.NEGOTIATING)

    hand_turn(made, to=side(made, office.partner), at=NOW, by=office.officer)

    assert sorted(told("turn")) == sorted([office.counterpart.email, french.email])
    letter = Letter.objects.get(to_email=french.email)
    assert "c’est à vous d’agir" in letter.body
    assert f"/fr/agreements/{made.pk}/text/" in letter.body


def test_the_keeper_is_told_when_the_turn_comes_back(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    hand_turn(made, to=side(made, office.partner), at=NOW, by=office.officer)
    Letter.objects.all()

    hand_turn(made, to=side(made, office.host), at=NOW + timedelta(days=1), by=office.counterpart)

    assert told("turn") == [office.counterpart.email, office.officer.email]


def test_whoever_did_it_is_not_told(office):
    made = office.agreement(at=Stage.NEGOTIATING)

    hand_turn(made, to=side(made, office.partner), at=NOW, by=office.officer)

    assert office.officer.email not in told("turn")


def test_that_the_text_is_agreed_approved_and_in_force_is_told_to_all_parties(office):
    office.agreement(at=Stage.IN_FORCE)

    assert told("agreed") == [office.counterpart.email]
    assert told("approved") == [office.officer.email]  # the counterpart approved last
    assert told("in_force") == [office.counterpart.email]


def test_that_the_text_is_opened_again_is_told_with_its_reason(office):
    made = office.agreement(at=Stage.AGREED)

    reopen(made, to=side(made, office.partner), why="A date is wrong.", at=NOW, by=office.officer)

    letter = Letter.objects.filter(key__startswith="agreement:turn:").latest("pk")
    assert (letter.to_email, "A date is wrong." in letter.body) == (office.counterpart.email, True)


# The desk


def test_an_agreement_on_its_way_stands_on_the_desk_with_whose_turn_it_is(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    hand_turn(made, to=side(made, office.partner), at=NOW, by=office.officer)

    [ours], [theirs] = on_the_desk_of(office.officer), on_the_desk_of(office.counterpart)

    assert ours.record == theirs.record == made
    assert "Partner Association" in ours.because or "PA" in ours.because
    assert ours.since == NOW


def test_a_clearance_that_waits_leads_to_where_it_is_given(office):
    office.agreement(at=Stage.CLEARANCE)

    [need] = on_the_desk_of(office.head)

    assert need.url.endswith("#clearances")
    assert not on_the_desk_of(office.counterpart)


def test_whoever_cannot_go_on_with_what_the_office_prepares_is_not_told_to(office):
    office.agreement(at=Stage.DRAFTING)

    [ours], [readers] = on_the_desk_of(office.officer), on_the_desk_of(office.reader)

    assert (ours.act, readers.act) == ("Go on with it", "See where it stands")


def test_nobody_is_asked_to_clear_what_is_not_theirs_to_clear_or_was_cleared(office):
    made = office.agreement(at=Stage.CLEARANCE)

    [of_the_officer] = on_the_desk_of(office.officer)
    for one in made.clearances.all():
        answer_clearance(one, finding="cleared", at=NOW, by=office.head)
    [of_the_head] = on_the_desk_of(office.head)

    assert of_the_officer.url.endswith("#acts") and of_the_head.url.endswith("#acts")
    assert "then its keeper begins the text" in of_the_head.because


def test_what_was_given_up_or_is_in_force_is_on_its_way_no_more(office):
    office.agreement(at=Stage.IN_FORCE)
    withdraw(office.agreement(), why="No means.", at=NOW, by=office.officer)

    assert on_the_desk_of(office.officer) == []


# News


def test_an_article_does_not_say_of_what_is_negotiated_that_it_was_concluded(office):
    made = office.agreement(at=Stage.NEGOTIATING)

    assert "has not been concluded" in str(became(made, TODAY))
