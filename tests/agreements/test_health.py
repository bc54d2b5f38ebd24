"""How an agreement is doing is told by its traces, and what a review suggests follows from them by rules."""

from datetime import timedelta

import pytest

from comity.agreements.access import parties_of
from comity.agreements.health import health_of
from comity.agreements.models import Agreement, Stage
from comity.agreements.suggesting import suggest
from comity.commitments.fulfilment import Shown, accept, claim_done
from comity.events.models import Event
from comity.journal.records import key_of
from comity.journal.thread import threads_from, tie
from comity.meetings.models import Stage as Held
from comity.partners import inviting
from comity.translation.texts import Text
from tests.make import NOW, TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def read(office, agreement, *, viewer="officer", today=TODAY):
    viewer = getattr(office, viewer) if isinstance(viewer, str) else viewer
    knot = threads_from([agreement], viewer=viewer)[key_of(agreement)]
    return health_of(agreement, knot=knot, parties=list(parties_of(agreement)), viewer=viewer, today=today)


def suggested(office, agreement, **given):
    told = suggest(agreement, read(office, agreement, **given))
    return str(told.act), told.because


def promised(office, agreement, *, is_kept=False, **facts):
    promise = office.commitment(**facts)
    tie(promise, came_from=agreement, by=office.officer)
    if is_kept:
        claim_done(promise, words="sent", shown=Shown(link="https://example.org/"), at=NOW, by=office.officer)
        accept(promise, words="seen", at=NOW, by=office.counterpart)
    return promise


def test_its_traces_are_told_side_by_side(office):
    agreement = office.agreement(at=Stage.IN_FORCE)
    session = office.session(at=Held.HELD)
    kept = promised(office, agreement, is_kept=True)
    late = promised(office, agreement, due_on=TODAY - timedelta(days=3))
    still = promised(office, agreement)
    event = Event.announce(
        organisers=[office.host], by=office.officer, title=Text(en="Forum"), starts_on=TODAY, ends_on=TODAY
    )
    tie(event, came_from=kept, by=office.officer)

    told = read(office, agreement)

    assert told.last_session == session
    assert (told.kept, told.broken, told.open_ones) == ([kept], [late], [still])
    assert [(kind, some) for kind, some in told.results] == [("event", [event])]
    assert (told.last_trace, told.dormant_since) == (TODAY, None)


def test_a_session_with_somebody_else_is_no_trace_of_it(office):
    agreement = Agreement.conclude(
        parties=[office.host, office.other], by=office.officer, title=Text(en="Framework"), concluded_on=TODAY
    )
    office.session(at=Held.HELD)

    assert read(office, agreement).last_session is None


def test_who_left_is_told_to_the_office_and_the_parties_and_to_nobody_else(office, client):
    agreement = office.agreement(at=Stage.IN_FORCE, is_public=True)
    office.theirs.leave(on=TODAY, by=office.officer)

    assert read(office, agreement).people_gone == [office.theirs]
    assert read(office, agreement, viewer="counterpart").people_gone == [office.theirs]
    assert read(office, agreement, viewer="stranger").people_gone == []
    assert "People who left" not in client.get(f"/en/agreements/{agreement.pk}/").text


def test_who_holds_no_office_at_the_party_any_more_has_left_it(office):
    agreement = office.agreement(at=Stage.IN_FORCE)
    office.theirs.offices.get().end(on=TODAY, by=office.officer)

    assert read(office, agreement).people_gone == [office.theirs]


def test_whose_account_was_closed_has_left(office):
    agreement = office.agreement(at=Stage.IN_FORCE)
    inviting.close(office.counterpart, at=NOW, by=office.head)

    assert read(office, agreement).people_gone == [office.theirs]


def test_it_is_dormant_since_its_latest_trace_when_that_is_a_year_ago(office):
    agreement = office.agreement(at=Stage.IN_FORCE)
    promise = promised(office, agreement, said_on=TODAY)

    assert read(office, agreement, today=TODAY + timedelta(days=364)).dormant_since is None
    assert read(office, agreement, today=TODAY + timedelta(days=365)).dormant_since == promise.said_on


