"""The desk names what needs a person today, the most pressing first, each with its act."""

from datetime import date, timedelta

import pytest

from comity.accounts.models import User
from comity.agreements.models import Agreement
from comity.agreements.models import Stage as Standing
from comity.commitments import wishing
from comity.commitments.fulfilment import Shown, accept, claim_done, give_back
from comity.commitments.models import Commitment, Stage
from comity.desk.needs import sections_for
from comity.events.models import Event
from comity.journal.acting import acting
from comity.journal.thread import tie
from comity.meetings.amending import decline_corrigendum, propose_corrigendum, withdraw_corrigendum
from comity.meetings.correcting import ask_for_correction
from comity.meetings.models import Stage as SessionStage
from comity.meetings.models import Visibility
from comity.translation.texts import Text
from tests.make import NOW, TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def on_the_desk(viewer):
    return {
        section.title: [str(need.record) for need in section.needs]
        for section in sections_for(viewer, today=TODAY, now=NOW)
    }


def test_the_first_thing_in_the_example_is_the_agreement_that_ended(example):
    officer = User.objects.get(email="officer@example.org")

    first = sections_for(officer, today=TODAY, now=NOW)[0].needs[0]

    assert str(first.record) == "Framework agreement of ICESCO and LIKAT"
    assert first.since == date(2026, 4, 16)
    assert first.url.endswith("#review")


def test_an_empty_desk_says_so(office, client):
    client.force_login(office.officer, backend=BACKEND)

    assert "Nothing needs you today" in client.get("/en/desk/").text


def test_what_is_overdue_stands_on_the_desk_of_both_sides(office):
    office.commitment(due_on=TODAY - timedelta(days=3))

    assert on_the_desk(office.officer)["Overdue"] == ["Send the draft"]
    assert on_the_desk(office.counterpart)["Overdue"] == ["Send the draft"]
    assert on_the_desk(office.stranger) == {}


def test_what_falls_due_in_two_weeks_stands_on_the_desk(office):
    office.commitment(due_on=TODAY + timedelta(days=14))
    office.commitment(deliverable=Text(en="Later"), due_on=TODAY + timedelta(days=15))

    assert on_the_desk(office.officer) == {"Due soon": ["Send the draft"]}


def test_a_claim_waits_on_the_desk_of_the_other_side(office):
    commitment = office.commitment(due_on=TODAY + timedelta(days=60))
    claim_done(commitment, words="sent", shown=Shown(link="https://example.org/draft"), at=NOW, by=office.officer)

    assert on_the_desk(office.counterpart) == {"Claimed done: accept or return": ["Send the draft"]}
    assert on_the_desk(office.officer) == {"Waiting for the other side": ["Send the draft"]}


def returned_to_us(office, **facts):
    commitment = office.commitment(**facts)
    claim_done(commitment, words="sent", shown=Shown(link="https://example.org/draft"), at=NOW, by=office.officer)
    give_back(commitment, words="The timetable is missing.", at=NOW, by=office.counterpart)
    return commitment


def test_what_was_returned_waits_on_the_desk_of_the_side_that_claimed_it(office):
    commitment = returned_to_us(office, due_on=TODAY + timedelta(days=60))
    title = "Returned by the other side: complete it"

    assert on_the_desk(office.officer) == {title: ["Send the draft"]}
    assert acts_offered(title, office.officer) == ["Claim it done"]
    assert on_the_desk(office.counterpart) == on_the_desk(office.stranger) == {}

    claim_done(commitment, words="anew", shown=Shown(link="https://example.org/draft"), at=NOW, by=office.officer)

    assert on_the_desk(office.officer) == {"Waiting for the other side": ["Send the draft"]}


def test_what_a_partner_got_back_waits_on_their_desk_and_not_on_ours(office):
    commitment = office.commitment(by_host=False, due_on=TODAY + timedelta(days=60))
    claim_done(commitment, words="sent", shown=Shown(link="https://example.org/draft"), at=NOW, by=office.counterpart)
    give_back(commitment, words="The timetable is missing.", at=NOW, by=office.officer)

    assert on_the_desk(office.counterpart) == {"Returned by the other side: complete it": ["Send the draft"]}
    assert on_the_desk(office.officer) == {}


