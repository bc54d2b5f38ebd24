"""Delegates get real invitations: called, told of changes, called off, each in their language and what they may see."""

from datetime import UTC, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from comity.journal.acting import acting
from comity.journal.models import Entry, Letter
from comity.meetings.agenda import add_item
from comity.meetings.delegating import add_group, add_member, send_delegation, take_off, withdraw_delegation
from comity.meetings.models import Appointment, Invitation, Session, Stage, Visibility
from comity.translation.texts import Text
from tests import make
from tests.meetings.calendar_mail import (
    calendar_part,
    delegate,
    invitation,
    read,
    reply,
    sent,
    soon,
    subject_of,
    take,
    to,
)

ISOLATED = "\u2068First session\u2069"  # what people write never turns the words around it

CANARY = "canary in the coal mine"
NADIA = "nadia@example.org"


@pytest.fixture
def session(office):
    """A proposed session to which one delegate of the partner would come."""
    made = office.session(begins=soon())
    delegate(made, office)
    return made


@pytest.fixture
def convened(session, office):
    session.convene(by=office.officer)
    sent()
    return session


def acts(about):
    return [one.act for one in Entry.objects.about(about).order_by("pk")]


# Called


def test_a_delegate_is_invited_when_the_session_is_convened(session, office):
    assert sent() == []

    session.convene(by=office.officer)

    message = to(sent(), NADIA)
    event = read(message).vevent
    assert subject_of(message) == "Invitation to the session “First session”"
    assert event.summary.value == "First session"
    assert (event.dtstart.value, event.dtend.value) == (session.starts_at, session.ends_at)
    assert event.dtstart.value.utcoffset() == timedelta(0)
    assert (event.sequence.value, event.status.value) == ("0", "CONFIRMED")
    assert event.uid.value == Appointment.objects.get().uid
    assert acts(invitation()) == ["entered"]


def test_method_in_the_type_equals_method_in_the_body_and_the_letter_reads_without_a_calendar(session, office):
    session.convene(by=office.officer)

    message = to(sent(), NADIA)

    mixed = message
    alternative, attached = mixed.get_payload()
    plain, calendar = alternative.get_payload()
    assert (mixed.get_content_type(), alternative.get_content_type()) == ("multipart/mixed", "multipart/alternative")
    assert (plain.get_content_type(), plain.get_content_charset()) == ("text/plain", "utf-8")
    assert "you are invited to this working session" in plain.get_payload(decode=True).decode()
    assert (calendar.get_content_type(), calendar.get_content_charset()) == ("text/calendar", "utf-8")
    assert calendar.get_param("method") == read(message).method.value == "REQUEST"
    assert (attached.get_content_type(), attached.get_filename()) == ("application/ics", "invite.ics")
    assert attached.get_payload(decode=True) == calendar.get_payload(decode=True)


def test_the_organiser_is_the_mailbox_of_the_office_and_only_the_reader_is_named(session, office, settings):
    settings.MAILBOX = "Cooperation <sessions@comity.example>"
    delegate(session, office, name="Omar Other", email="omar@example.org", side=0)

    session.convene(by=office.officer)

    message = to(sent(), NADIA)
    event = read(message).vevent
    (attendee,) = event.contents["attendee"]
    assert event.organizer.value == "mailto:sessions@comity.example"
    assert event.organizer.params["CN"] == ["Host Organisation"]
    assert message["From"] == "Cooperation <sessions@comity.example>"
    assert attendee.value == f"mailto:{NADIA}"
    assert attendee.params["CN"] == ["Nadia Delegate"]
    assert attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
    assert attendee.params["RSVP"] == ["TRUE"]
    assert b"omar@example.org" not in message.as_bytes()


@pytest.mark.parametrize(
    ("language", "title", "subject", "begins"),
    [
        ("fr", "Première", "Invitation à la séance «\u00a0Première\u00a0»", "Début"),
        ("ar", "الأولى", "دعوة إلى حضور الجلسة «الأولى»", "تبدأ"),
    ],
)
def test_an_invitation_is_in_the_language_of_its_reader(office, language, title, subject, begins):
    session = office.session(begins=soon(), title=Text(en="First", fr="Première", ar="الأولى"))
    delegate(session, office, language=language)

    session.convene(by=office.officer)

    message = to(sent(), NADIA)
    event = read(message).vevent
    assert Letter.objects.get(to_email=NADIA).subject == subject
    assert message["Content-Language"] == language
    assert (event.summary.value, event.summary.params["LANGUAGE"]) == (title, [language])
    assert begins in event.description.value
    assert event.contents["attendee"][0].params["LANGUAGE"] == [language]


