"""The acts that take a session from stage to stage, each through its page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.models import Session, Stage

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


def test_a_record_compiled_from_reports_gets_no_invented_minutes(office):
    session = office.session(at=S.HELD, compiled_from="a news agency")

    with pytest.raises(NotNow):
        session.finish_draft(by=office.officer)

    assert Session.objects.get().stage == S.HELD
