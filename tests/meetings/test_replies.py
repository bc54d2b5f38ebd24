"""Answers to invitations: each counts once, and one that lies about its sender changes nothing and is set aside."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comity.journal.models import Entry
from comity.meetings.delegating import take_off
from comity.meetings.models import Fault, Invitation, ReceivedMail
from comity.meetings.post import LARGEST, LARGEST_CALENDAR, LONGEST_COMMENT, MOST_PARTS
from tests.meetings.calendar_mail import delegate, invitation, letter, reply, sent, soon, take, written
from tests.standing import stands

NADIA = "nadia@example.org"
OMAR = "omar@example.org"


@stands
def convened(office):
    """A convened session to which two delegates are invited."""
    made = office.session(begins=soon())
    delegate(made, office)
    delegate(made, office, name="Omar Other", email=OMAR)
    made.convene(by=office.officer)
    sent()
    return made


def state():
    return list(Invitation.objects.order_by("pk").values())


def put_aside():
    return list(ReceivedMail.objects.set_aside().order_by("pk").values_list("fault", flat=True))


def refused(raw, fault):
    """The message changes nothing, is kept as it came and written down with its fault."""
    before, entries = state(), Entry.objects.count()
    assert take(raw) == "set aside"
    assert state() == before
    kept = ReceivedMail.objects.get()
    assert (kept.fault, bytes(kept.content)) == (fault, raw[:64_000])
    entry = Entry.objects.newest_first()[0]
    assert (entry.act, entry.after["fault"], Entry.objects.count()) == ("set_aside", fault, entries + 1)
    assert entry.by_name == "Comity"
    return True


# What is taken in


@pytest.mark.parametrize(
    ("said", "answer"), [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative")]
)
def test_an_answer_is_kept_with_its_words_and_written_down(convened, said, answer):
    at = timezone.now().replace(microsecond=0)

    assert take(reply(invitation(), said, comment="With my deputy; thank you, both.", stamp=at)) == "taken in"

    answered = invitation()
    assert (answered.answer, answered.comment) == (answer, "With my deputy; thank you, both.")
    assert answered.answered_at == at
    assert invitation(OMAR).answer == "awaited"
    entry = Entry.objects.about(answered)[0]
    assert (entry.act, entry.by_name) == ("answered", "Comity")
    assert entry.before["answer"] == "awaited"
    assert entry.after["answer"] == answer
    assert "Nadia" in entry.subject_name


def test_a_later_answer_replaces_an_earlier_one(convened):
    now = timezone.now()
    take(reply(invitation(), "ACCEPTED", stamp=now, comment="Gladly."))

    take(reply(invitation(), "DECLINED", stamp=now + timedelta(minutes=1)))

    assert (invitation().answer, invitation().comment) == ("declined", "")


def test_the_same_message_changes_nothing_twice(convened):
    raw = reply(invitation())
    take(raw)
    entries, before = Entry.objects.count(), state()

    assert take(raw) == "read before"
    assert take(b"Received: from elsewhere\r\n" + raw) == "read before"

    assert (Entry.objects.count(), state()) == (entries, before)
    assert ReceivedMail.objects.count() == 1


def test_a_refused_message_is_set_aside_once(convened):
    raw = reply(invitation(), sender=OMAR)

    assert [take(raw), take(raw)] == ["set aside", "read before"]

    assert ReceivedMail.objects.count() == 1


def test_the_same_answer_in_another_message_is_not_written_down_again(convened):
    now = timezone.now().replace(microsecond=0)
    take(reply(invitation(), stamp=now))
    entries = Entry.objects.count()

    assert take(reply(invitation(), stamp=now)) == "taken in"

    assert Entry.objects.count() == entries


def test_a_proposal_of_another_time_is_a_note_and_moves_nothing(convened):
    begins = soon(hours=24)
    lines = [f"DTSTART:{written(begins)}", f"DTEND:{written(begins + timedelta(hours=1))}"]

    raw = reply(invitation(), "TENTATIVE", method="COUNTER", lines=lines, comment="A day later?")
    assert take(raw) == "taken in"

    proposed = invitation()
    assert (proposed.answer, proposed.comment) == ("awaited", "A day later?")
    assert (proposed.proposed_starts_at, proposed.proposed_ends_at) == (begins, begins + timedelta(hours=1))
    assert Entry.objects.about(proposed)[0].act == "proposed"
    convened.refresh_from_db()
    assert convened.starts_at != begins


def test_a_proposal_in_a_named_zone_is_the_moment_that_it_names(convened):
    lines = ["DTSTART;TZID=Africa/Casablanca:20270301T100000", "DURATION:PT90M"]

    take(reply(invitation(), method="COUNTER", lines=lines))

    # In Ramadan (8 February to 9 March 2027) Morocco is at UTC.
    assert invitation().proposed_starts_at.isoformat() == "2027-03-01T10:00:00+00:00"
    assert invitation().proposed_ends_at.isoformat() == "2027-03-01T11:30:00+00:00"


def test_the_words_of_an_answer_are_cut_and_cannot_turn_around(convened):
    take(reply(invitation(), comment="\u202eeldbisiv\x07" + "x" * 5_000))

    assert invitation().comment.startswith("eldbisiv xxx")
    assert len(invitation().comment) == LONGEST_COMMENT


def test_capitals_in_an_address_are_no_other_address(convened):
    assert take(reply(invitation(), attendee="Nadia@Example.ORG", sender="Nadia Delegate <NADIA@example.org>")) == (
        "taken in"
    )


def test_mail_that_has_nothing_to_do_with_calendars_is_left_alone(convened):
    entries = Entry.objects.count()
    raw = b"From: a@example.org\r\nSubject: Lunch\r\nMessage-ID: <1@x>\r\n\r\nWhen?\r\n"

    assert take(raw) == "not for Comity"

    assert (ReceivedMail.objects.count(), Entry.objects.count()) == (0, entries)


# Who lies about the sender


LIES = {
    "another delegate": {"sender": OMAR},
    "somebody from outside": {"sender": "eve@evil.example"},
    "a display name that is an address": {"sender": f'"{NADIA}" <eve@evil.example>'},
    "an unquoted display name that is an address": {"sender": f"{NADIA} <eve@evil.example>"},
    "two senders": {"sender": f"{NADIA}, eve@evil.example"},
    "a group": {"sender": f"delegates: {NADIA}, eve@evil.example;"},
    "another envelope": {"heads": [("Return-Path", "<eve@evil.example>")]},
    "an envelope of two": {"heads": [("Return-Path", f"<{NADIA}>, <eve@evil.example>")]},
    "somebody answering for another": {"attendee": OMAR},
    "a homoglyph": {"sender": "n\u0430dia@example.org"},
}


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_lies_about_its_sender_is_refused(convened, lie):
    assert refused(reply(invitation(), **LIES[lie]), Fault.OTHER_SENDER)


def test_a_second_from_is_a_lie_too(convened):
    assert refused(b"From: eve@evil.example\r\n" + reply(invitation()), Fault.OTHER_SENDER)


def test_an_envelope_that_says_the_same_is_believed(convened):
    assert take(reply(invitation(), heads=[("Return-Path", f"<{NADIA}>")])) == "taken in"


VOUCHED = "mx.comity.example; spf=pass smtp.mailfrom=bounce.example.com; dmarc=pass (p=REJECT) header.from=example.org"


@pytest.mark.parametrize(
    "results",
    [
        [],
        ["mx.comity.example; dmarc=fail header.from=example.org"],
        ["mx.comity.example; spf=pass smtp.mailfrom=example.org"],
        ["mx.evil.example; dmarc=pass header.from=example.org"],
        ["mx.comity.example; dmarc=pass header.from=evil.example"],
        ["mx.evil.example (mx.comity.example); dmarc=pass header.from=example.org"],
        ["mx.comity.example; none; x-note=dmarc=pass"],
    ],
)
def test_where_a_mail_server_is_to_vouch_only_its_word_counts(convened, settings, results):
    settings.MAILBOX_VOUCHER = "mx.comity.example"
    heads = [("Authentication-Results", one) for one in results]

    assert refused(reply(invitation(), heads=heads), Fault.NOT_VOUCHED)


def test_where_a_mail_server_vouches_a_service_may_have_sent_it(convened, settings):
    settings.MAILBOX_VOUCHER = "mx.comity.example"
    heads = [("Authentication-Results", VOUCHED), ("Return-Path", "<3xY@bounce.example.com>")]

    assert take(reply(invitation(), heads=heads)) == "taken in"


# Who answers what was not asked


def test_an_answer_to_nothing_known_here_is_refused(convened):
    assert refused(reply(invitation(), uid="somebody-else@example.org"), Fault.UNKNOWN)


def test_an_answer_of_somebody_who_is_not_invited_is_refused(convened):
    assert refused(reply(invitation(), attendee="eve@evil.example", sender="eve@evil.example"), Fault.NOT_INVITED)


def test_an_answer_for_another_session_counts_for_none_but_its_own(convened, office):
    other = office.session(begins=soon())
    delegate(other, office, name="Eve", email="eve@evil.example")
    other.convene(by=office.officer)

    raw = reply(invitation("eve@evil.example"), uid=convened.appointment.uid)

    assert refused(raw, Fault.NOT_INVITED)


@pytest.mark.parametrize("sequence", [0, 2, 99_999_999_999])
def test_an_answer_to_another_version_is_refused(convened, office, sequence):
    convened.revise(starts_at=convened.starts_at + timedelta(hours=1), by=office.officer)

    assert refused(reply(invitation(), sequence=sequence), Fault.OTHER_VERSION)


def test_an_answer_older_than_the_one_that_is_here_is_refused(convened):
    now = timezone.now()
    assert take(reply(invitation(), "DECLINED", stamp=now)) == "taken in"
    before = state()

    assert take(reply(invitation(), "ACCEPTED", stamp=now - timedelta(seconds=90))) == "set aside"

    assert state() == before
    assert put_aside() == [Fault.OLDER]


@pytest.mark.parametrize(
    ("apart", "fault"), [(timedelta(days=400), Fault.NOT_YET), (timedelta(days=-400), Fault.OTHER_VERSION)]
)
def test_an_answer_from_the_future_or_from_before_it_was_asked_is_refused(convened, apart, fault):
    assert refused(reply(invitation(), stamp=timezone.now() + apart), fault)


def test_who_was_taken_off_the_list_answers_no_more(convened, office):
    raw = reply(invitation(), sequence=1)

    take_off(convened.delegations.last().members.get(person=invitation().person), by=office.officer)

    assert refused(raw, Fault.NOT_INVITED)


@pytest.mark.parametrize("act", ["postpone", "cancel"])
def test_what_is_off_is_answered_no_more(convened, office, act):
    getattr(convened, act)(why="Off.", by=office.officer)

    assert refused(reply(invitation()), Fault.OVER)


def test_what_is_over_is_answered_no_more(convened):
    raw = reply(invitation())

    assert take(raw, at=convened.ends_at + timedelta(hours=1)) == "set aside"

    assert put_aside() == [Fault.OVER]


# What is no answer


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH", "ADD", "REFRESH", "DECLINECOUNTER"])
def test_nobody_else_invites_or_cancels_here(convened, method):
    assert refused(reply(invitation(), method=method), Fault.NOT_AN_ANSWER)


def test_an_answer_that_does_not_say_so_is_none(convened):
    raw = reply(invitation()).replace(b"METHOD:REPLY\n", b"").replace(b'; method="REPLY"', b"")

    assert refused(raw, Fault.NOT_AN_ANSWER)


def test_a_type_that_asks_for_something_else_than_its_calendar_is_refused(convened):
    assert refused(reply(invitation(), said_method="REQUEST"), Fault.TWO_METHODS)


BROKEN = {
    "nothing": "",
    "not a calendar": "<html>hello</html>",
    "cut short": "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n",
    "no event": "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n",
    "no such line": "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n;;;::\r\nEND:VCALENDAR\r\n",
    "deep": "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n"
    + "BEGIN:VEVENT\r\n" * 5_000
    + "END:VEVENT\r\n" * 5_000
    + "END:VCALENDAR",
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_cannot_be_read_is_refused(convened, what):
    assert refused(letter(BROKEN[what], sender=NADIA), Fault.MALFORMED)


def test_what_is_not_written_in_utf_8_is_refused(convened):
    assert refused(reply(invitation()).replace(b"Another", b"An\xff\xfether"), Fault.MALFORMED)


@pytest.mark.parametrize(
    "lines",
    [
        [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{OMAR}"],
        ["END:VEVENT", "BEGIN:VEVENT", "UID:second"],
        ["DTSTAMP:20261125T100000Z"],
        ["UID:twice"],
    ],
)
def test_an_answer_that_says_two_things_is_refused(convened, lines):
    assert refused(reply(invitation(), lines=lines), Fault.MALFORMED)


@pytest.mark.parametrize("answer", ["DELEGATED", "NEEDS-ACTION", "PERHAPS", '"";X=1'])
def test_an_answer_that_is_none_is_refused(convened, answer):
    assert refused(reply(invitation(), answer), Fault.MALFORMED)


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20270101T100000Z"],
        ["DTSTART:20270101T100000Z", "DTEND:20260101T100000Z"],
        ["DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20270102"],
        ["DTSTART:20270101T100000", "DTEND:20270101T110000"],
        ["DTSTART:00010101T000000Z", "DTEND:99991231T235959Z"],
    ],
)
def test_a_proposal_of_no_time_is_refused(convened, lines):
    assert refused(reply(invitation(), method="COUNTER", lines=lines), Fault.MALFORMED)


@pytest.mark.parametrize("sign", ["\x00", "\x1b"])
def test_a_number_with_signs_that_no_number_has_is_refused(convened, sign):
    assert refused(reply(invitation(), uid=f"a{sign}b@example.org"), Fault.MALFORMED)


# Bombs


def test_what_is_larger_than_an_answer_can_be_is_refused(convened):
    assert refused(reply(invitation()) + b"x" * LARGEST, Fault.TOO_LARGE)


def test_a_calendar_larger_than_an_answer_can_be_is_refused(convened):
    lines = [f"X-PADDING:{'x' * 70}"] * (LARGEST_CALENDAR // 70)

    assert refused(reply(invitation(), lines=lines), Fault.TOO_LARGE)


def test_a_message_of_too_many_parts_is_refused_before_it_is_parsed(convened):
    inner = reply(invitation())
    for number in range(200):
        head = f"From: {NADIA}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b{number}\r\n\r\n"
        inner = head.encode() + f"--b{number}\r\n".encode() + inner + f"\r\n--b{number}--\r\n".encode()

    assert refused(inner, Fault.TOO_MANY_PARTS)


@pytest.mark.parametrize("kind", ["message/rfc822", "multipart/mixed"])
def test_the_deepest_message_that_is_parsed_is_parsed(convened, kind):
    parameter = "; boundary=b" if kind.startswith("multipart") else ""
    nested = f"Content-Type: {kind}{parameter}\r\n\r\n" + ("--b\r\n" if parameter else "")
    raw = f"From: {NADIA}\r\n".encode() + (nested * (MOST_PARTS // 2 - 2)).encode() + b"X: text/calendar\r\n\r\n"

    assert take(raw) in {"not for Comity", "set aside"}


def test_a_sender_made_to_exhaust_its_reader_is_refused(convened):
    raw = reply(invitation()).replace(f"From: {NADIA}".encode(), b"From: " + b"(" * 900)

    assert refused(raw, Fault.OTHER_SENDER)


def test_a_message_without_a_number_is_known_by_its_content(convened):
    raw = b"\n".join(line for line in reply(invitation()).split(b"\n") if not line.startswith(b"Message-ID"))

    assert [take(raw), take(raw)] == ["taken in", "read before"]
