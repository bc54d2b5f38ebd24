"""Whatever comes to the mailbox is read, refused with a name, or left alone; it never breaks its reader."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.meetings import post
from comity.meetings.models import Fault
from comity.meetings.post import NotForUs, SetAside, comment_in, envelope_of, read

NADIA = "nadia@example.org"
CALENDAR = f"""BEGIN:VCALENDAR
VERSION:2.0
METHOD:REPLY
BEGIN:VEVENT
UID:0123456789abcdef@comity.example
DTSTAMP:20261125T100000Z
SEQUENCE:3
ATTENDEE;PARTSTAT=ACCEPTED;CN="Nadia":mailto:{NADIA}
COMMENT:With my deputy\\, gladly.
DTSTART;TZID=Africa/Casablanca:20261201T100000
END:VEVENT
END:VCALENDAR
"""
MESSAGE = (
    f"From: Nadia <{NADIA}>\n"
    "To: sessions@comity.example\n"
    "Message-ID: <1@example.org>\n"
    "Return-Path: <nadia@example.org>\n"
    "MIME-Version: 1.0\n"
    "Content-Type: multipart/alternative; boundary=edge\n\n"
    "--edge\nContent-Type: text/plain\n\nNadia accepts.\n"
    f'--edge\nContent-Type: text/calendar; charset="utf-8"; method=REPLY\n\n{CALENDAR}\n--edge--\n'
).encode()
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def read_or_refused(raw):
    """What was read; nothing where it was refused by name."""
    envelope_of(raw)
    try:
        return read(raw)
    except (NotForUs, SetAside):
        return None


def test_an_answer_is_read():
    reply = read(MESSAGE)

    assert (reply.uid, reply.attendee, reply.sequence) == ("0123456789abcdef@comity.example", NADIA, 3)
    assert (reply.answer, reply.comment, reply.proposed) == ("accepted", "With my deputy, gladly.", None)


@QUICK
@given(st.lists(st.tuples(st.integers(0, len(MESSAGE) - 1), st.binary(max_size=4)), min_size=1, max_size=6))
def test_a_damaged_message_speaks_for_nobody_but_its_sender(damage):
    raw = bytearray(MESSAGE)
    for place, bits in damage:
        raw[place : place + len(bits)] = bits

    reply = read_or_refused(bytes(raw))

    assert reply is None or reply.attendee == envelope_of(bytes(raw)).sender


@QUICK
@given(st.integers(0, len(MESSAGE)), st.integers(0, len(MESSAGE)))
def test_a_message_of_which_a_part_is_missing_or_doubled_breaks_nothing(first, last):
    for raw in (MESSAGE[:first] + MESSAGE[last:], MESSAGE[first:], MESSAGE[:first]):
        read_or_refused(raw)


@QUICK
@given(
    st.sampled_from(["UID", "DTSTAMP", "SEQUENCE", "ATTENDEE", "COMMENT", "METHOD", "DTSTART", "DTEND", "RRULE", "X"]),
    st.text(max_size=60),
)
def test_any_property_may_say_anything(name, words):
    lines = CALENDAR.replace("END:VEVENT", f"{name}:{words}\nEND:VEVENT")

    read_or_refused(MESSAGE.replace(CALENDAR.encode(), lines.encode(errors="replace")))


@QUICK
@given(st.text(max_size=200))
def test_words_of_a_comment_have_no_signs_that_control_or_turn_around(words):
    kept = comment_in(words)

    assert not set(kept) & {*map(chr, range(10)), *map(chr, range(11, 32)), "\x7f", "\u202e", "\u2066", "\u200f"}


def refused_as(raw):
    with pytest.raises(SetAside) as refusal:
        read(raw)
    return refusal.value.fault


LIES = [
    MESSAGE.replace(b"From: Nadia <nadia@", b"From: Nadia <eve@"),
    MESSAGE.replace(b"mailto:nadia@", b"mailto:omar@"),
    MESSAGE.replace(b"Return-Path: <nadia@", b"Return-Path: <eve@"),
    b"From: eve@evil.example\n" + MESSAGE,
]


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_about_the_sender_is_refused_and_only_the_look_at_the_sender_refuses_it(lie, monkeypatch):
    assert refused_as(lie) == Fault.OTHER_SENDER

    # The control: without that look each of them is read as an answer of whom it names.
    named = re.search(rb"mailto:(\S+)", lie)[1].decode()
    monkeypatch.setattr(post, "_sender", lambda message: named)
    monkeypatch.setattr(post, "_ask_who_vouches", lambda message, sender: None)
    assert read(lie).attendee == named
