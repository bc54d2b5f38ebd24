"""The page of a session tells what was said, what came of it, who came, and whose turn it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comity.agreements.models import Agreement
from comity.commitments.fulfilment import Shown, accept, claim_done, give_back
from comity.commitments.models import Commitment
from comity.events.models import Event
from comity.journal.thread import tie
from comity.meetings import delegating
from comity.meetings.circulation import circulate
from comity.meetings.minuting import decide
from comity.meetings.models import Session, Stage, Visibility
from comity.meetings.telling import due_for
from comity.translation.texts import Text
from tests import make
from tests.make import NOW, TODAY


def say(office, item, words, **facts):
    return office.commitment(item=item, deliverable=Text(en=words), **facts)


def agree(office, came_from):
    agreement = Agreement.conclude(
        parties=[office.host, office.partner], by=office.officer, title=Text(en="Framework"), concluded_on=TODAY
    )
    tie(agreement, came_from=came_from, by=office.officer)
    return agreement


def test_the_page_draws_everything_said_and_what_came_of_it(office, officer):
    session = office.session(at=Stage.HELD)
    item = session.items.get()
    said = say(office, item, "Draft an agreement")
    say(office, item, "Send the list")
    say(office, item, "Write the history", said_on=TODAY - timedelta(days=400))
    agree(office, said)

    answer = officer.open("session", session.pk)

    page = answer.content.decode()
    assert [str(knot.record) for knot in answer.context["page"].said] == [
        "Draft an agreement",
        "Send the list",
        "Write the history",
    ]
    assert "Three things were said. One led to something. One is open. Of one nothing is known." in page
    assert "Framework" in page and "Nothing has been recorded since." in page


def make_final(office, session):
    session = Session.objects.get(pk=session.pk)
    session.finish_draft(by=office.officer)
    circulate(session, at=NOW, by=office.officer)
    office.adopt(session)


def accepted(office, said, *, words="The list went out.", link="https://example.org/list"):
    """Our side keeps a promise, and the partner accepts it."""
    claim_done(said, words=words, shown=Shown(link=link), at=NOW, by=office.officer)
    accept(said, words="", at=NOW + timedelta(days=2), by=office.counterpart)
    return said


def test_a_kept_promise_shows_beside_it_what_was_done_and_who_accepted_it(office, officer, counterpart):
    session = office.session(at=Stage.HELD)
    accepted(office, say(office, session.items.get(), "Send the list", due_on=NOW.date() + timedelta(days=9)))

    for reader in (officer, counterpart):
        answer = reader.open("session", session.pk)
        deed = answer.context["page"].said[0].record.deeds[0]
        page = answer.content.decode()
        assert (str(deed.standing.words), deed.words) == ("accepted", "The list went out.")
        assert [sight.url for sight in deed.sights] == ["https://example.org/list"]
        assert ["claimed done by" in deed.facts[0], "accepted by" in deed.facts[1]] == [True, True]
        assert 'href="https://example.org/list"' in page and "The list went out." in page
        assert "due on" in page and "Nothing has been recorded since." not in page


def test_what_was_shown_for_a_promise_is_not_for_the_public(office, officer, visitor):
    session = office.session(at=Stage.HELD)
    session.items.get().change(visibility=Visibility.PUBLIC, by=office.officer)
    accepted(office, say(office, session.items.get(), "Send the list"))
    session.show_to_public(True, by=office.officer)
    make_final(office, session)

    page = visitor.open("session", session.pk).content.decode()

    assert "Send the list" in page
    assert "example.org/list" not in page and "The list went out." not in page


@pytest.mark.parametrize("stage", ["draft", "public"])
def test_nobody_is_told_that_nothing_is_recorded_who_may_only_not_see_it(office, officer, visitor, stage):
    session = office.session(at=Stage.HELD)
    said = say(office, session.items.get(), "Send the list")
    claim_done(said, words="Done.", shown=Shown(link="https://example.org/1"), at=NOW, by=office.officer)
    session.items.get().change(visibility=Visibility.PUBLIC, by=office.officer)
    session.show_to_public(True, by=office.officer)
    if stage == "public":
        make_final(office, session)

    page = visitor.open("session", session.pk).content.decode()

    assert "Nothing has been recorded since." not in page
    assert "is recorded yet. " not in page and "No commitment that was made there is recorded yet." not in page
    assert ("The commitments made there are not open to you" in page) == (stage == "draft")


def test_of_several_claims_the_thread_shows_the_newest(office, officer):
    session = office.session(at=Stage.HELD)
    said = say(office, session.items.get(), "Send the list")
    claim_done(said, words="First.", shown=Shown(link="https://example.org/1"), at=NOW, by=office.officer)
    give_back(said, words="Half is missing.", at=NOW, by=office.counterpart)
    claim_done(said, words="Second.", shown=Shown(link="https://example.org/2"), at=NOW, by=office.officer)

    deeds = officer.open("session", session.pk).context["page"].said[0].record.deeds

    assert [(deed.words, str(deed.standing.words)) for deed in deeds] == [("Second.", "claimed done")]


def test_the_thread_says_between_whom_each_thing_was_said(office, officer):
    session = office.session(at=Stage.HELD)
    say(office, session.items.get(), "Send the list")

    page = officer.open("session", session.pk).content.decode()
    thread = page[page.index('class="thread"') :]

    assert (
        str(office.host.called) in thread and str(office.partner.called) in thread and "no due date was set" in thread
    )


def test_a_session_ahead_says_whose_turn_it_is_and_when(office, officer):
    session = office.session(begins=timezone.now() + timedelta(days=3, hours=1))

    page = officer.open("session", session.pk).content.decode()

    assert "It begins in 3 days. It is the turn of our office, to convene it." in page


def test_what_led_to_a_session_is_named(office, officer):
    earlier = office.session(at=Stage.HELD)
    said = say(office, earlier.items.get(), "Meet again")
    session = office.session()
    tie(session, came_from=said, by=office.officer)

    assert officer.open("session", session.pk).context["page"].origins == [said]


DUE = {
    Stage.PROPOSED: "Convene",
    Stage.CONVENED: "Adopt the agenda",
    Stage.AGENDA_ADOPTED: "Record that it was held",
    Stage.HELD: "Write the minutes",
    Stage.DRAFTED: "Circulate the minutes",
    Stage.CIRCULATED: "Open the draft",
    Stage.ADOPTED: "Close the follow-up",
}


@pytest.mark.parametrize(("at", "act"), DUE.items())
def test_the_act_that_is_due_is_the_only_filled_button(office, officer, at, act):
    session = office.session(at=at, begins=timezone.now() - timedelta(days=1))

    page = officer.open("session", session.pk).content.decode()

    assert page.count("act-due") == 1
    assert f">{act}</" in page


def test_only_the_circulated_draft_waits_for_the_other_side(office):
    waiting = {
        at: due_for(office.session(at=at), office.counterpart, now=NOW)
        for at in (Stage.CONVENED, Stage.DRAFTED, Stage.CIRCULATED, Stage.ADOPTED)
    }

    assert [at for at, due in waiting.items() if due] == [Stage.CIRCULATED]


def test_the_public_reads_the_extract_of_public_items_alone(office, officer, visitor):
    session = office.session(at=Stage.HELD, items=2, is_public=True, compiled_from="a report")
    public, shared = session.items.in_order()
    public.change(visibility=Visibility.PUBLIC, title=Text(en="Open to all"), by=office.officer)
    shared.change(title=Text(en="Between us"), by=office.officer)
    say(office, public, "Said aloud")
    say(office, shared, "Said softly")

    page = visitor.open("session", session.pk).content.decode()

    assert "Open to all" in page and "Said aloud" in page
    assert "Between us" not in page and "Said softly" not in page
    assert "Between us" in officer.open("session", session.pk).content.decode()


def test_minutes_are_read_by_the_public_only_when_final(office, officer, visitor):
    session = office.session(at=Stage.HELD, is_public=True)
    item = session.items.get()
    item.change(visibility=Visibility.PUBLIC, minutes=Text(en="We agreed."), by=office.officer)
    assert "We agreed." not in visitor.open("session", session.pk).content.decode()

    compiled = office.session(at=Stage.HELD, is_public=True, compiled_from="a news agency")
    compiled.items.get().change(visibility=Visibility.PUBLIC, minutes=Text(en="It was said."), by=office.officer)

    page = visitor.open("session", compiled.pk).content.decode()
    assert "It was said." in page
    assert "This record was compiled from published reports: <bdi>a news agency</bdi>." in page


def test_a_title_in_another_language_keeps_its_language_and_direction(office, officer):
    session = office.session(title=Text(ar="جلسة عمل"))

    page = officer.open("session", session.pk).content.decode()

    assert '<bdi lang="ar" dir="rtl">جلسة عمل</bdi>' in page


def test_the_history_is_open_to_the_office_alone(office, officer, counterpart):
    session = office.session()

    assert "History" in officer.open("session", session.pk).content.decode()
    assert "History" not in counterpart.open("session", session.pk).content.decode()


def full_session(office, count):
    """A session with everything that a page can show, `count` times."""
    session = office.session(at=Stage.HELD, items=count)
    later = office.session(begins=NOW + timedelta(days=30), items=0)
    for number, item in enumerate(session.items.in_order()):
        said = accepted(office, say(office, item, f"Promise {number}"))
        agreement = agree(office, said)
        event = Event.announce(
            organisers=[office.host],
            by=office.officer,
            title=Text(en="Forum"),
            starts_on=TODAY,
            ends_on=TODAY,
        )
        tie(event, came_from=agreement, by=office.officer)
        decide(item, text=Text(en="To go on"), by=office.officer)
        for side in session.delegations.in_order():
            person = make.person(f"Member {number}", by=office.officer)
            delegating.add_member(side, person=person, by=office.officer)
    tie(later, came_from=Commitment.objects.order_by("pk")[0], by=office.officer)
    return session


@pytest.mark.parametrize("count", [1, 6])
@pytest.mark.parametrize("who", ["officer", "counterpart", "visitor"])
def test_the_page_asks_as_often_for_one_as_for_many(office, request, django_assert_max_num_queries, who, count):
    session = full_session(office, count)
    session.show_to_public(True, by=office.officer)
    browser = request.getfixturevalue(who)
    browser.open("session", session.pk)

    with django_assert_max_num_queries(15):
        assert browser.open("session", session.pk).status_code == 200


@pytest.mark.parametrize("who", ["officer", "counterpart"])
def test_the_page_of_final_minutes_asks_no_more(office, request, django_assert_max_num_queries, who):
    session = full_session(office, 3)
    make_final(office, session)
    browser = request.getfixturevalue(who)
    browser.open("session", session.pk)

    with django_assert_max_num_queries(15):
        assert browser.open("session", session.pk).status_code == 200


def test_the_link_for_joining_is_for_those_who_take_part(office, officer, counterpart, stranger, visitor):
    room = "https://meet.example.org/room"
    session = office.session(is_public=True, link=room, place=Text(en="Rabat and online"))

    pages = [one.open("session", session.pk).content.decode() for one in (officer, counterpart, stranger, visitor)]

    assert [room in page for page in pages] == [True, True, False, False]
    assert all("Rabat and online" in page for page in pages)
