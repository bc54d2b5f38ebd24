"""Answers to invitations are taken in, each once; what lies about its sender changes nothing and is set aside."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import IntegrityError

from comity.accounts.models import User
from comity.journal.acting import acting
from comity.meetings.models import Appointment, Fault, Invitation, ReceivedMail
from comity.meetings.post import KEPT, Envelope, NotForUs, Reply, SetAside, envelope_of, read

# Clocks of other machines may be ahead of ours, or behind, by as much.
CLOCKS_DIFFER = timedelta(days=1)


class Outcome(StrEnum):
    """What became of a message."""

    TAKEN = "taken in"
    ASIDE = "set aside"
    KNOWN = "read before"
    NOT_OURS = "not for Comity"


def receive(raw: bytes, *, at: datetime, by: User) -> Outcome:
    """This will take in the answer that a message holds, or set the message aside; the same one changes nothing twice.

    A message without a calendar part is not for Comity and is left alone.
    """
    envelope = envelope_of(raw)
    if ReceivedMail.objects.is_known(envelope.number):
        return Outcome.KNOWN
    try:
        with acting(by=by):
            return _take_in(raw, envelope, at=at, by=by)
    except IntegrityError:  # another process was quicker with the same message
        return Outcome.KNOWN


def set_aside(raw: bytes, fault: Fault, *, at: datetime, by: User) -> Outcome:
    """This will set aside a message that is refused before it is read, such as one that is too large to be fetched."""
    envelope = envelope_of(raw)
    if ReceivedMail.objects.is_known(envelope.number):
        return Outcome.KNOWN
    with acting(by=by):
        return _put_aside(raw, envelope, fault, at=at, by=by)


def _take_in(raw: bytes, envelope: Envelope, *, at: datetime, by: User) -> Outcome:
    try:
        reply = read(raw)
        invitation = _invitation_for(reply, at=at)
    except NotForUs:
        return Outcome.NOT_OURS
    except SetAside as refusal:
        return _put_aside(raw, envelope, refusal.fault, at=at, by=by)
    ReceivedMail.remember(envelope.number, sender=envelope.sender, at=at)
    _note(invitation, reply, by=by)
    return Outcome.TAKEN


def _put_aside(raw: bytes, envelope: Envelope, fault: Fault, *, at: datetime, by: User) -> Outcome:
    ReceivedMail.put_aside(envelope.number, sender=envelope.sender, fault=fault, content=raw[:KEPT], at=at, by=by)
    return Outcome.ASIDE


def _invitation_for(reply: Reply, *, at: datetime) -> Invitation:
    """The invitation that a reply answers. Raises SetAside where it may not answer it."""
    appointment = Appointment.objects.known_as(reply.uid)
    if appointment is None:
        raise SetAside(Fault.UNKNOWN)
    session = appointment.session
    invitation = Invitation.objects.held_for(session, reply.attendee)
    if invitation is None:
        raise SetAside(Fault.NOT_INVITED)
    if not session.is_called or session.ends_at < at:
        raise SetAside(Fault.OVER)
    if invitation.withdrawn_at is not None:
        raise SetAside(Fault.NOT_INVITED)
    _be_newest(reply, invitation, at=at)
    return invitation


def _be_newest(reply: Reply, invitation: Invitation, *, at: datetime) -> None:
    """It must answer the version sent last, and be no older than the answer that is here."""
    if reply.sequence != invitation.sequence or reply.stamped_at < invitation.sent_at - CLOCKS_DIFFER:
        raise SetAside(Fault.OTHER_VERSION)
    if reply.stamped_at > at + CLOCKS_DIFFER:
        raise SetAside(Fault.NOT_YET)
    if invitation.answered_at is not None and reply.stamped_at < invitation.answered_at:
        raise SetAside(Fault.OLDER)


def _note(invitation: Invitation, reply: Reply, *, by: User) -> None:
    said: dict[str, Any] = {"comment": reply.comment, "answered_at": reply.stamped_at}
    if reply.proposed:
        invitation.note_proposal(*reply.proposed, by=by, **said)
    else:
        invitation.note_answer(reply.answer, by=by, **said)
