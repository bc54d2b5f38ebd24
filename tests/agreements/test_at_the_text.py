"""From the page of an agreement everybody finds to what waits for them: at the text, and where something is missing."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from comity.agreements.models import Agreement, Stage
from comity.agreements.negotiating import hand_turn, withdraw
from comity.agreements.wording import Wording, reword
from comity.translation.texts import Text
from tests.agreements.test_by_link import sent
from tests.agreements.test_drafting import drafted
from tests.agreements.test_on_its_pages import signed_in
from tests.make import NOW, TODAY

THEIR_TURN, OUR_TURN = "It is your side’s turn.", "It is our turn."


def page(who, made):
    return signed_in(who).get(made.get_absolute_url()).content.decode()


def text_of(who, made):
    return signed_in(who).get(reverse("agreement-text", args=[made.pk])).content.decode()


def ways(told):
    """The words of every way to the text that is drawn as a button."""
    return re.findall(r'<a class="act[^"]*" href="/en/agreements/\d+/text/[^"]*">([^<]+)</a>', told)


def their_turn(office, made):
    hand_turn(made, to=made.contracting.get(organisation=office.partner), at=NOW, by=office.officer)
    return made


# What is done where the text is read


def test_the_page_leads_our_office_to_where_the_text_is_agreed(office):
    made = office.agreement(at=Stage.NEGOTIATING)

    told = page(office.officer, made)

    assert OUR_TURN in told
    assert ways(told) == ["Go to the clauses", "Read the text once more, and record that it is agreed"]
    assert ways(page(office.reader, made)) == []


def test_whoever_has_the_turn_reads_what_can_be_done_in_it(office):
    made = their_turn(office, office.agreement(at=Stage.NEGOTIATING))
    token = sent(made, office)

    assert THEIR_TURN in page(office.counterpart, made)
    assert THEIR_TURN in text_of(office.counterpart, made)
    assert THEIR_TURN in Client().get(reverse("agreement-by-link", args=[token])).content.decode()
    assert ways(page(office.counterpart, made)) == ["Go to the clauses"]
    for other in (office.officer, office.head, office.reader):
        assert THEIR_TURN not in page(other, made) and OUR_TURN not in page(other, made)


def test_nobody_is_told_to_speak_out_of_turn(office):
    made = office.agreement(at=Stage.NEGOTIATING)

    assert THEIR_TURN not in page(office.counterpart, made)
    assert THEIR_TURN not in text_of(office.counterpart, made)


def test_the_page_leads_each_party_to_where_it_approves(office):
    made = office.agreement(at=Stage.AGREED)

    way = "Read the text, and approve it for our side"
    assert way in ways(page(office.counterpart, made))
    assert way in ways(page(office.head, made))
    assert ways(page(office.officer, made)) == ["Record the approval of another party"]


def test_a_text_that_is_not_begun_is_the_first_thing_that_waits(office):
    made = office.agreement(at=Stage.DRAFTING)

    assert ways(page(office.officer, made)) == ["Write the text, or draft it from a model"]
    assert ways(page(office.reader, made)) == []


# What is missing


def test_what_is_missing_leads_to_the_box_in_which_it_is_told(office):
    made = office.agreement(at=Stage.NEGOTIATING, prevailing="", years=None)
    side = made.contracting.get(organisation=office.partner)
    side.change(by=office.officer, legal_name=Text())

    told = page(office.officer, made)

    assert f'<a href="/en/agreements/{made.pk}/facts/#id_years">' in told
    assert f'<a href="/en/agreements/{made.pk}/facts/#id_prevailing">' in told
    assert f'<a href="/en/agreements/{made.pk}/parties/{side.pk}/#id_legal_name">' in told


@pytest.mark.parametrize("name", ["facts/#id_years", "facts/#id_keeper", "facts/#id_entering"])
def test_the_box_is_there(office, name):
    made = office.agreement(at=Stage.DRAFTING)
    address, _hash, box = name.partition("#")

    assert f'id="{box}"' in signed_in(office.officer).get(f"{made.get_absolute_url()}{address}").content.decode()


def test_who_may_not_fill_it_in_reads_what_is_missing_without_a_way(office):
    made = office.agreement(at=Stage.NEGOTIATING, years=None)

    told = page(office.reader, made)

    assert "#id_years" not in told


def test_a_language_that_is_behind_leads_to_where_it_is_changed(office):
    made = office.agreement(at=Stage.NEGOTIATING, languages=["en", "fr"])
    clause = made.clauses.get()
    reword(clause, wording=Wording("fr", "Objet", "Les parties coopèrent."), at=NOW, by=office.officer)

    behind = f'<a href="/en/agreements/{made.pk}/clauses/{clause.pk}/?in=en" hreflang="en">English</a>'
    assert behind in text_of(office.officer, made)
    assert behind not in text_of(office.officer, their_turn(office, made))


def test_a_text_that_was_changed_since_it_was_opened_leads_to_the_clearance_that_it_needs(office):
    made = drafted(office)
    way = f"{made.get_absolute_url()}#further-clearances"
    reword(made.clauses.first(), wording=Wording("en", "", "Otherwise."), at=NOW, by=office.officer)
    assert way not in text_of(office.officer, made)

    office.lead(made, to=Stage.NEGOTIATING)

    assert way in text_of(office.officer, made)
    assert 'id="further-clearances"' in page(office.officer, made)


# Where nothing is kept


def test_a_text_without_a_clause_has_no_hash(office):
    made = office.agreement(at=Stage.DRAFTING)

    assert "SHA-256" not in text_of(office.officer, made)


def test_no_text_is_offered_to_be_read_where_none_is_kept(office):
    parties = [office.host, office.partner]
    made = Agreement.conclude(title=Text(en="Old"), parties=parties, concluded_on=TODAY, by=office.officer)

    told = page(office.officer, made)

    assert "Read the text" not in told
    assert "not kept here" in told


def test_a_text_that_was_given_up_stays_to_be_read(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    withdraw(made, why="It is not wanted any more.", at=NOW, by=office.officer)

    told = page(office.officer, Agreement.objects.get(pk=made.pk))

    assert "Read the text" in told
    assert "not agreed" in told