def test_who_is_written_to_as_a_delegate_gets_no_second_letter_as_a_counterpart(office):
    session = office.session(begins=soon())
    delegate(session, office, name="Clara", email=office.counterpart.email.upper(), user=office.counterpart)

    session.convene(by=office.officer)

    assert [one["To"] for one in sent()] == [office.counterpart.email]


def test_the_page_is_named_to_those_to_whom_it_opens(office):
    session = office.session(begins=soon())
    delegate(session, office)
    delegate(session, office, name="Clara", email="", user=office.counterpart)

    session.convene(by=office.officer)

    letters = sent()
    assert not hasattr(read(to(letters, NADIA)).vevent, "url")
    assert f"/sessions/{session.pk}/" in read(to(letters, office.counterpart.email)).vevent.url.value


def test_a_delegate_without_an_address_and_a_group_get_no_letter(office):
    session = office.session(begins=soon())
    delegate(session, office, email="")
    add_group(session.delegations.last(), group=Text(en="heads of sectors"), by=office.officer)

    session.convene(by=office.officer)

    assert not Invitation.objects.exists()


def test_two_delegates_with_one_address_get_one_letter(office):
    session = office.session(begins=soon())
    delegate(session, office, email="Desk@example.org")
    delegate(session, office, name="Omar Other", email="desk@EXAMPLE.org")

    session.convene(by=office.officer)

    assert [one.email for one in Invitation.objects.all()] == ["desk@example.org"]


def test_a_session_that_is_over_invites_nobody(office):
    session = office.session(begins=timezone.now() - timedelta(days=3))
    delegate(session, office)

    session.convene(by=office.officer)

    assert not Invitation.objects.exists()


def test_a_session_known_to_the_day_only_takes_the_whole_day_of_its_place(office):
    begins = soon().replace(hour=23)
    session = office.session(begins=begins, precision="day", zone="Asia/Tokyo")
    delegate(session, office)

    session.convene(by=office.officer)

    event = read(to(sent(), NADIA)).vevent
    day = (begins + timedelta(hours=9)).date()
    assert (event.dtstart.value, event.dtend.value) == (day, day + timedelta(days=1))


def test_no_calendar_tells_of_what_is_internal_nor_why_something_was_put_off(convened, office):
    add_item(convened, title=Text(en=CANARY), visibility=Visibility.INTERNAL, by=office.officer)
    delegate(convened, office, name="Omar Other", email="omar@example.org", side=0)
    convened.revise(starts_at=convened.starts_at + timedelta(minutes=5), by=office.officer)
    convened.postpone(why=CANARY, by=office.officer)

    letters = Letter.objects.exclude(calendar=None)

    assert letters.count() >= 4
    assert [one.key for one in letters if CANARY in one.calendar] == []
    # The letter beside the calendar tells the reason, and only the one by which the session was put off.
    assert {one.key.split(":")[1] for one in letters if CANARY in one.body} == {"postponed"}
    assert any("Item 1" in one.calendar for one in letters)


# Changed


@pytest.mark.parametrize(
    ("facts", "asks_anew"),
    [
        ({"place": Text(en="Hall 4")}, True),
        ({"mode": "hybrid"}, True),
        ({"title": Text(en="Another title")}, False),
        ({"link": "https://meet.example.org/room"}, False),
    ],
)
def test_a_change_is_sent_as_the_next_version_of_the_same_appointment(convened, office, facts, asks_anew):
    uid = Appointment.objects.get().uid
    take(reply(invitation()))

    convened.revise(by=office.officer, **facts)

    calendar = read(to(sent(), NADIA))
    event = calendar.vevent
    assert (calendar.method.value, event.uid.value, event.sequence.value) == ("REQUEST", uid, "1")
    assert event.contents["attendee"][0].params["PARTSTAT"] == ["NEEDS-ACTION" if asks_anew else "ACCEPTED"]
    assert invitation().sequence == 1
    assert invitation().answer == ("awaited" if asks_anew else "accepted")
    assert acts(invitation()) == ["entered", "answered", "sent_again"]


def test_a_new_time_is_sent_and_asks_everybody_anew(convened, office):
    take(reply(invitation(), "DECLINED", comment="Another day, please."))
    later = convened.starts_at + timedelta(days=1)

    convened.revise(starts_at=later, ends_at=later + timedelta(hours=1), by=office.officer)

    event = read(to(sent(), NADIA)).vevent
    assert (event.dtstart.value, event.sequence.value) == (later, "1")
    assert (invitation().answer, invitation().comment) == ("awaited", "")


def test_what_calendars_do_not_show_is_not_sent(convened, office):
    convened.show_to_public(True, by=office.officer)
    convened.adopt_agenda(by=office.officer)

    assert sent() == []
    assert Appointment.objects.get().sequence == 0


def test_a_change_that_is_refused_sends_nothing(convened, office):
    with pytest.raises(Exception, match="ends before"):
        convened.revise(ends_at=convened.starts_at - timedelta(hours=1), by=office.officer)

    assert sent() == []
    assert Appointment.objects.get().sequence == 0