@pytest.mark.parametrize(("days", "title"), [(-3, "Overdue"), (3, "Due soon"), (14, "Due soon")])
def test_what_was_returned_stands_once_on_the_desk_where_its_day_is_near_or_past(office, days, title):
    returned_to_us(office, due_on=TODAY + timedelta(days=days))

    assert on_the_desk(office.officer) == {title: ["Send the draft"]}


def test_a_wish_to_cancel_waits_on_the_desk_of_the_other_side_until_both_agree(office):
    commitment = office.commitment(due_on=TODAY + timedelta(days=60))
    wish = wishing.ask_to_cancel(commitment, reason="No longer needed.", at=NOW, by=office.officer)

    assert on_the_desk(office.counterpart) == {"Asked by the other side: agree or decline": ["Send the draft"]}
    assert on_the_desk(office.officer) == {"Waiting for the other side": ["Send the draft"]}

    wishing.agree(wish, at=NOW, by=office.counterpart)
    assert on_the_desk(office.counterpart) == on_the_desk(office.officer) == {}


def test_the_wish_of_a_partner_waits_on_our_desk_and_on_nobody_elses(office):
    commitment = office.commitment(due_on=TODAY + timedelta(days=60))
    wishing.ask_to_cancel(commitment, reason="No longer needed.", at=NOW, by=office.counterpart)

    assert on_the_desk(office.officer) == {"Asked by the other side: agree or decline": ["Send the draft"]}
    assert on_the_desk(office.stranger) == {}


def test_a_wish_that_is_declined_or_withdrawn_leaves_both_desks(office):
    commitment = office.commitment(due_on=TODAY + timedelta(days=60))

    wish = wishing.ask_to_cancel(commitment, reason="No longer needed.", at=NOW, by=office.officer)
    wishing.decline(wish, answer="We need it.", at=NOW, by=office.counterpart)
    assert on_the_desk(office.counterpart) == on_the_desk(office.officer) == {}

    wish = wishing.ask_to_cancel(commitment, reason="Once more.", at=NOW, by=office.officer)
    wishing.withdraw(wish, at=NOW, by=office.officer)
    assert on_the_desk(office.counterpart) == on_the_desk(office.officer) == {}


def test_the_desk_asks_nobody_to_claim_what_the_other_side_would_cancel(office):
    commitment = office.commitment(due_on=TODAY - timedelta(days=3))
    wish = wishing.ask_to_cancel(commitment, reason="No longer needed.", at=NOW, by=office.counterpart)
    assert acts_offered("Overdue", office.officer) == ["Open"]

    wishing.decline(wish, answer="We need it.", at=NOW, by=office.officer)

    assert acts_offered("Overdue", office.officer) == ["Claim it done"]


def acts_offered(title, viewer):
    sections = {one.title: one for one in sections_for(viewer, today=TODAY, now=NOW)}
    return [need.act for need in sections[title].needs]


def test_what_only_our_office_reads_is_put_to_nobody_else(office):
    item = office.session(at=SessionStage.HELD).items.last()
    commitment = office.commitment(item=item, said_on=TODAY, due_on=TODAY + timedelta(days=60))
    wishing.ask_to_cancel(commitment, reason="No longer needed.", at=NOW, by=office.officer)
    assert "Asked by the other side: agree or decline" in on_the_desk(office.counterpart)

    item.change(visibility=Visibility.INTERNAL, by=office.officer)

    assert "Asked by the other side: agree or decline" not in on_the_desk(office.counterpart)


def test_a_mutual_promise_that_we_claimed_is_not_ours_to_accept(office):
    commitment = office.commitment(is_mutual=True)
    claim_done(commitment, words="sent", shown=Shown(link="https://example.org/draft"), at=NOW, by=office.counterpart)

    assert "Claimed done: accept or return" in on_the_desk(office.officer)
    assert "Claimed done: accept or return" not in on_the_desk(office.counterpart)


