"""Reads what came to the mailbox, believing none of it: sizes first, then its parts, then the calendar inside.

Whoever may write a message may write anything into it. What cannot be read as one answer of one person is refused
with the name of its fault; what has no calendar part is not for us.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from icalendar import Calendar

from comity.meetings.models import Answer, Fault
from comity.translation.unseen import without_overrides

LARGEST = 1_000_000  # bytes of a message
LARGEST_CALENDAR = 128_000  # bytes of its calendar part
LONGEST_HEADER = 998  # characters, as a line of mail may have
LONGEST_COMMENT = 1_000  # characters that are kept
MOST_PARTS = 40
FIRST_YEAR, LAST_YEAR = 1900, 2999
KEPT = 64_000  # bytes of a refused message that are kept
CALENDAR = "text/calendar"
ANSWERS = {"ACCEPTED": Answer.ACCEPTED, "TENTATIVE": Answer.TENTATIVE, "DECLINED": Answer.DECLINED}
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class NotForUs(Exception):
    """A message that has nothing to do with calendars; it stays where it is."""


class SetAside(Exception):
    """A message that is refused, with the name of its fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Reply:
    """What one message says, before anybody looked whether it may say so."""

    uid: str
    attendee: str
    sequence: int
    stamped_at: datetime
    answer: str
    comment: str
    proposed: tuple[datetime, datetime] | None  # another time, where that is what it proposes


@dataclass(frozen=True)
class Envelope:
    """Which message it is and who is said to have sent it."""

    number: str
    sender: str


def envelope_of(raw: bytes) -> Envelope:
    """This will name a message by the SHA-256 of its Message-ID and say who sent it, as far as that can be read."""
    head = re.split(rb"\r?\n\r?\n", raw[:KEPT], maxsplit=1)[0]
    message = message_from_bytes(head + b"\n\n")
    number = _header(message, "Message-ID") or sha256(raw).hexdigest()
    try:
        sender = _sender(message)
    except SetAside:
        sender = ""
    return Envelope(sha256(number.encode(errors="replace")).hexdigest(), sender)


def read(raw: bytes) -> Reply:
    """This will read the one answer that a message holds.

    Raises NotForUs where it has no calendar part, SetAside where it is refused.
    """
    _measure(raw)
    try:
        message = message_from_bytes(raw)
        parts = [part for part in message.walk() if part.get_content_type() == CALENDAR]
    except (RecursionError, ValueError, LookupError, TypeError) as trouble:
        raise SetAside(Fault.MALFORMED) from trouble
    if not parts:
        raise NotForUs
    sender = _sender(message)
    method, event = _event_in(parts)
    reply = _reply(method, event, sender)
    if reply.attendee != sender:
        raise SetAside(Fault.OTHER_SENDER)
    _ask_who_vouches(message, sender)
    return reply


def _measure(raw: bytes) -> None:
    """Before anything is parsed: a parser that is given too much answers late, or never."""
    if len(raw) > LARGEST:
        raise SetAside(Fault.TOO_LARGE)
    small = raw.lower()
    if CALENDAR.encode() not in small:
        raise NotForUs
    if max(small.count(b"content-type:"), small.count(b"boundary")) > MOST_PARTS:
        raise SetAside(Fault.TOO_MANY_PARTS)


# Who sent it


def _header(message: Message, name: str) -> str:
    return str(message.get(name, ""))[: LONGEST_HEADER + 1].strip()


def _sender(message: Message) -> str:
    """The one address that the message says it is from."""
    values = [str(value) for value in message.get_all("From", [])]
    if len(values) != 1 or len(values[0]) > LONGEST_HEADER:
        raise SetAside(Fault.OTHER_SENDER)
    return _only_address(values[0], Fault.OTHER_SENDER)


def _only_address(value: str, fault: Fault) -> str:
    try:
        found = [address for _name, address in getaddresses([value])]
        validate_email(found[0] if len(found) == 1 else "")
    except (ValidationError, RecursionError, ValueError) as trouble:
        raise SetAside(fault) from trouble
    return found[0].lower()


def _ask_who_vouches(message: Message, sender: str) -> None:
    """The mail server that we trust says that the sender is true; without one the envelope must say so too."""
    if settings.MAILBOX_VOUCHER:
        heads = [str(value) for value in message.get_all("Authentication-Results", [])]
        if not any(_vouches(head, sender) for head in heads):
            raise SetAside(Fault.NOT_VOUCHED)
        return
    envelope = _header(message, "Return-Path")
    if envelope not in ("", "<>") and _only_address(envelope, Fault.OTHER_SENDER) != sender:
        raise SetAside(Fault.OTHER_SENDER)