def test_who_has_chosen_another_language_since_gets_the_change_in_it(office):
    session = office.session(begins=soon(), title=Text(en="First", fr="Première"), at=Stage.PROPOSED)
    delegate(session, office, name="Clara", email="", user=office.counterpart)
    session.convene(by=office.officer)
    sent()
    with acting(by=office.counterpart):
        office.counterpart.describe(name="Clara", language="fr", zone="")

    session.revise(mode="hybrid", by=office.officer)

    (message,) = sent()
    assert (message["Content-Language"], read(message).vevent.summary.value) == ("fr", "Première")


def test_who_joins_a_session_that_somebody_put_off_meanwhile_is_not_invited(convened, office):
    delegation = list(convened.delegations.in_order())[1]
    assert delegation.session.is_called  # as it was read
    Session.objects.get(pk=convened.pk).postpone(why="Not now.", by=office.officer)
    sent()

    add_member(delegation, person=make.person("Omar", by=office.officer, email="omar@example.org"), by=office.officer)

    assert sent() == []


# Called off


@pytest.mark.parametrize("act", ["postpone", "cancel"])
def test_what_is_put_off_or_called_off_leaves_every_calendar(convened, office, act):
    getattr(convened, act)(why="The hall burnt down.", by=office.officer)

    message = to(sent(), NADIA)
    calendar = read(message)
    assert calendar_part(message).get_param("method") == calendar.method.value == "CANCEL"
    assert (calendar.vevent.status.value, calendar.vevent.sequence.value) == ("CANCELLED", "1")
    assert calendar.vevent.contents["attendee"][0].value == f"mailto:{NADIA}"
    assert invitation().withdrawn_at is not None
    assert acts(invitation()) == ["entered", "withdrawn"]


def test_a_new_day_invites_again_under_the_same_number_and_a_later_version(convened, office):
    uid = Appointment.objects.get().uid
    convened.postpone(why="Not now.", by=office.officer)
    later = convened.starts_at + timedelta(days=20)

    again = {"starts_at": later, "ends_at": later + timedelta(hours=1)}
    convened.convene_anew(now=timezone.now(), by=office.officer, **again)

    calendars = [read(one) for one in sent() if one["To"] == NADIA]
    assert [(one.method.value, one.vevent.sequence.value) for one in calendars] == [("CANCEL", "1"), ("REQUEST", "2")]
    assert {one.vevent.uid.value for one in calendars} == {uid}
    assert calendars[1].vevent.dtstart.value == later
    assert invitation().withdrawn_at is None


def test_what_was_put_off_and_then_called_off_is_told_twice(convened, office):
    convened.postpone(why="Not now.", by=office.officer)
    convened.cancel(why="Never.", by=office.officer)

    subjects = [one.subject for one in Letter.objects.filter(method="CANCEL").order_by("pk")]
    assert subjects == [f"The session “First session” is {what}" for what in ("postponed", "cancelled")]
    assert Appointment.objects.get().sequence == 2


# Who comes


def test_a_delegate_added_later_is_invited_to_the_present_version_and_nobody_else_is_bothered(convened, office):
    convened.revise(title=Text(en="Another title"), by=office.officer)
    sent()

    delegate(convened, office, name="Omar Other", email="omar@example.org")

    (message,) = sent()
    assert message["To"] == "omar@example.org"
    assert read(message).vevent.sequence.value == "1"
    assert invitation().sequence == 1


def test_who_is_taken_off_the_list_is_told_alone_and_the_session_is_not_called_off(convened, office):
    other = delegate(convened, office, name="Omar Other", email="omar@example.org")
    sent()

    take_off(other, by=office.officer)

    (message,) = sent()
    event = read(message).vevent
    assert (message["To"], read(message).method.value) == ("omar@example.org", "CANCEL")
    assert event.sequence.value == "1"
    assert not hasattr(event, "status")
    assert invitation("omar@example.org").withdrawn_at is not None
    assert invitation().withdrawn_at is None
    assert take(reply(invitation())) == "taken in"


def test_who_is_taken_off_and_put_back_is_invited_under_a_later_version(convened, office):
    member = delegate(convened, office, name="Omar Other", email="omar@example.org")
    person = member.person
    take_off(member, by=office.officer)
    sent()

    add_member(convened.delegations.last(), person=person, by=office.officer)

    (message,) = sent()
    assert (read(message).method.value, read(message).vevent.sequence.value) == ("REQUEST", "2")


