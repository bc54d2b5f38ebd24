"""What is said in a session is written down under its item, without leaving the page; the rest with its own day."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from comity.commitments.models import Commitment, Stage
from comity.commitments.saying import say_under
from comity.journal.refusals import NotNow
from comity.journal.thread import origins_of
from comity.meetings.circulation import circulate
from comity.translation.texts import Text
from tests import make
from tests.commitments.conftest import acts_on
from tests.make import NOW
from tests.standing import stands

PART = {"HX-Request": "true"}


@stands
def item(office):
    return office.session(at="held").items.get()


@pytest.fixture
def typed(office):
    return {
        "kind": "promise",
        "deliverable_en": "Send the list of topics",
        "promisor": office.partner.pk,
        "beneficiary": office.host.pk,
        "priority": "normal",
        "keeper": office.keeper.pk,
    }


def test_a_promise_is_written_down_under_an_item_on_the_day_of_its_session(office, officer, item, typed):
    answer = officer.send("item-commitments", item.pk, **typed)

    said = Commitment.objects.get()
    assert answer.status_code == 302
    assert (said.stage, said.promisor, said.beneficiary) == (Stage.OPEN, office.partner, office.host)
    assert said.said_on == item.session.day.date()
    assert origins_of(said, viewer=office.officer) == [item]
    assert acts_on(said) == ["entered", "tied"]


def test_a_proposal_binds_neither_side(officer, item, typed):
    officer.send("item-commitments", item.pk, **typed | {"kind": "proposal"})

    assert Commitment.objects.get().stage == Stage.PROPOSED


def test_inside_the_sessions_page_only_the_part_comes_back_with_what_was_said(officer, item, typed):
    answer = officer.send("item-commitments", item.pk, _headers=PART, **typed)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert "Send the list of topics" in page
    assert 'hx-swap-oob="innerHTML:#told"' in page
    assert f'id="item-{item.pk}-promisor"' in page


def test_without_scripts_it_is_a_page_of_its_own(officer, item):
    page = officer.open("item-commitments", item.pk).content.decode()

    assert "<html" in page
    assert item.get_absolute_url() in page


def test_the_keeper_is_the_officer_who_writes_unless_another_is_chosen(office, head, item):
    page = head.open("item-commitments", item.pk)

    assert page.context["form"]["keeper"].value() == office.second.pk


def test_only_the_delegations_of_the_session_promise_anything(office, officer, item, typed):
    answer = officer.send("item-commitments", item.pk, **typed | {"promisor": office.other.pk})

    assert answer.status_code == 422
    assert not Commitment.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"due_on": "2001-01-01"}, "before the day it was said"),
        ({"due_on": "2100-01-01", "trigger": "next_session"}, "a day or an occasion"),
        ({"due_on": "soon"}, "Enter a valid date"),
    ],
)
@pytest.mark.parametrize("is_part", [True, False])
def test_what_cannot_be_true_comes_back_beside_its_field_with_everything_typed(
    officer, item, typed, wrong, words, is_part
):
    typed |= {"deliverable_fr": "Envoyer la liste"} | wrong

    answer = officer.send("item-commitments", item.pk, _headers=PART if is_part else None, **typed)

    page = answer.content.decode()
    assert answer.status_code == (200 if is_part else 422)
    assert words in page
    assert 'aria-invalid="true"' in page
    assert "Envoyer la liste" in page
    assert not Commitment.objects.exists()


def test_nothing_is_written_down_without_words(officer, item, typed):
    answer = officer.send("item-commitments", item.pk, **typed | {"deliverable_en": " "})

    assert answer.status_code == 422
    assert "This field cannot be blank" in answer.content.decode()


def test_a_promise_to_oneself_is_refused_beside_the_field(office, officer, item, typed):
    answer = officer.send("item-commitments", item.pk, **typed | {"beneficiary": office.partner.pk})

    assert "Nobody promises something to themselves" in answer.content.decode()


def test_what_was_said_stays_when_the_other_side_has_adopted(office, officer, typed):
    session = office.session(at="adopted")
    item = session.items.get()

    answer = officer.send("item-commitments", item.pk, **typed)

    assert not Commitment.objects.exists()
    assert "can no longer be written" in answer.content.decode()
    assert "<form class" not in officer.open("item-commitments", item.pk).content.decode()


def test_nothing_is_added_to_what_was_compiled_from_reports(office, officer, typed):
    session = office.session(at="held", compiled_from="The newspaper")

    answer = officer.send("item-commitments", session.items.get().pk, **typed)

    assert "compiled from published reports" in answer.content.decode()
    assert not Commitment.objects.exists()


def test_the_second_of_two_who_write_while_the_minutes_become_final_is_refused(office, item):
    circulating = item.session
    circulating.finish_draft(by=office.officer)
    circulate(circulating, at=NOW, by=office.officer)
    office.adopt(circulating)
    facts = {"promisor": office.host, "beneficiary": office.partner, "keeper": office.keeper}

    with pytest.raises(NotNow):
        say_under(item, deliverable=Text(en="Too late"), at=NOW, by=office.officer, **facts)

    assert not Commitment.objects.exists()


def test_a_promise_due_before_its_session_is_refused(office, item):
    facts = {"promisor": office.host, "beneficiary": office.partner, "keeper": office.keeper}
    day = item.session.day.date() - timedelta(1)

    with pytest.raises(ValidationError) as refusal:
        say_under(item, deliverable=Text(en="Late"), due_on=day, at=NOW, by=office.officer, **facts)

    assert list(refusal.value.message_dict) == ["due_on"]


@pytest.mark.parametrize(
    ("who", "status"), [("counterpart", 403), ("reader", 403), ("stranger", 403), ("visitor", 403)]
)
def test_only_the_office_writes_down_what_was_said(request, item, typed, who, status):
    browser = request.getfixturevalue(who)

    assert browser.send("item-commitments", item.pk, **typed).status_code == status
    assert browser.send("new-commitment", **typed).status_code == status
    assert not Commitment.objects.exists()


# Outside a session


def test_what_was_said_elsewhere_has_its_own_day(officer, typed, yesterday):
    answer = officer.send("new-commitment", **typed, said_on=yesterday.isoformat())

    said = Commitment.objects.get()
    assert answer.url == said.get_absolute_url()
    assert (said.said_on, said.said_under) == (yesterday, None)


def test_nothing_was_said_tomorrow(officer, typed, today):
    answer = officer.send("new-commitment", **typed, said_on=(today + timedelta(1)).isoformat())

    assert answer.status_code == 422
    assert "has not come yet" in answer.content.decode()
    assert "Send the list of topics" in answer.content.decode()


def test_people_who_have_left_are_not_offered(office, officer, today):
    gone = make.person("Gone Person", by=office.officer, at=office.host)
    gone.leave(on=today, by=office.officer)

    assert "Gone Person" not in officer.open("new-commitment").content.decode()
