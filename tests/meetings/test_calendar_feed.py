"""A calendar of one's own: what the person may see, at an address that dies when it should."""

from datetime import timedelta

import pytest
import vobject
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comity.accounts.models import SignedLink
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.telling import act_in_words
from comity.meetings import feeds
from comity.meetings.agenda import add_item
from comity.meetings.models import Stage, Visibility
from comity.translation.texts import Text
from tests.make import PASSWORD
from tests.meetings.calendar_mail import delegate, invitation, sent, soon

CANARY = "canary in the coal mine"


@pytest.fixture
def now():
    return timezone.now()


def path_of(user, now):
    return feeds.share(user, at=now).partition("8000")[2]


def events(answer):
    calendar = vobject.readOne(answer.content.decode())
    return {one.summary.value: one for one in getattr(calendar, "vevent_list", [])}


def test_a_person_subscribes_to_the_sessions_that_they_may_see(office, visitor, now):
    office.session(begins=soon(), title=Text(en="Ours"), at=Stage.CONVENED)
    office.session(begins=soon(), title=Text(en="Seen by all"), is_public=True)

    seen = {
        who.name: sorted(events(visitor.get(path_of(who, now))))
        for who in (office.officer, office.reader, office.counterpart, office.stranger)
    }

    assert seen == {
        "Amina Officer": ["Ours", "Seen by all"],
        "Rami Reader": ["Ours", "Seen by all"],
        "Clara Counterpart": ["Ours", "Seen by all"],
        "Said Stranger": ["Seen by all"],
    }


def test_a_feed_tells_the_status_and_the_version_that_the_invitation_told(office, visitor, now):
    proposed = office.session(begins=soon(), title=Text(en="Proposed"))
    convened = office.session(begins=soon(), title=Text(en="Convened"))
    off = office.session(begins=soon(), title=Text(en="Off"))
    for one in (convened, off):
        delegate(one, office, email=f"{one.title}@example.org")
        one.convene(by=office.officer)
    off.cancel(why="Off.", by=office.officer)
    sent()

    found = events(visitor.get(path_of(office.officer, now)))

    told = {name: (one.status.value, one.sequence.value) for name, one in found.items()}
    assert told == {"Proposed": ("TENTATIVE", "0"), "Convened": ("CONFIRMED", "0"), "Off": ("CANCELLED", "1")}
    assert found["Convened"].uid.value == convened.appointment.uid
    assert found["Proposed"].uid.value not in {"", found["Off"].uid.value}
    assert proposed.pk and not hasattr(found["Convened"], "attendee")
    assert invitation("convened@example.org").sequence == 0


def test_a_feed_is_read_as_its_address_says_and_kept_by_no_cache(office, visitor, now):
    session = office.session(begins=soon(), title=Text(en="First", ar="الأولى"), at=Stage.CONVENED)
    path = path_of(office.counterpart, now)

    english, arabic = visitor.get(path), visitor.get(path.replace("/en/", "/ar/"))

    assert english["Content-Type"] == "text/calendar; charset=utf-8"
    assert english["Cache-Control"] == "private, no-store"
    assert vobject.readOne(english.content.decode()).method.value == "PUBLISH"
    assert [*events(english), *events(arabic)] == ["First", "الأولى"]
    assert f"/ar/sessions/{session.pk}/" in events(arabic)["الأولى"].url.value


def test_a_feed_tells_the_link_for_joining_to_those_who_take_part_and_the_agenda_to_nobody(office, visitor, now):
    session = office.session(begins=soon(), link="https://meet.example.org/room", is_public=True, at=Stage.CONVENED)
    add_item(session, title=Text(en=CANARY), visibility=Visibility.INTERNAL, by=office.officer)

    of_side, of_stranger, of_office = (
        visitor.get(path_of(who, now)).content.decode().replace("\r\n ", "")
        for who in (office.counterpart, office.stranger, office.officer)
    )

    assert "meet.example.org" in of_side and "meet.example.org" in of_office
    assert "meet.example.org" not in of_stranger
    assert CANARY not in of_side + of_stranger + of_office


def test_a_right_that_is_taken_away_is_gone_at_the_next_look(office, visitor, now):
    session = office.session(begins=soon(), at=Stage.CONVENED)
    path = path_of(office.counterpart, now)
    assert len(events(visitor.get(path))) == 1

    session.delegations.last().change(organisation=office.other, by=office.officer)

    assert events(visitor.get(path)) == {}


# When an address dies


def died(how, now, user):
    """An address that opened something, and then something was done."""
    path = path_of(user, now)
    with acting(by=None):
        if how == "renewed":
            feeds.share(user, at=now)
        elif how == "ended":
            feeds.stop_sharing(user, at=now)
        elif how == "new password":
            user.set_password("another long enough password")
            user.save(update_fields=["password"])
        elif how == "account closed":
            user.stop_signing_in()
        elif how == "expired":
            SignedLink.objects.update(expires_at=now - timedelta(seconds=1))
        elif how == "made for something else":
            SignedLink.objects.update(purpose="minutes")
    return path