def test_a_delegation_that_is_taken_off_leaves_with_all_its_members(convened, office):
    third = make.organisation("Third Institute", by=office.officer)

    send_delegation(convened, organisation=third, by=office.officer)
    delegate(convened, office, name="Omar Other", email="omar@example.org", side=2)
    sent()

    withdraw_delegation(convened.delegations.get(organisation=third), by=office.officer)

    (message,) = sent()
    assert (message["To"], read(message).method.value) == ("omar@example.org", "CANCEL")


def test_a_delegate_with_a_new_address_is_invited_there_and_no_longer_at_the_old_one(convened, office):
    person = invitation().person
    person.change(email="nadia@new.example.org", by=office.officer)

    told = {one["To"]: read(one).method.value for one in sent()}

    assert told == {NADIA: "CANCEL", "nadia@new.example.org": "REQUEST"}


def test_who_is_put_on_the_list_of_a_session_that_took_place_is_not_invited(office):
    session = office.session(at=Stage.HELD)

    member = delegate(session, office)
    take_off(member, by=office.officer)

    assert not Invitation.objects.exists()
    assert sent() == []


# The letter itself


def test_an_invitation_sent_twice_by_a_killed_worker_is_one(session, office):
    session.convene(by=office.officer)
    first = to(sent(), NADIA)
    Letter.objects.filter(to_email=NADIA).update(sent_at=None)
    restored = calendar_part(first).get_payload(decode=True).decode()
    Letter.objects.filter(to_email=NADIA).update(body="again", calendar=restored)

    second = to(sent(), NADIA)

    assert first["Message-ID"] == second["Message-ID"]
    assert read(first).vevent.uid.value == read(second).vevent.uid.value


def test_the_calendar_of_a_letter_is_forgotten_once_it_left(session, office):
    session.convene(by=office.officer)
    assert Letter.objects.get(to_email=NADIA).calendar

    sent()

    assert Letter.objects.get(to_email=NADIA).calendar is None


def test_an_invitation_is_rolled_back_with_its_act(session, office):

    with pytest.raises(RuntimeError), transaction.atomic():
        session.convene(by=office.officer)
        raise RuntimeError

    assert not Invitation.objects.exists()
    assert not Letter.objects.filter(to_email=NADIA).exists()


HOSTILE = [
    "Nadia\r\nATTENDEE:mailto:evil@example.com",
    'Nadia "; CN=Evil"; ,:\\n\\',
    "\u202eaidaN\u2066\u200f",
    "Nadia ^n^'^^",
    "Nadia\x07\x1b[31m\x85\u2028",
    "ن" * 200,
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_the_calendar_or_turns_it_around(office, name):
    session = office.session(begins=soon(), title=Text(en=f"{name} " * 20), place=Text(en=name))
    delegate(session, office)
    person = session.delegations.last().members.get().person
    with acting(by=None):  # by another way than our forms
        type(person).objects.filter(pk=person.pk).update(name=Text(en=name))

    session.convene(by=office.officer)

    message = to(sent(), NADIA)
    calendar = read(message)
    raw = calendar_part(message).get_payload(decode=True).decode()
    assert sorted({line.split(":")[0].split(";")[0] for line in raw.replace("\r\n ", "").split("\r\n")}) == PROPERTIES
    assert [one.value for one in calendar.vevent.contents["attendee"]] == [f"mailto:{NADIA}"]
    assert max(len(line.encode()) for line in raw.split("\r\n")) <= 75
    shown = calendar.vevent.summary.value + calendar.vevent.location.value
    shown += calendar.vevent.contents["attendee"][0].params["CN"][0]
    assert [one for one in shown if one in "\u202e\u2066\u200f\x00\x07\x1b\x85\u2028\r\n"] == []
    assert message.get_all("To") == [NADIA]


PROPERTIES = sorted(
    [
        *("", "ATTENDEE", "BEGIN", "CLASS", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "END", "LOCATION"),
        *("METHOD", "ORGANIZER", "PRODID", "SEQUENCE", "STATUS", "SUMMARY", "UID", "VERSION"),
    ]
)


def test_a_title_of_ten_thousand_characters_arrives_whole(office):
    title = "séance " * 1_430
    session = office.session(begins=soon(), title=Text(fr=title))
    delegate(session, office, language="fr")

    session.convene(by=office.officer)

    message = to(sent(), NADIA)
    assert len(title) > 10_000
    assert read(message).vevent.summary.value == title.strip()
    assert len(Letter.objects.get(to_email=NADIA).subject) <= 300


def test_moments_are_the_same_for_all_whatever_the_zone(office):
    begins = soon().astimezone(UTC)
    for zone in ("Africa/Casablanca", "Asia/Tokyo", "Europe/Paris"):
        session = office.session(begins=begins, zone=zone)
        delegate(session, office, email=f"{zone[:4].lower()}@example.org")
        session.convene(by=office.officer)

    assert {read(one).vevent.dtstart.value for one in sent() if one.is_multipart()} == {begins}