def test_nothing_could_be_heard_of_it_before_it_came_into_force(office):
    office.session(at=Held.HELD, begins=NOW - timedelta(days=900))
    agreement = office.agreement(at=Stage.IN_FORCE)

    assert read(office, agreement).dormant_since is None
    assert read(office, agreement, today=TODAY + timedelta(days=400)).dormant_since == agreement.in_force_on


def test_that_it_was_renewed_is_a_trace(office):
    agreement = office.agreement(at=Stage.IN_FORCE)
    renewed = TODAY + timedelta(days=400)
    agreement.renew(until=TODAY + timedelta(days=3000), on=renewed, why="by letters", by=office.officer)

    told = read(office, agreement, today=renewed)

    assert (told.last_trace, told.dormant_since) == (renewed, None)


def test_its_traces_cost_four_questions_however_many_there_are(office, django_assert_num_queries):
    agreement = office.agreement(at=Stage.IN_FORCE)
    for _number in range(5):
        promised(office, agreement)
    parties = list(parties_of(agreement))
    knot = threads_from([agreement], viewer=office.officer)[key_of(agreement)]

    with django_assert_num_queries(4):
        health_of(agreement, knot=knot, parties=parties, viewer=office.officer, today=TODAY)


@pytest.mark.parametrize("who", ["officer", None])
def test_the_page_of_an_agreement_asks_at_most_30_questions(office, client, django_assert_max_num_queries, who):
    agreement = office.agreement(at=Stage.IN_FORCE, is_public=True)
    office.session(at=Held.HELD)
    for _number in range(4):
        promised(office, agreement)
    if who:
        client.force_login(office.officer, backend=BACKEND)
    client.get(f"/en/agreements/{agreement.pk}/")

    with django_assert_max_num_queries(30):
        page = client.get(f"/en/agreements/{agreement.pk}/")

    assert "What it left behind" in page.text


# What is suggested


def test_what_is_silent_owes_nothing_and_brought_nothing_may_lapse(office):
    agreement = office.agreement(at=Stage.IN_FORCE)

    act, because = suggested(office, agreement, today=TODAY + timedelta(days=800))

    assert act == "let_lapse"
    assert because == [
        "nothing was heard of it since 24 November 2026",
        "no promise under it is still to be kept",
        "nothing that came of it was recorded",
    ]


def test_what_is_silent_and_owes_something_is_to_be_revived(office):
    agreement = office.agreement(at=Stage.IN_FORCE)
    promised(office, agreement)

    act, because = suggested(office, agreement, today=TODAY + timedelta(days=800))

    assert (act, because[1]) == ("revive", "1 promise under it is not kept yet")


def test_what_breaks_more_than_it_keeps_is_to_be_revised(office):
    agreement = office.agreement(at=Stage.IN_FORCE)
    promised(office, agreement, due_on=TODAY - timedelta(days=3))

    act, because = suggested(office, agreement)

    assert (act, because) == ("revise", ["more promises under it are overdue or cancelled (1) than were kept (0)"])


def test_what_its_text_does_not_let_go_on_is_to_be_revised(office):
    agreement = office.agreement(at=Stage.IN_FORCE, renewing="anew")
    promised(office, agreement, is_kept=True)

    assert suggested(office, agreement)[0] == "revise"


def test_what_lost_its_people_is_to_be_revised(office):
    agreement = office.agreement(at=Stage.IN_FORCE)
    promised(office, agreement, is_kept=True)
    office.theirs.leave(on=TODAY, by=office.officer)

    assert suggested(office, agreement) == ("revise", ["1 person whom it names has left"])


def test_what_is_alive_and_keeps_its_promises_is_to_be_renewed(office):
    agreement = office.agreement(at=Stage.IN_FORCE)
    promised(office, agreement, is_kept=True)

    act, because = suggested(office, agreement)

    assert (act, because[1:]) == ("renew", ["1 promise under it was kept", "nothing speaks against it"])
