"""Two amendments that tell exchanges otherwise: what one side alone changed is kept, and people decide the rest."""

import pytest
from django.test import Client
from django.urls import reverse

from comity.agreements.amending import amendment_of, prepare_amendment, rebase
from comity.agreements.conditions import correct_mobility, drop_mobility, tell_mobility
from comity.agreements.models import Agreement, Mobility, Stage
from comity.agreements.signing import come_into_force
from comity.agreements.three_way_exchanges import disputed_in, exchanges_met
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.translation.texts import Text
from tests.make import NOW, TODAY


def exchange(office, made, **facts):
    ours, theirs = made.contracting.order_by("position")
    told = {"sender": ours, "receiver": theirs, "who": "students", "seats": 3, "first_year": 2027} | facts
    return tell_mobility(made, by=office.officer, **told)


@pytest.fixture
def agreement(office):
    """An agreement in force under which students and teachers are exchanged."""
    made = office.agreement(at=Stage.NEGOTIATING)
    exchange(office, made, months="4.5", terms=Text(en="Housing is found."))
    exchange(office, made, who="teachers", seats=1)
    office.lead(made, to=Stage.IN_FORCE)
    return Agreement.objects.get(pk=made.pk)


def amended(office, agreement):
    return prepare_amendment(agreement, sort="terms", why="More go.", at=NOW, by=office.officer).instrument


def of(instrument, who="students"):
    return Mobility.objects.of(instrument).get(who=who)


def led(office, instrument, to=Stage.IN_FORCE):
    office.lead(Agreement.objects.get(pk=instrument.pk), to=to)
    return Agreement.objects.get(pk=instrument.pk)


def told(made):
    return [(one.who, one.seats, one.months and str(one.months)) for one in Mobility.objects.of(made)]


def keys(instrument):
    return list(disputed_in(exchanges_met(amendment_of(instrument))))


@pytest.fixture
def first(office, agreement):
    """An amendment by which nine students go; not yet in force."""
    made = amended(office, agreement)
    correct_mobility(of(made), seats=9, by=office.officer)
    return made


def test_what_each_of_two_amendments_changed_stands_in_the_end(office, agreement, first):
    second = amended(office, agreement)
    correct_mobility(of(second, "teachers"), seats=5, by=office.officer)
    led(office, first)

    rebase(second, at=NOW, by=office.officer)
    assert told(second) == [("students", 9, "4.5"), ("teachers", 5, None)]
    led(office, second)

    assert told(agreement) == [("students", 9, "4.5"), ("teachers", 5, None)]
    assert of(agreement).terms == {"en": "Housing is found."}


def test_an_exchange_that_only_the_agreement_changed_is_not_undone_by_an_older_amendment(office, agreement, first):
    second = amended(office, agreement)
    exchange(office, second, who="staff", seats=2)
    led(office, first)
    rebase(second, at=NOW, by=office.officer)
    led(office, second)

    assert told(agreement) == [("students", 9, "4.5"), ("teachers", 1, None), ("staff", 2, None)]


def test_what_was_dropped_or_told_anew_by_one_side_is_taken_over(office, agreement):
    first, second = amended(office, agreement), amended(office, agreement)
    drop_mobility(of(first, "teachers"), by=office.officer)
    exchange(office, first, who="staff", seats=2)
    correct_mobility(of(second), seats=9, by=office.officer)
    led(office, first)

    rebase(second, at=NOW, by=office.officer)
    led(office, second)

    assert told(agreement) == [("students", 9, "4.5"), ("staff", 2, None)]


@pytest.mark.parametrize(("choice", "seats"), [("mine", 7), ("theirs", 9)])
def test_an_exchange_that_both_told_otherwise_is_decided_by_a_person(office, agreement, first, choice, seats):
    second = amended(office, agreement)
    correct_mobility(of(second), seats=7, by=office.officer)
    led(office, first)

    with pytest.raises(NotNow, match="Decide these exchanges"):
        rebase(second, at=NOW, by=office.officer)
    with pytest.raises(NotNow, match="Decide these exchanges"):
        rebase(second, exchanges=dict.fromkeys(keys(second), "both"), at=NOW, by=office.officer)
    assert told(second)[0] == ("students", 7, "4.5"), "a refused act changes nothing"
    rebase(second, exchanges=dict.fromkeys(keys(second), choice), at=NOW, by=office.officer)
    led(office, second)

    assert told(agreement) == [("students", seats, "4.5"), ("teachers", 1, None)]
    assert Entry.objects.about(second).filter(act="rebased").count() == 1


def test_different_facts_of_one_exchange_are_put_together(office, agreement, first):
    second = amended(office, agreement)
    correct_mobility(of(second), months="6", terms=Text(en="Housing is paid."), by=office.officer)
    led(office, first)

    rebase(second, exchanges=dict.fromkeys(keys(second), "both"), at=NOW, by=office.officer)

    assert told(second)[0] == ("students", 9, "6.0")
    assert of(second).terms == {"en": "Housing is paid."}


