"""The page of one commitment says what it is and where it stands, and offers to each reader what is theirs to do."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.commitments import fulfilment
from comity.commitments.extending import extend
from comity.commitments.models import Commitment, ExpectedResult, Stage
from comity.commitments.offering import ACTS
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.thread import tie
from comity.meetings.models import Visibility
from comity.translation.texts import Text
from tests.commitments.conftest import acts_on, claim
from tests.commitments.test_stages import at
from tests.make import NOW


def offered(browser, commitment):
    page = browser.get(commitment.get_absolute_url()).content.decode()
    return re.findall(r'<form class="form" id="([\w-]+)"', page), page


def due(page):
    return re.findall(r'class="act act-due">([^<]+)<', page)


def test_the_head_says_between_whom_where_it_stands_and_whose_turn_it_is(office, officer, today):
    promised = office.commitment(due_on=today - timedelta(3))

    page = officer.get(promised.get_absolute_url()).content.decode()

    assert "from <bdi>HO</bdi> to <bdi>PA</bdi>" in page
    assert "open, overdue" in page
    assert "the one who promised (<bdi>HO</bdi>)" in page
    assert "(3 days ago)" in page
    assert "Said outside a session" in page


def test_a_mutual_promise_is_told_in_words(office, officer):
    promised = office.commitment(is_mutual=True)

    page = officer.get(promised.get_absolute_url()).content.decode()

    assert "<bdi>HO</bdi> and <bdi>PA</bdi>, each to the other" in page


def test_the_page_leads_to_where_it_was_said_and_to_what_came_of_it(office, officer):
    session = office.session(at="held")
    promised = office.commitment(item=session.items.get())
    result = office.session(title=Text(en="The second session"))
    tie(result, came_from=promised, by=office.officer)

    page = officer.get(promised.get_absolute_url()).content.decode()

    assert "Said under item 1" in page
    assert session.items.get().get_absolute_url() in page
    assert result.get_absolute_url() in page


OFFERED = """
proposed    officer      promise
proposed    counterpart
open        officer      beginning
open        counterpart
in_progress officer      claims
in_progress counterpart
claimed     officer
claimed     counterpart  acceptance
returned    officer      claims
accepted    officer      closing
accepted    counterpart
closed      officer
cancelled   officer
lapsed      officer
taken_up    officer
"""


@pytest.mark.parametrize("line", OFFERED.strip().splitlines())
def test_exactly_one_act_is_filled_where_one_is_due(office, request, line):
    stage, who, *act = line.split()
    one = at(office, Stage(stage))

    names, page = offered(request.getfixturevalue(who), one)

    assert len(due(page)) == len(act)
    assert names[:1] == act or not act
    assert len(names) == len(set(names))


@pytest.mark.parametrize("who", ["visitor", "stranger", "reader"])
@pytest.mark.parametrize("stage", Stage.values)
def test_nothing_is_offered_to_those_whom_it_does_not_concern(office, request, who, stage):
    session = office.session(at="held", is_public=True, compiled_from="A report")
    session.items.get().change(visibility=Visibility.PUBLIC, by=office.officer)
    one = at(office, Stage(stage))
    with acting(by=None):
        Commitment.objects.filter(pk=one.pk).update(said_under=session.items.get())

    names, page = offered(request.getfixturevalue(who), one)

    assert (names, due(page)) == ([], [])


def test_the_public_sees_only_the_public_line(office, visitor, counterpart):
    session = office.session(at="held", is_public=True, compiled_from="A report")
    item = session.items.get()
    item.change(visibility=Visibility.PUBLIC, by=office.officer)
    promised = office.commitment(item=item, person=office.keeper)
    claim(promised, by=office.officer)
    fulfilment.give_back(promised, words="This is confidential.", at=NOW, by=office.counterpart)

    public = visitor.get(promised.get_absolute_url()).content.decode()
    ours = counterpart.get(promised.get_absolute_url()).content.decode()

    assert "Send the draft" in public
    assert "returned" in public
    for private in ["This is confidential.", "Amina Officer", "Clara Counterpart", "example.org/done"]:
        assert private not in public
        assert private in ours


def test_the_minutes_of_a_session_are_not_public_before_they_are_final(office, visitor):
    session = office.session(at="circulated", is_public=True)
    item = session.items.get()
    item.change(visibility=Visibility.PUBLIC, by=office.officer)
    promised = office.commitment(item=item)
    assert visitor.get(promised.get_absolute_url()).status_code == 404

    office.adopt(session)

    assert visitor.get(promised.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("head", 200), ("reader", 200), ("counterpart", 200), ("stranger", 404), ("visitor", 404)],
)
def test_another_organisations_record_is_not_there(office, request, who, status):
    promised = office.commitment()

    assert request.getfixturevalue(who).get(promised.get_absolute_url()).status_code == status


def test_what_was_said_under_an_internal_item_is_there_for_the_office_only(office, officer, reader, counterpart):
    session = office.session()
    item = session.items.get()
    item.change(visibility=Visibility.INTERNAL, by=office.officer)
    promised = office.commitment(item=item)

    answers = [one.get(promised.get_absolute_url()).status_code for one in (officer, reader, counterpart)]

    assert answers == [200, 404, 404]


# Acts, as typed


TYPED = {
    "claims": {"words": "Done.", "link": "https://example.org/x"},
    "return": {"words": "Not yet."},
    "extensions": {"due_on": "2100-01-01", "reason": "Summer."},
    "taking-up": {"record": "/en/partners/1/"},
    "lapse": {"reason": "Nobody came back."},
    "reopening": {"reason": "It led elsewhere."},
    "cancellation": {"reason": "Overtaken."},
    "request-for-time": {"due_on": "2100-01-01", "reason": "Summer."},
    "granting-of-time": {"answer": "Agreed."},
    "declining-of-time": {"answer": "It is urgent."},
    "agreement-to-cancel": {"answer": "Agreed."},
    "declining-to-cancel": {"answer": "We need it."},
    "expected-results": {"what_en": "A joint degree"},
    "facts": {"deliverable_en": "Send the final draft", "priority": "high"},
    "links": {"name": "Dr X", "email": "x@example.net", "language": "ar", "days": "5"},
}


def typed_for(act, office):
    typed = dict(TYPED.get(act, {}))
    if act == "handing-over":
        typed["keeper"] = office.second.pk
    if act == "links":
        typed["side"] = office.partner.pk
    if act == "taking-up":
        typed["record"] = office.session().get_absolute_url()
    return typed


DONE = """
beginning           officer     open      begun
claims              officer     open      claimed
acceptance          counterpart claimed   accepted
return              counterpart claimed   returned
closing             officer     accepted  closed
promise             officer     proposed  promised
taking-up           officer     proposed  taken_up
lapse               officer     proposed  lapsed
reopening           officer     taken_up  reopened
extensions          counterpart open      extended
cancellation        counterpart open      wished_to_cancel
request-for-time    officer     open      asked_for_time
handing-over        officer     open      handed_over
facts               officer     proposed  corrected
links               officer     open      link_sent
reminder            officer     claimed   recalled
"""


@pytest.mark.parametrize("line", DONE.strip().splitlines())
def test_an_act_on_the_page_is_done_and_written_down(office, request, line):
    act, who, stage, written = line.split()
    one = at(office, Stage(stage))

    answer = request.getfixturevalue(who).act(one, act, **typed_for(act, office))

    assert answer.url == one.get_absolute_url()
    assert acts_on(one)[-1] == written


@pytest.mark.parametrize("act", [act.name for act in ACTS])
@pytest.mark.parametrize("who", ["reader", "visitor"])
def test_an_act_without_permission_is_refused_and_written_into_the_journal(office, request, act, who):
    promised = office.commitment()
    before = acts_on(promised)

    answer = request.getfixturevalue(who).act(promised, act, **typed_for(act, office))

    assert answer.status_code == 403
    assert acts_on(promised) == before
    refused = Entry.objects.refusals().get()
    assert refused.subject_name == f"/en/commitments/{promised.pk}/{act}/"
    assert refused.by_name == ("Rami Reader" if who == "reader" else "")


@pytest.mark.parametrize("act", [act.name for act in ACTS])
def test_an_act_on_another_organisations_record_finds_nothing(office, stranger, act):
    promised = office.commitment()

    assert stranger.act(promised, act, **typed_for(act, office)).status_code == 404


@pytest.mark.parametrize("act", ["acceptance", "return", "closing", "promise", "lapse", "taking-up"])
def test_an_act_at_the_wrong_stage_is_refused_in_words(office, officer, counterpart, act):
    promised = office.commitment()
    browser = counterpart if act in ("acceptance", "return") else officer

    answer = browser.act(promised, act, **typed_for(act, office))

    typed = answer.status_code == 422  # what was typed is given back
    page = (answer if typed else browser.get(answer.url)).content.decode()
    assert "This cannot be done now: it is “open”." in page
    assert Commitment.objects.get(pk=promised.pk).stage == Stage.OPEN


def test_what_was_typed_for_an_act_that_is_offered_no_more_is_given_back(office, officer, counterpart):
    promised = office.commitment()
    claim(promised, by=office.officer)
    fulfilment.accept(promised, words="", at=NOW, by=office.counterpart)  # in another tab

    answer = counterpart.act(promised, "return", words="The second page is missing.")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This cannot be done now: it is “accepted”." in page
    assert "\nThe second page is missing.</textarea>" in page
    assert f'href="{promised.get_absolute_url()}"' in page


def test_of_several_fields_each_is_given_back_under_its_name(office, officer, today):
    promised = office.commitment(due_on=today + timedelta(days=9))
    claim(promised, by=office.officer)
    fulfilment.accept(promised, words="", at=NOW, by=office.counterpart)

    page = officer.act(promised, "claims", words="Sent again.", link="https://example.org/again").content.decode()

    assert "What was done: Sent again.\nLink: https://example.org/again</textarea>" in page


def test_an_officer_may_not_accept_what_the_host_promised(office, officer):
    promised = office.commitment()
    claim(promised, by=office.officer)

    assert officer.act(promised, "acceptance").status_code == 403


def test_an_act_that_does_not_exist_is_not_there(office, officer):
    assert officer.act(office.commitment(), "deletion").status_code == 404


def test_looking_at_an_act_does_nothing(office, officer):
    promised = office.commitment()

    assert officer.open("commitment-act", promised.pk, "beginning").status_code == 405
    assert Commitment.objects.get(pk=promised.pk).stage == Stage.OPEN


def test_an_act_leads_back_to_where_it_was_done_from_but_never_elsewhere(office, officer):
    first, second = office.commitment(), office.commitment()

    assert officer.act(first, "beginning", back="/en/desk/").url == "/en/desk/"
    assert officer.act(second, "beginning", back="https://evil.example/").url == second.get_absolute_url()


def test_what_was_typed_wrongly_comes_back_with_a_sentence_beside_it(office, officer):
    promised = office.commitment(by_host=False, due_on="2026-01-01", said_on="2025-01-01")

    answer = officer.act(promised, "extensions", due_on="soon", reason="The summer break")

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The summer break" in page
    assert 'aria-invalid="true"' in page
    assert "Enter a valid date" in page


def test_markup_in_words_stays_words(office, officer, counterpart):
    promised = office.commitment(deliverable=Text(en="<script>alert(1)</script>"))
    officer.act(promised, "claims", words="<img src=x onerror=alert(1)>", link="https://example.org/")

    page = counterpart.get(promised.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;img" in page


def test_the_history_is_one_click_away_for_the_office_only(office, officer, counterpart):
    promised = office.commitment()
    history = f"/en/history/commitments.commitment/{promised.pk}/"

    assert history in officer.get(promised.get_absolute_url()).content.decode()
    assert history not in counterpart.get(promised.get_absolute_url()).content.decode()


def test_the_page_asks_the_database_as_often_for_much_as_for_little(office, officer, today):
    promised = office.commitment(due_on=today)
    officer.get(promised.get_absolute_url())
    claim(promised, by=office.officer)
    with CaptureQueriesContext(connection) as little:
        officer.get(promised.get_absolute_url())

    for days in range(1, 6):
        fulfilment.give_back(promised, words="No.", at=NOW, by=office.counterpart)
        claim(promised, by=office.officer)
        extend(promised, due_on=today + timedelta(days), reason="Why", at=NOW, by=office.counterpart)
        ExpectedResult.enter(commitment=promised, what=Text(en=f"Result {days}"), by=office.officer)
    with CaptureQueriesContext(connection) as much:
        officer.get(promised.get_absolute_url())

    assert len(much) == len(little)
    assert len(much) <= 20


@pytest.mark.parametrize(("stage", "is_counted"), [(Stage.OPEN, True), (Stage.CLOSED, False)])
def test_days_are_counted_to_what_is_to_be_done_and_not_to_what_was(office, officer, today, stage, is_counted):
    promised = office.commitment(due_on=today + timedelta(days=21), stage=stage)

    page = officer.get(promised.get_absolute_url()).text

    assert "in 3 weeks" in page if is_counted else "in 3 weeks" not in page