def test_what_was_accepted_waits_to_be_closed(office):
    commitment = office.commitment()
    claim_done(commitment, words="sent", shown=Shown(link="https://example.org/draft"), at=NOW, by=office.officer)
    accept(commitment, words="", at=NOW, by=office.counterpart)

    assert on_the_desk(office.officer) == {"Accepted: to be closed": ["Send the draft"]}


def test_minutes_wait_to_be_finished_and_then_to_be_adopted(office):
    office.session(at=SessionStage.HELD)
    office.session(at=SessionStage.CIRCULATED, title=Text(en="Second session"))

    desk = on_the_desk(office.officer)

    assert desk["Minutes to finish"] == ["First session"]
    assert desk["Minutes to adopt"] == ["Second session"]
    assert on_the_desk(office.counterpart) == {"Minutes to adopt": ["Second session"]}


def test_a_correction_waits_to_be_answered(office):
    session = office.session(at=SessionStage.CIRCULATED)
    ask_for_correction(session.items.first(), language="en", words="As we said it", at=NOW, by=office.counterpart)

    assert on_the_desk(office.officer) == {"Minutes to finish": ["First session"]}
    assert on_the_desk(office.counterpart) == {"Minutes to adopt": ["First session"]}


def test_a_session_whose_hour_has_come_waits_to_be_recorded_as_held(office):
    office.session(at=SessionStage.AGENDA_ADOPTED, begins=NOW - timedelta(hours=2))

    assert on_the_desk(office.officer) == {"Sessions that have begun": ["First session"]}
    assert on_the_desk(office.counterpart) == {"Sessions that have begun": ["First session"]}


def test_a_session_ahead_stands_on_the_desk(office):
    office.session(at=SessionStage.CONVENED, begins=NOW + timedelta(days=10))

    assert on_the_desk(office.officer)["Sessions ahead"] == ["First session"]
    assert on_the_desk(office.stranger) == {}


def test_what_nobody_owns_any_more_stands_on_the_desk(office):
    office.commitment(due_on=TODAY + timedelta(days=90))
    with acting(by=None):
        office.officer.stop_signing_in()

    assert on_the_desk(office.head) == {"Owner has left": ["Send the draft"]}


def test_what_nothing_was_heard_of_for_half_a_year_stands_last(office):
    office.commitment(said_on=TODAY - timedelta(days=400), stage=Stage.PROPOSED)
    Event.announce(
        organisers=[office.host],
        by=office.officer,
        title=Text(en="A forum"),
        starts_on=date(2021, 6, 1),
        ends_on=date(2021, 6, 2),
    )

    assert on_the_desk(office.officer) == {"Nothing heard since": ["Send the draft", "A forum"]}


def test_what_led_to_something_is_told_from_what_nobody_acted_upon(office):
    silent = office.commitment(said_on=TODAY - timedelta(days=400))
    led = office.commitment(said_on=TODAY - timedelta(days=400))
    noted = office.commitment(said_on=TODAY - timedelta(days=400))
    with acting(by=office.officer):
        tie(office.session(), came_from=led, by=office.officer)
        tie(office.session().items.first(), came_from=noted, by=office.officer)

    last = sections_for(office.officer, today=TODAY, now=NOW)[-1]

    told = {need.record: "it led to something" in need.because for need in last.needs}
    assert told == {silent: False, led: True, noted: False}


def test_a_reader_is_not_asked_to_adopt_what_only_sides_adopt(office):
    office.session(at=SessionStage.CIRCULATED)

    assert "Minutes to adopt" in on_the_desk(office.counterpart)
    assert "Minutes to adopt" not in on_the_desk(office.reader)