@pytest.mark.parametrize(("choice", "left"), [("mine", []), ("theirs", [("students", 9, "4.5")])])
def test_dropping_what_the_other_changed_is_decided_by_a_person(office, agreement, first, choice, left):
    second = amended(office, agreement)
    drop_mobility(of(second), by=office.officer)
    led(office, first)

    rebase(second, exchanges=dict.fromkeys(keys(second), choice), at=NOW, by=office.officer)

    assert [one for one in told(second) if one[0] == "students"] == left


@pytest.mark.parametrize(("choice", "left"), [("mine", [("students", 9, "4.5")]), ("theirs", [])])
def test_changing_what_the_other_dropped_is_decided_by_a_person(office, agreement, first, choice, left):
    second = amended(office, agreement)
    drop_mobility(of(second), by=office.officer)
    led(office, second)

    with pytest.raises(NotNow, match="Decide these exchanges"):
        rebase(first, at=NOW, by=office.officer)
    rebase(first, exchanges=dict.fromkeys(keys(first), choice), at=NOW, by=office.officer)

    assert [one for one in told(first) if one[0] == "students"] == left


def test_what_both_told_alike_needs_no_decision(office, agreement, first):
    second = amended(office, agreement)
    correct_mobility(of(second), seats=9, by=office.officer)
    exchange(office, first, who="staff", seats=2)
    exchange(office, second, who="staff", seats=2)
    led(office, first)

    rebase(second, at=NOW, by=office.officer)
    led(office, second)

    assert told(agreement) == [("students", 9, "4.5"), ("teachers", 1, None), ("staff", 2, None)]


def test_what_both_added_and_not_alike_is_decided_by_a_person(office, agreement, first):
    second = amended(office, agreement)
    exchange(office, first, who="staff", seats=2)
    exchange(office, second, who="staff", seats=4)
    led(office, first)

    rebase(second, exchanges=dict.fromkeys(keys(second), "theirs"), at=NOW, by=office.officer)

    assert told(second)[-1] == ("staff", 2, None)


def test_an_amendment_whose_exchanges_have_moved_is_not_in_force_and_says_which(office, agreement, first):
    second = led(office, amended(office, agreement), to=Stage.APPROVED)
    led(office, first)
    second = led(office, second, to=Stage.SIGNED)

    with pytest.raises(NotNow, match="students, 9 a year"):
        come_into_force(second, on=TODAY, at=NOW, by=office.officer)


@pytest.mark.parametrize("stage", [Stage.AGREED, Stage.SIGNED])
def test_once_agreed_it_takes_over_what_it_does_not_touch_and_nothing_else(office, agreement, first, stage):
    second, third = amended(office, agreement), amended(office, agreement)
    correct_mobility(of(second, "teachers"), seats=5, by=office.officer)
    correct_mobility(of(third), seats=7, by=office.officer)
    second, third = led(office, second, to=Stage.AGREED), led(office, third, to=Stage.AGREED)
    led(office, first)
    second, third = led(office, second, to=stage), led(office, third, to=stage)

    rebase(second, at=NOW, by=office.officer)
    with pytest.raises(NotNow, match="another one changed these exchanges"):
        rebase(third, at=NOW, by=office.officer)
    led(office, second)
    if stage == Stage.SIGNED:
        come_into_force(second, on=TODAY, at=NOW, by=office.officer)

    assert told(agreement) == [("students", 9, "4.5"), ("teachers", 5, None)]


def test_a_party_that_was_renamed_is_the_same_party(office, agreement, first):
    second = amended(office, agreement)
    correct_mobility(of(second, "teachers"), seats=5, by=office.officer)
    for party in agreement.contracting.all():
        party.change(legal_name=Text(en=f"{party} (new name)"), by=office.officer)
    led(office, first)

    rebase(second, at=NOW, by=office.officer)

    assert told(second) == [("students", 9, "4.5"), ("teachers", 5, None)]


def test_an_agreement_without_a_text_here_has_no_exchanges_to_compare(office, agreement, first):
    amendment = amendment_of(first)
    amendment.change(base=None, onto=None, by=office.officer)

    assert exchanges_met(amendment) == {}


def test_the_page_shows_both_and_asks_which_stands(office, agreement, first):
    second = amended(office, agreement)
    correct_mobility(of(second), seats=7, by=office.officer)
    led(office, first)
    browser, at = Client(), reverse("amendment-base", args=[second.pk])
    browser.force_login(office.officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    (key,) = keys(second)

    page = browser.get(at).content.decode()
    assert "Both changed it." in page and f"exchange-{key}" in page
    assert browser.post(at, {}).status_code == 422
    assert browser.post(at, {f"exchange-{key}": "theirs"}).status_code == 302

    assert told(second)[0] == ("students", 9, "4.5")
