"""Invitations as another program reads them (vobject, not icalendar), and answers as calendars send them."""

from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import count

import vobject
from django.core import mail
from django.utils import timezone

from comity.accounts.models import User
from comity.journal import outbox
from comity.journal.acting import acting
from comity.meetings.delegating import add_member
from comity.meetings.models import Invitation
from comity.meetings.replying import receive
from tests import make

_numbers = count(1)


def soon(**apart):
    """A round time some days ahead."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=5, **apart)


def delegate(session, office, *, name="Nadia Delegate", email="nadia@example.org", side=1, **facts):
    """A person with an address joins the delegation of the partner, or of the host (side 0)."""
    person = make.person(name, by=office.officer, email=email, **facts)
    return add_member(list(session.delegations.in_order())[side], person=person, by=office.officer)


def sent():
    """What leaves now, each letter as it would go over the wire; the box is emptied."""
    mail.outbox.clear()
    outbox.send_waiting()
    return [one.message() for one in mail.outbox]


def calendar_part(message):
    (part,) = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    return part


def read(message):
    """The calendar of a letter, as vobject reads it."""
    return vobject.readOne(calendar_part(message).get_payload(decode=True).decode())


def subject_of(message):
    return str(make_header(decode_header(message["Subject"])))


def to(messages, email):
    (found,) = [one for one in messages if one["To"] == email]
    return found


def written(moment):
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def reply(invitation, answer="ACCEPTED", **changes):
    """An answer as a calendar sends it; `changes` say what is told otherwise than it is true."""
    told = {
        "attendee": invitation.email,
        "sender": invitation.email,
        "uid": invitation.session.appointment.uid,
        "sequence": invitation.sequence,
        "stamp": timezone.now(),
        "method": "REPLY",
        "comment": "",
        "lines": [],
    } | changes
    words = told["comment"].replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Another//Calendar//EN",
        f"METHOD:{told['method']}",
        "BEGIN:VEVENT",
        f"UID:{told['uid']}",
        f"DTSTAMP:{written(told['stamp'])}",
        f"SEQUENCE:{told['sequence']}",
        f"ATTENDEE;PARTSTAT={answer}:mailto:{told['attendee']}",
        *([f"COMMENT:{words}"] if words else []),
        *told["lines"],
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return letter("\r\n".join(lines) + "\r\n", **changes | {"sender": told["sender"], "method": told["method"]})


def letter(calendar, *, sender, method="REPLY", said_method=None, number=None, heads=(), **_rest):
    """The letter around an answer, as it arrives."""
    message = EmailMessage()
    message["Subject"] = "Accepted: First session"
    message["From"] = sender
    message["To"] = "comity@localhost"
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = number or f"<{next(_numbers)}@calendar.example.org>"
    for name, value in heads:
        message[name] = value
    message.set_content("Nadia has accepted the invitation.")
    message.add_alternative(calendar, subtype="calendar", params={"method": said_method or method})
    return message.as_bytes()


def take(raw, *, at=None):
    with acting(by=None):
        by = User.objects.machine()
    return receive(raw, at=at or timezone.now(), by=by)


def invitation(email="nadia@example.org"):
    return Invitation.objects.get(email=email)