@pytest.mark.parametrize(
    "how", ["renewed", "ended", "new password", "account closed", "expired", "made for something else"]
)
def test_an_address_that_died_is_not_here_like_one_that_never_was(office, visitor, now, how):
    path = died(how, now, office.counterpart)

    dead, never = visitor.get(path), visitor.get(reverse("calendar-feed", args=["x" * 43]))

    assert (dead.status_code, dead["Cache-Control"]) == (never.status_code, never["Cache-Control"])
    assert dead.status_code == 404
    assert dead.content.decode().replace(path[len("/en/calendar/") : -4], "x" * 43) == never.content.decode()


def test_only_the_hash_of_an_address_is_kept(office, now):
    secret = feeds.share(office.officer, at=now).rpartition("/")[2].removesuffix(".ics")

    link = SignedLink.objects.get()

    assert len(secret) == 43
    assert secret not in str([vars(link), *Entry.objects.values_list("before", "after")])
    assert feeds.owner_of(secret, at=now) == office.officer
    with pytest.raises(Http404):
        feeds.owner_of(link.secret_hash, at=now)


def test_an_address_opens_no_page_and_changes_nothing(office, visitor, now):
    path = path_of(office.officer, now)

    assert visitor.post(path).status_code == 405
    assert visitor.get(path).cookies.get("sessionid") is None
    assert visitor.open("account").status_code == 302


# The page of it


def test_the_address_is_shown_once_and_can_be_renewed_and_ended(office, counterpart):
    assert "Your calendar has no address." in counterpart.open("calendar").content.decode()

    made = counterpart.send("calendar").content.decode()
    assert made.count("/en/calendar/") == 1
    assert "/en/calendar/" not in counterpart.open("calendar").content.decode()
    assert "Make another address" in counterpart.open("calendar").content.decode()

    counterpart.send("calendar-ending")
    assert "Your calendar has no address." in counterpart.open("calendar").content.decode()
    acts = [one for one in Entry.objects.of_person(office.counterpart.pk).order_by("pk") if "calendar" in one.act]
    assert [act_in_words(one) for one in acts] == [
        "made an address for their calendar",
        "ended the address of their calendar",
    ]


def test_the_account_leads_to_ones_calendar(office, counterpart):
    assert reverse("calendar") in counterpart.open("account").content.decode()


def test_ending_what_is_not_there_is_written_down_nowhere(office, counterpart):
    entries = Entry.objects.count()

    assert counterpart.send("calendar-ending").status_code == 302

    assert Entry.objects.count() == entries


def test_a_visitor_has_no_calendar(office, visitor):
    assert visitor.open("calendar").status_code == 302
    assert visitor.send("calendar").status_code == 403
    assert not SignedLink.objects.exists()


def test_a_password_changed_on_its_page_ends_the_address(office, counterpart, visitor, now):
    path = path_of(office.counterpart, now)
    new = "quite another long password"

    counterpart.send("account_change_password", oldpassword=PASSWORD, password1=new, password2=new)

    assert visitor.get(path).status_code == 404


# One session


def test_one_session_is_a_file_for_whoever_may_see_it(office, officer, counterpart, stranger, visitor):
    session = office.session(begins=soon(), link="https://meet.example.org/room", at=Stage.CONVENED)

    answers = [one.open("session-file", session.pk) for one in (officer, counterpart, stranger, visitor)]

    assert [one.status_code for one in answers] == [200, 200, 404, 404]
    event = vobject.readOne(answers[1].content.decode()).vevent
    assert (event.dtstart.value, event.status.value) == (session.starts_at, "CONFIRMED")
    assert event.location.value == "https://meet.example.org/room"
    assert answers[0]["Content-Disposition"] == f'attachment; filename="session-{session.pk}.ics"'


def test_the_public_gets_the_file_of_a_public_session_without_the_link(office, visitor):
    session = office.session(begins=soon(), link="https://meet.example.org/room", is_public=True, at=Stage.CONVENED)

    answer = visitor.open("session-file", session.pk).content.decode()

    assert "First session" in answer
    assert "meet.example.org" not in answer.replace("\r\n ", "")


def test_the_page_of_a_session_ahead_leads_to_its_file(office, counterpart):
    ahead, past = office.session(begins=soon(), at=Stage.CONVENED), office.session(at=Stage.ADOPTED)

    assert reverse("session-file", args=[ahead.pk]) in counterpart.open("session", ahead.pk).content.decode()
    assert reverse("session-file", args=[past.pk]) not in counterpart.open("session", past.pk).content.decode()


def test_a_feed_costs_no_more_for_many_sessions(office, visitor, now):
    paths = [path_of(who, now) for who in (office.counterpart, office.officer)]
    counts = []
    for rounds in (1, 6):
        for _number in range(rounds):
            made = office.session(begins=soon(), at=Stage.CONVENED)
            delegate(made, office, email=f"d{made.pk}@example.org")
        counts.append([_queries(visitor, path) for path in paths])

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8


def _queries(visitor, path):
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(path).status_code == 200
    return len(queries)
