"""The acts that take a session from stage to stage, each through its page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.delegating import add_member
from comity.meetings.models import Session, Stage
from tests import make

S = Stage
STEPS = [
    (S.PROPOSED, "convening", {}, S.CONVENED, "convened"),
    (S.CONVENED, "agenda-adoption", {}, S.AGENDA_ADOPTED, "agenda_adopted"),
    (S.AGENDA_ADOPTED, "holding", {}, S.HELD, "held"),
    (S.HELD, "drafting", {}, S.DRAFTED, "drafted"),
    (S.DRAFTED, "circulation", {}, S.CIRCULATED, "circulated"),
    (S.CIRCULATED, "recall", {"why": "A page is missing."}, S.DRAFTED, "recalled"),
    (S.ADOPTED, "closing", {}, S.CLOSED, "closed"),
    (S.CONVENED, "postponement", {"why": "Snow."}, S.POSTPONED, "postponed"),
    (S.CONVENED, "cancellation", {"why": "Both agreed."}, S.CANCELLED, "cancelled"),
]
begun = timezone.now() - timedelta(days=1)


@pytest.mark.parametrize(("at", "route", "typed", "then", "act"), STEPS)
def test_an_act_moves_the_session_and_is_written_down(office, officer, at, route, typed, then, act):
    session = office.session(at=at, begins=begun)

    officer.send(route, session.pk, **typed)

    session.refresh_from_db()
    entry = Entry.objects.about(session).filter(act=act).first()
    assert session.stage == then
    assert (entry.by_user, entry.why) == (office.officer, typed.get("why", ""))


@pytest.mark.parametrize(("at", "route", "typed", "then", "act"), STEPS)
def test_an_act_at_the_wrong_stage_is_refused_in_words_and_changes_nothing(
    office, officer, at, route, typed, then, act
):
    wrong = Stage.CLOSED
    session = office.session(at=wrong, begins=begun)
    entries = Entry.objects.count()

    answer = officer.send(route, session.pk, **typed)
    # What was typed with the act stands on the page that refuses it; an act without words leads back to the session.
    page = (answer if typed else officer.get(answer.url)).content.decode()

    session.refresh_from_db()
    assert session.stage == wrong
    assert typed.get("why", "") in page
    assert Entry.objects.count() == entries
    assert "This cannot be done now" in page


@pytest.mark.parametrize(("at", "route", "typed", "then", "act"), STEPS)
def test_an_act_of_the_office_is_refused_to_everybody_else(office, counterpart, visitor, at, route, typed, then, act):
    session = office.session(at=at, begins=begun)

    assert counterpart.send(route, session.pk, **typed).status_code == 403
    assert visitor.send(route, session.pk, **typed).status_code == 403

    session.refresh_from_db()
    assert session.stage == at
    assert Entry.objects.refusals().count() == 2


def test_a_session_is_not_put_off_without_a_reason(office, officer):
    session = office.session(at=S.CONVENED)

    answer = officer.send("postponement", session.pk, why="")

    session.refresh_from_db()
    assert answer.context["form"].errors == {"why": ["This field is required."]}
    assert session.stage == S.CONVENED


def test_a_session_is_not_held_before_it_begins(office, officer):
    session = office.session(at=S.AGENDA_ADOPTED, begins=timezone.now() + timedelta(days=1))

    page = officer.get(officer.send("holding", session.pk).url).content.decode()

    session.refresh_from_db()
    assert session.stage == S.AGENDA_ADOPTED
    assert "The session has not begun yet." in page


def test_an_agenda_without_an_item_is_not_adopted(office):
    session = office.session(at=S.CONVENED, items=0)

    with pytest.raises(NotNow):
        session.adopt_agenda(by=office.officer)

    assert Session.objects.get().stage == S.CONVENED


def test_the_second_of_two_who_convene_at_once_is_refused(office):
    first, second = Session.objects.get(pk=office.session().pk), Session.objects.get()
    first.convene(by=office.officer)

    with pytest.raises(NotNow):
        second.convene(by=office.head)

    assert Entry.objects.about(first).filter(act="convened").count() == 1


def test_a_postponed_session_gets_a_new_day(office, officer):
    session = office.session(at=S.CONVENED)
    session.postpone(why="Snow.", by=office.officer)
    typed = {"day": "2027-02-01", "begins": "10:00", "ends": "11:00", "zone": "UTC"}

    officer.send("new-day", session.pk, **typed)

    session.refresh_from_db()
    assert session.stage == S.CONVENED
    assert session.starts_at.isoformat() == "2027-02-01T10:00:00+00:00"


@pytest.fixture
def put_off(office):
    session = office.session(at=S.CONVENED, begins=timezone.now() + timedelta(days=7))
    session.postpone(why="Snow.", by=office.officer)
    return session


def day_of(begins):
    return {"day": begins.date().isoformat(), "begins": "10:00", "ends": "11:00", "zone": "UTC"}


def test_a_new_day_that_has_passed_is_refused_in_words(officer, put_off):
    answer = officer.send("new-day", put_off.pk, **day_of(timezone.now() - timedelta(days=2)))

    put_off.refresh_from_db()
    assert answer.context["form"].errors == {"day": ["A new day lies ahead: this one has begun or passed already."]}
    assert put_off.stage == S.POSTPONED


def test_after_a_new_day_is_set_the_page_says_who_is_told_and_the_answers_are_asked_anew(office, officer, put_off):
    person = make.person("Nadia", by=office.officer, email="nadia@example.org")
    add_member(put_off.delegations.in_order()[1], person=person, by=office.officer)

    page = officer.get(officer.send("new-day", put_off.pk, **day_of(timezone.now() + timedelta(days=9))).url).text

    assert "The new day is set. Letters tell 2 people who are called." in page
    assert "Not invited by mail." not in page
    assert "no answer yet" in page


def test_where_nobody_can_be_written_to_the_page_says_so(office, officer, put_off):
    with acting(by=None):
        office.counterpart.stop_signing_in()

    page = officer.get(officer.send("new-day", put_off.pk, **day_of(timezone.now() + timedelta(days=9))).url).text

    assert "No letter went out: nobody who is called has an e-mail address here." in page


def test_a_session_that_was_put_off_shows_its_former_day_as_such_and_offers_it_to_no_calendar(office, officer, put_off):
    put_off.show_to_public(True, by=office.officer)
    was = f"was planned for \u2068{put_off.when_in_words()}\u2069"

    page = officer.open("session", put_off.pk).text
    others = [officer.open(route).text for route in ("sessions", "home", "desk")]

    assert was in page
    assert "For your calendar" not in page
    assert all(was in other for other in others)
    assert [other for other in (page, *others) if "in 1 week" in other or "in 7 days" in other] == []


def test_a_session_that_was_called_off_shows_its_day_as_what_was_planned(office, officer):
    session = office.session(at=S.CONVENED, begins=timezone.now() + timedelta(days=7, minutes=5))
    session.show_to_public(True, by=office.officer)
    officer.send("cancellation", session.pk, why="Both sides meet elsewhere.")

    page = officer.open("session", session.pk).text

    assert f"was planned for \u2068{session.when_in_words()}\u2069" in page
    assert "in 1 week" not in page


def test_a_session_that_is_called_is_offered_to_calendars_with_how_far_it_is(office, officer):
    session = office.session(at=S.CONVENED, begins=timezone.now() + timedelta(days=7, minutes=5))

    page = officer.open("session", session.pk).text

    assert "For your calendar" in page
    assert "in 1 week" in page


def test_a_session_that_was_put_off_has_not_begun_when_its_former_day_comes(office, officer):
    session = office.session(at=S.CONVENED, begins=timezone.now() - timedelta(hours=1))
    session.postpone(why="Snow.", by=office.officer)

    page = officer.open("desk").text

    assert "Sessions that have begun" not in page
    assert "Set a new day" in page


@pytest.mark.parametrize(("route", "is_told"), [("postponement", True), ("cancellation", True), ("recall", False)])
def test_whoever_types_a_reason_is_told_who_reads_it(office, officer, route, is_told):
    page = officer.open(route, office.session(at=S.CONVENED).pk).text

    assert ("The letters to everybody who was called tell the reason" in page) is is_told


def test_a_record_compiled_from_reports_gets_no_invented_minutes(office):
    session = office.session(at=S.HELD, compiled_from="a news agency")

    with pytest.raises(NotNow):
        session.finish_draft(by=office.officer)

    assert Session.objects.get().stage == S.HELD
