"""What one person wrote of an agreement stands in its own language and direction on the page of another."""

from datetime import date

import pytest
from django.urls import reverse

from comity.agreements.models import Clause, Stage
from comity.agreements.negotiating import answer_clearance, ask_for_clearances, hand_turn, withdraw
from comity.agreements.renewing import record_letter
from comity.agreements.wording import answer, remark
from tests.agreements.test_on_its_pages import signed_in
from tests.make import NOW, TODAY

ENGLISH, FRENCH = "This is not what we said.", "Ce texte n’est pas prêt pour la signature."


def english(words):
    return f'<bdi lang="en" dir="ltr">{words}</bdi>'


def french(words):
    return f'<bdi lang="fr" dir="ltr">{words}</bdi>'


def in_arabic(who, address):
    return signed_in(who).get(address.replace("/en/", "/ar/", 1)).content.decode()


def history_of(office, made):
    return in_arabic(office.officer, reverse("history", args=["agreements.agreement", made.pk]))


def test_how_it_was_renewed_by_letters_is_read_in_the_language_in_which_that_was_written(office):
    made = office.agreement(at=Stage.IN_FORCE)
    for party in made.contracting.order_by("position"):
        given = {"dated_on": TODAY, "until": date(2034, 11, 24), "document": "No. 7", "at": NOW}
        record_letter(made, party=party, by=office.officer, **given)
    why = made.renewals.get().why

    assert why.startswith("by exchange of letters:")
    for who in (office.officer, office.counterpart):
        assert english(why) in in_arabic(who, made.get_absolute_url())
    assert english(why) in history_of(office, made)


def test_why_a_clearance_is_asked_for_and_on_what_conditions_it_is_given_keep_their_languages(office):
    made = office.agreement(at=Stage.DRAFTING)
    ask_for_clearances(made, sorts=["unit"], why=ENGLISH, at=NOW, by=office.officer)
    asked = made.clearances.get(sort="unit", finding="waiting")
    answer_clearance(asked, finding="conditional", conditions=FRENCH, at=NOW, by=office.head)

    page = in_arabic(office.officer, made.get_absolute_url())

    assert english(ENGLISH) in page
    assert french(FRENCH) in page


def test_what_a_party_says_of_a_clause_and_our_answer_keep_their_languages(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    theirs = made.contracting.get(organisation=office.partner)
    hand_turn(made, to=theirs, at=NOW, by=office.officer)
    clause = Clause.objects.of(made).get()
    said = remark(clause, party=theirs, language="en", comment=ENGLISH, at=NOW, by=office.counterpart)
    answer(said, is_declined=True, words=FRENCH, by=office.officer)

    for who in (office.officer, office.counterpart):
        page = in_arabic(who, reverse("agreement-text", args=[made.pk]))
        assert english(ENGLISH) in page
        assert french(FRENCH) in page


@pytest.mark.parametrize(
    ("why", "shown"),
    [
        (ENGLISH, english(ENGLISH)),
        ("ليس لهذا الاتفاق مال.", '<bdi lang="ar" dir="rtl">ليس لهذا الاتفاق مال.</bdi>'),
        ("Annex 7", '<bdi lang="und" dir="auto">Annex 7</bdi>'),
    ],
)
def test_a_reason_in_the_history_keeps_its_language(office, why, shown):
    made = office.agreement(at=Stage.NEGOTIATING)
    withdraw(made, why=why, at=NOW, by=office.officer)

    assert shown in history_of(office, made)


def test_a_sentence_that_a_fact_of_the_history_tells_keeps_its_language(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    made.change(source="This is told by the register of the office.", by=office.officer)

    assert english("This is told by the register of the office.") in history_of(office, made)
