"""What a mail server gets over the wire: the structure that calendars look for, and a method that is the same twice."""

import socket
from email import message_from_bytes, policy

import pytest
import vobject
from aiosmtpd.controller import Controller

from comity.journal import outbox
from comity.journal.models import Letter
from comity.translation.texts import Text
from tests.meetings.calendar_mail import delegate, soon


class Box:
    """A mail server that keeps what it gets."""

    def __init__(self):
        self.got = []

    async def handle_DATA(self, server, session, envelope):
        self.got.append(envelope)
        return "250 taken"


@pytest.fixture
def box(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = Box()
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    settings.MAIL_CARRIER = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", port, False
    yield kept
    server.stop()


def test_over_the_wire_the_method_in_the_type_is_the_method_in_the_body(office, box):
    session = office.session(begins=soon(), title=Text(en="Séance of 12 May; first, “last”"))
    delegate(session, office)
    session.convene(by=office.officer)
    session.revise(title=Text(en="عنوان آخر"), by=office.officer)
    session.cancel(why="Off.", by=office.officer)

    while outbox.send_waiting():
        pass

    told = []
    for envelope in box.got:
        if envelope.rcpt_tos != ["nadia@example.org"]:
            continue
        message = message_from_bytes(envelope.content, policy=policy.default)
        alternative, attached = message.iter_parts()
        plain, part = alternative.iter_parts()
        calendar = vobject.readOne(part.get_payload(decode=True).decode())
        assert [one.get_content_type() for one in (message, alternative, plain, part, attached)] == STRUCTURE
        assert part["Content-Type"].params["method"] == calendar.method.value
        assert envelope.mail_from == calendar.vevent.organizer.value.removeprefix("mailto:")
        assert attached.get_content() == part.get_payload(decode=True)
        assert b"\r\n" in attached.get_content()
        told.append((calendar.method.value, calendar.vevent.sequence.value, calendar.vevent.summary.value))
    assert told == [
        ("REQUEST", "0", "Séance of 12 May; first, “last”"),
        ("REQUEST", "1", "عنوان آخر"),
        ("CANCEL", "2", "عنوان آخر"),
    ]
    assert not Letter.objects.filter(sent_at=None).exists()


STRUCTURE = ["multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics"]