def _vouches(head: str, sender: str) -> bool:
    """Whether our own mail server found the domain of the sender to be true (RFC 8601, RFC 7489)."""
    server, *results = re.sub(r"\([^()]*\)", " ", head[:4_000]).lower().split(";")
    domain = sender.rpartition("@")[2]
    for words in (result.split() for result in results):
        if words[:1] == ["dmarc=pass"]:
            named = [word.partition("=")[2] for word in words if word.startswith("header.from=")]
            return server.split()[:1] == [settings.MAILBOX_VOUCHER] and named in ([], [domain])
    return False


# What it says


def _event_in(parts: list[Message]) -> tuple[str, Any]:
    """The method and the one event of the calendar part; several parts must hold the same."""
    contents = {bytes(part.get_payload(decode=True) or b"") for part in parts}
    if len(contents) != 1:
        raise SetAside(Fault.MALFORMED)
    content = contents.pop()
    if len(content) > LARGEST_CALENDAR:
        raise SetAside(Fault.TOO_LARGE)
    try:
        calendar = Calendar.from_ical(content.decode())
        events = calendar.walk("VEVENT")
        method = str(calendar.get("METHOD", "")).upper()
    except Exception as trouble:  # a calendar made to harm may break its reader in any way
        raise SetAside(Fault.MALFORMED) from trouble
    _agree(method, parts)
    if len(events) != 1:
        raise SetAside(Fault.MALFORMED)
    return method, events[0]


def _agree(method: str, parts: list[Message]) -> None:
    """The type of the part and the calendar inside ask for the same, and that is an answer."""
    told = {str(given).upper() for part in parts if (given := part.get_param("method"))}
    if told - {method}:
        raise SetAside(Fault.TWO_METHODS)
    if method not in ("REPLY", "COUNTER"):
        raise SetAside(Fault.NOT_AN_ANSWER)


def _reply(method: str, event: Any, sender: str) -> Reply:
    try:
        attendee = _attendee(event, sender, may_be_several=method == "COUNTER")
        return Reply(
            uid=_number(event),
            attendee=_mailto(attendee),
            sequence=int(event.get("SEQUENCE", 0)),
            stamped_at=_moment(event["DTSTAMP"]),
            answer=_answer(attendee, method),
            comment=comment_in(event.get("COMMENT", "")),
            proposed=_proposed(event) if method == "COUNTER" else None,
        )
    except SetAside:
        raise
    except Exception as trouble:  # a property may be missing, twice there, or of another kind than it says
        raise SetAside(Fault.MALFORMED) from trouble


def _number(event: Any) -> str:
    uid = event["UID"]
    if isinstance(uid, list) or CONTROLS.search(uid):
        raise SetAside(Fault.MALFORMED)
    return str(uid)


def _proposed(event: Any) -> tuple[datetime, datetime]:
    """When a session would begin and end, in times that a page can tell."""
    begins = _moment(event["DTSTART"])
    ends = _moment(event["DTEND"]) if "DTEND" in event else begins + event["DURATION"].dt
    if not FIRST_YEAR <= begins.year <= ends.year <= LAST_YEAR or ends < begins:
        raise SetAside(Fault.MALFORMED)
    return begins, ends


def _attendee(event: Any, sender: str, *, may_be_several: bool) -> Any:
    """The one who answers. A proposal may name everybody who is invited; it speaks for its sender."""
    named = event["ATTENDEE"]
    every = named if isinstance(named, list) else [named]
    if len(every) > 1 and not may_be_several:
        raise SetAside(Fault.MALFORMED)
    return next((one for one in every if _mailto(one) == sender), every[0])


def _mailto(address: Any) -> str:
    scheme, _colon, rest = str(address).partition(":")
    if scheme.lower() != "mailto":
        raise SetAside(Fault.MALFORMED)
    return unquote(rest).strip().lower()


def _answer(attendee: Any, method: str) -> str:
    """What was answered; a proposal need not say."""
    said = str(attendee.params.get("PARTSTAT", "")).upper()
    if method == "REPLY" and said not in ANSWERS:
        raise SetAside(Fault.MALFORMED)
    return ANSWERS.get(said, Answer.AWAITED)


def _moment(value: Any) -> datetime:
    """A moment that says which it is; a day alone, or a clock of no place, is none."""
    moment = value.dt
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise SetAside(Fault.MALFORMED)
    return moment.astimezone(UTC)


def comment_in(value: Any) -> str:
    """This will keep the words of a comment, without signs that control or turn around, cut where it is too long."""
    every: Iterable[Any] = value if isinstance(value, list) else [value]
    words = "\n".join(CONTROLS.sub(" ", without_overrides(str(one)).replace("\r", "\n")) for one in every)
    return words.strip()[:LONGEST_COMMENT]