@pytest.mark.parametrize("who", ["officer", "head", "counterpart", "reader"])
def test_the_desk_asks_at_most_25_questions_however_much_there_is(office, client, who, django_assert_max_num_queries):
    for number in range(20):
        office.commitment(deliverable=Text(en=f"Promise {number}"), due_on=TODAY - timedelta(days=number))
        office.commitment(
            deliverable=Text(en=f"Proposal {number}"), stage=Stage.PROPOSED, said_on=TODAY - timedelta(days=400)
        )
        Agreement.conclude(
            parties=[office.host, office.partner],
            by=office.officer,
            title=Text(en=f"Agreement {number}"),
            concluded_on=date(2020, 1, 1),
            ends_on=date(2025, 1, 1),
        )
    for stage in (SessionStage.PROPOSED, SessionStage.HELD, SessionStage.CIRCULATED):
        office.session(at=stage)
    client.force_login(getattr(office, who), backend=BACKEND)

    with django_assert_max_num_queries(25):
        page = client.get("/en/desk/")

    assert page.status_code == 200
    assert Commitment.objects.count() == 40


def test_a_visitor_is_asked_to_sign_in_before_the_desk(client, db):
    assert client.get("/en/desk/").url.startswith("/en/accounts/login/")


def test_what_was_accepted_is_closed_with_one_press_on_the_desk(office, client):
    commitment = office.commitment()
    claim_done(commitment, words="sent", shown=Shown(link="https://example.org/draft"), at=NOW, by=office.officer)
    accept(commitment, words="", at=NOW, by=office.counterpart)
    client.force_login(office.officer, backend=BACKEND)
    (need,) = sections_for(office.officer, today=TODAY, now=NOW)[0].needs

    answer = client.post(need.url, {"back": "/en/desk/"})

    assert need.is_click
    assert answer.url == "/en/desk/"
    assert Commitment.objects.get(pk=commitment.pk).stage == Stage.CLOSED


def test_a_session_ahead_offers_on_the_desk_the_act_that_is_due(office):
    office.session(begins=NOW + timedelta(days=10))

    (need,) = sections_for(office.officer, today=TODAY, now=NOW)[0].needs

    assert (need.act, need.is_click) == ("Convene", True)


def test_a_correction_of_final_minutes_waits_on_the_desk_of_the_side_that_has_not_adopted_it(office):
    session = office.session(at=SessionStage.ADOPTED)
    propose_corrigendum(
        session.items.first(), reading=Text(en="As it was said"), why="a slip", at=NOW, by=office.counterpart
    )

    assert on_the_desk(office.officer)["Minutes to adopt"] == ["First session"]
    assert on_the_desk(office.counterpart) == {"Waiting for the other side": ["First session"]}
    [need] = next(one.needs for one in sections_for(office.counterpart, today=TODAY, now=NOW) if one.needs)
    assert need.since == NOW


@pytest.mark.parametrize("end", [decline_corrigendum, withdraw_corrigendum])
def test_a_correction_that_was_declined_or_withdrawn_waits_on_no_desk(office, end):
    session = office.session(at=SessionStage.ADOPTED)
    proposed = propose_corrigendum(
        session.items.first(), reading=Text(en="As it was said"), why="a slip", at=NOW, by=office.counterpart
    )
    assert on_the_desk(office.officer)["Minutes to adopt"] == ["First session"]

    by = office.officer if end is decline_corrigendum else office.counterpart
    end(proposed, answer="No.", at=NOW, by=by)

    assert "Minutes to adopt" not in on_the_desk(office.officer)


def test_of_agreements_on_their_way_what_waits_longest_comes_first_at_whatever_stage(office):
    for stage in (Standing.NEGOTIATING, Standing.SIGNED, Standing.DRAFTING, Standing.PROPOSED, Standing.NEGOTIATING):
        office.agreement(at=stage, title=Text(en=f"It is {stage}"))
    office.agreement(at=Standing.IN_FORCE)

    made = Agreement.objects.exclude(stage=Standing.IN_FORCE).order_by("stage_since", "pk")
    assert on_the_desk(office.officer)["Agreements on their way"] == [str(one) for one in made]
