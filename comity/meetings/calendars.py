"""Writes a session as calendars read it (RFC 5545, RFC 5546).

Moments are written in UTC, never in a named zone: a reader whose rules for Ramadan in Morocco differ from ours would
show another hour (docs/decisions/0011-calendars-are-told-moments-in-utc.md). The words tell the clocks of the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string

from comity.meetings.models import Appointment, Invitation, Precision, Session, Stage
from comity.meetings.models.invitations import number_of
from comity.partners.models import Organisation
from comity.translation.texts import Text, current_language
from comity.translation.unseen import without_overrides

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

PRODUCT = "-//Comity//Sessions//EN"
STATUS = {Stage.PROPOSED: "TENTATIVE", Stage.POSTPONED: "CANCELLED", Stage.CANCELLED: "CANCELLED"}
# Signs that no calendar text may hold; a line feed is written as an escape.
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
# What may stand in an address as it is.
IN_ADDRESSES = "@!$&'*+-./=?^_`{|}~"


@dataclass(frozen=True)
class Shown:
    """What one reader may know of a session besides when and where it is."""

    joins: bool = False
    items: Iterable[Any] = ()
    url: str = ""


@dataclass(frozen=True)
class WholeDay:
    """A day of something that is no session, under a number that stays the same when the day moves."""

    number: str
    title: str
    on: date
    words: str
    url: str
    is_public: bool
    version: int = 0  # how often it moved


def requested(invitation: Invitation, appointment: Appointment, shown: Shown) -> str:
    """This will ask one person to come to a session, or tell that person of a change."""
    event = _event(appointment.session, appointment, shown, at=invitation.sent_at)
    event.add("status", "CONFIRMED")
    event.add("attendee", _attendee(invitation, asks=True))
    return _calendar("REQUEST", [event])


def cancelled(invitation: Invitation, appointment: Appointment, *, at: datetime, is_whole: bool) -> str:
    """This will take a session out of one calendar; the status is told only where all of it is called off."""
    event = _event(appointment.session, appointment, Shown(), at=at)
    if is_whole:  # RFC 5546, 3.2.5: not where only this person no longer takes part
        event.add("status", "CANCELLED")
    event.add("attendee", _attendee(invitation, asks=False))
    return _calendar("CANCEL", [event])


def published(
    sessions: Iterable[tuple[Session, Shown]], *, name: str, at: datetime, days: Iterable[WholeDay] = ()
) -> str:
    """This will tell of sessions and days to whoever subscribes or saves a file, asking for no answer."""
    organiser = _organiser()
    events = [_published(session, shown, organiser, at=at) for session, shown in sessions]
    events += [_whole_day(one, at=at) for one in days]
    return _calendar("PUBLISH", events, name=name)


def _published(session: Session, shown: Shown, organiser: vCalAddress, *, at: datetime) -> Event:
    event = _event(session, getattr(session, "appointment", None), shown, at=at, organiser=organiser)
    event.add("status", STATUS.get(Stage(session.stage), "CONFIRMED"))
    return event


def _calendar(method: str, events: list[Event], *, name: str = "") -> str:
    from icalendar import Calendar  # noqa: PLC0415 - it loads slowly, and no page needs it

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", method)
    if name:
        calendar.add("name", _line(name))
        calendar.add("x-wr-calname", _line(name))
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    written: str = calendar.to_ical().decode()
    return written


def _event(
    session: Session,
    appointment: Appointment | None,
    shown: Shown,
    *,
    at: datetime,
    organiser: vCalAddress | None = None,
) -> Event:
    event = _new_event()
    event.add("uid", appointment.uid if appointment else number_of(session))
    event.add("sequence", appointment.sequence if appointment else 0)
    event.add("dtstamp", at.astimezone(UTC))
    _add_when(event, session)
    _add_text(event, "summary", session.title)
    if session.place:
        _add_text(event, "location", session.place)
    elif session.link and shown.joins:
        event.add("location", session.link)
    words = render_to_string("meetings/letters/appointment.txt", {"session": session, "shown": shown}).strip()
    event.add("description", _lines(words), parameters={"LANGUAGE": current_language()})
    if shown.url:
        event.add("url", shown.url)
    event.add("class", "PUBLIC" if session.is_public else "PRIVATE")
    event.add("organizer", organiser or _organiser())
    return event


def _new_event() -> Event:
    from icalendar import Event  # noqa: PLC0415 - as above

    return Event()


def _whole_day(one: WholeDay, *, at: datetime) -> Event:
    event = _new_event()
    event.add("uid", f"{one.number}@{urlsplit(settings.ADDRESS).hostname or 'localhost'}")
    event.add("sequence", one.version)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", one.on)
    event.add("dtend", one.on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _line(one.title), parameters={"LANGUAGE": current_language()})
    event.add("description", _lines(one.words), parameters={"LANGUAGE": current_language()})
    event.add("url", one.url)
    event.add("status", "CONFIRMED")
    event.add("class", "PUBLIC" if one.is_public else "PRIVATE")
    return event


def _add_when(event: Event, session: Session) -> None:
    if session.precision == Precision.TIME:
        event.add("dtstart", session.starts_at.astimezone(UTC))
        if session.ends_at > session.starts_at:
            event.add("dtend", session.ends_at.astimezone(UTC))
        return
    zone = ZoneInfo(session.zone)
    event.add("dtstart", session.starts_at.astimezone(zone).date())
    event.add("dtend", session.ends_at.astimezone(zone).date() + timedelta(days=1))
    event.add("transp", "TRANSPARENT")


def _add_text(event: Event, name: str, text: Text) -> None:
    """What was written, in the reader's language or as it was written first, saying which."""
    event.add(name, _line(str(text)), parameters={"LANGUAGE": text.shown_in(current_language())})


def _attendee(invitation: Invitation, *, asks: bool) -> vCalAddress:
    address = _address(invitation.email, invitation.name)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["LANGUAGE"] = invitation.language
    if asks:
        address.params["PARTSTAT"] = PARTSTAT[invitation.answer]
        address.params["RSVP"] = "TRUE"
    return address


PARTSTAT = {"awaited": "NEEDS-ACTION", "accepted": "ACCEPTED", "tentative": "TENTATIVE", "declined": "DECLINED"}


def _organiser() -> vCalAddress:
    host = Organisation.objects.host()
    return _address(mailbox(), str(host.name) if host else "Comity")


def mailbox() -> str:
    """This will name the address that invites and gets the answers."""
    return parseaddr(settings.MAILBOX)[1]


def _address(email: str, name: str) -> vCalAddress:
    from icalendar import vCalAddress, vUri  # noqa: PLC0415 - as above

    address = vCalAddress(vUri(f"mailto:{quote(email, safe=IN_ADDRESSES)}"))
    # A quotation mark or a caret would be escaped as RFC 6868 says, which few calendars read.
    address.params["CN"] = _line(name).replace('"', "'").replace("^", " ")
    return address


def _line(words: str) -> str:
    """Words without signs that break a line, control a terminal or turn the direction around."""
    return " ".join(CONTROLS.sub(" ", without_overrides(words)).split())


def _lines(words: str) -> str:
    """Words of several lines; each value in them keeps its direction to itself by signs of ours."""
    return "\n".join(CONTROLS.sub(" ", line).rstrip() for line in words.replace("\r", "\n").split("\n"))
