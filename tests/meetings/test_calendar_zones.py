"""The moment that another calendar computes is the moment that the session says, before, in and after Ramadan."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar, Event

from comity.meetings.calendars import Shown, published
from comity.meetings.models import Session
from comity.translation.texts import Text
from tests.make import NOW
from tests.meetings.calendar_mail import delegate, read, sent, soon, to

CASABLANCA = ZoneInfo("Africa/Casablanca")
# When Morocco goes to UTC for Ramadan and back to UTC+1, each on a Sunday morning (tz database 2025b).
RAMADANS = [
    (date(2026, 2, 15), date(2026, 3, 22)),
    (date(2027, 2, 7), date(2027, 3, 14)),
    (date(2028, 1, 23), date(2028, 3, 5)),
    (date(2029, 1, 14), date(2029, 2, 18)),
    (date(2029, 12, 30), date(2030, 2, 10)),
]
AROUND = [-40, -8, -2, -1, 0, 1, 2, 8]  # days from either shift; 0 is the Sunday itself
DAYS = sorted({shift + timedelta(days=apart) for shifts in RAMADANS for shift in shifts for apart in AROUND})
HOURS = [time(1, 30), time(4, 0), time(10, 0), time(23, 30)]


def is_ramadan(day, clock):
    """Whether the clocks of Morocco show UTC: from the one shift, before dawn, to the other."""
    return any((first, time(3)) <= (day, clock) and (day, clock) < (last, time(2)) for first, last in RAMADANS)


def moment(day, clock):
    """What a clock in Morocco means, told without any library of zones."""
    return datetime.combine(day, clock, UTC) - timedelta(hours=0 if is_ramadan(day, clock) else 1)


GRID = [(day, clock, moment(day, clock)) for day in DAYS for clock in HOURS]


def sessions():
    for number, (_day, _clock, begins) in enumerate(GRID, start=1):
        ends = begins + timedelta(hours=30)  # over a shift, where it is near
        yield Session(pk=number, title=Text(en=f"{number}"), starts_at=begins, ends_at=ends, zone="Africa/Casablanca")


def test_the_grid_is_what_the_clocks_of_morocco_show():
    wrong = [(day, clock) for day, clock, begins in GRID if begins.astimezone(CASABLANCA).time() != clock]

    assert wrong == []
    assert len(GRID) > 250
    assert {is_ramadan(day, clock) for day, clock, _begins in GRID} == {True, False}


def test_another_calendar_computes_the_moment_that_the_session_says(db):
    written = published(((one, Shown()) for one in sessions()), name="Grid", at=NOW)

    read_back = {one.summary.value: one for one in vobject.readOne(written).vevent_list}

    assert len(read_back) == len(GRID)
    for session, (day, clock, begins) in zip(sessions(), GRID, strict=True):
        event = read_back[str(session.title)]
        assert event.dtstart.value == begins
        assert event.dtend.value == session.ends_at
        shown = event.dtstart.value.astimezone(CASABLANCA)
        assert (shown.date(), shown.time()) == (day, clock)


def test_the_words_tell_the_clocks_of_the_place(db):
    written = published(((one, Shown()) for one in sessions()), name="Grid", at=NOW)

    for event, (day, clock, _begins) in zip(vobject.readOne(written).vevent_list, GRID, strict=True):
        assert f"{day.day} {day:%B} {day.year}, {clock:%H:%M}" in event.description.value


def test_a_named_zone_with_rules_would_be_read_wrong():
    """The control: why moments are written in UTC. Another reader computes another hour from the rules it is given."""
    wrong = 0
    for _day, _clock, begins in GRID[:40]:
        event, calendar = Event(), Calendar()
        event.add("uid", "control")
        event.add("dtstart", begins.astimezone(CASABLANCA))
        calendar.add_component(event)
        calendar.add_missing_timezones()
        wrong += vobject.readOne(calendar.to_ical().decode()).vevent.dtstart.value != begins

    assert wrong > 0


@pytest.mark.parametrize("day", [date(2027, 2, 6), date(2027, 2, 8), date(2027, 3, 15)])
def test_a_session_that_is_called_arrives_at_its_moment(office, day):
    begins = moment(day, time(10))
    session = office.session(begins=begins, zone="Africa/Casablanca")
    delegate(session, office)

    session.convene(by=office.officer)

    event = read(to(sent(), "nadia@example.org")).vevent
    assert event.dtstart.value == begins
    assert f"{day.day} {day:%B} {day.year}, 10:00 (Casablanca)" in event.description.value


def test_a_session_that_moves_over_the_shift_keeps_its_clock_where_it_is_told(office):
    session = office.session(begins=soon(), zone="Africa/Casablanca")
    delegate(session, office)
    session.convene(by=office.officer)
    sent()
    begins = moment(date(2027, 2, 8), time(10))

    session.revise(starts_at=begins, ends_at=begins + timedelta(hours=2), by=office.officer)

    event = read(to(sent(), "nadia@example.org")).vevent
    assert event.dtstart.value == begins
    assert "10:00 (Casablanca)" in event.description.value
