"""What waits for whom while our own house looks at an agreement."""

import pytest
from django.urls import reverse

from comity.agreements.models import Stage
from comity.agreements.negotiating import answer_clearance, ask_for_clearances
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from tests.agreements.test_on_its_pages import act, signed_in, words_of
from tests.make import NOW

ASKED_ALREADY = "These clearances were asked for already."


def page(who, made):
    return signed_in(who).get(made.get_absolute_url())


def test_clearances_that_were_asked_for_are_not_asked_for_again(office):
    made = office.agreement(at=Stage.CLEARANCE)
    entries = Entry.objects.count()

    for again in ({}, {"sorts": ["unit"], "why": "It takes long."}):
        with pytest.raises(NotNow, match=ASKED_ALREADY):
            ask_for_clearances(made, **again, at=NOW, by=office.officer)

    assert (made.clearances.count(), Entry.objects.count()) == (2, entries)


def test_a_clearance_that_was_given_is_asked_for_again_with_a_reason(office):
    made = office.agreement(at=Stage.DRAFTING)

    with pytest.raises(NotNow, match=ASKED_ALREADY):
        ask_for_clearances(made, sorts=["unit"], at=NOW, by=office.officer)
    ask_for_clearances(made, sorts=["unit"], why="The unit has changed.", at=NOW, by=office.officer)

    assert [one.sort for one in made.clearances.waiting()] == ["unit"]


def test_an_old_page_says_that_they_were_asked_for_already(office):
    made = office.agreement(at=Stage.PROPOSED)
    first, second = signed_in(office.officer), signed_in(office.officer)

    act(first, made, "clearances")
    answer = second.post(reverse("agreement-act", args=[made.pk, "clearances"]), follow=True)

    assert ASKED_ALREADY in words_of(answer)
    assert "The clearances are asked for." not in words_of(answer)


def test_while_clearances_wait_the_page_says_who_answers_and_offers_no_writing(office):
    made = office.agreement(at=Stage.CLEARANCE)

    ours = page(office.officer, made)
    assert [one.sort for one in ours.context["waited_for"]] == ["unit", "due_diligence"]
    assert "answered by a head of office, and not by whoever asked" in words_of(ours)
    assert "Begin to write the text" not in words_of(ours)
    assert "Before the next stage" not in words_of(ours)
    theirs = page(office.head, made)
    assert "Clearances wait for your answer" in words_of(theirs)
    assert theirs.context["waited_for"] == []


def test_when_all_are_given_the_text_can_be_begun(office):
    made = office.agreement(at=Stage.CLEARANCE)
    for one in made.clearances.waiting():
        answer_clearance(one, finding="cleared", at=NOW, by=office.head)

    shown = words_of(page(office.officer, made))

    assert "Begin to write the text" in shown
    assert "answered by a head of office" not in shown
