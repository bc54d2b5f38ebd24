"""Planning a session takes a moment, and what cannot be is refused beside its field."""

from datetime import UTC, datetime, timedelta

import pytest

from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.models import Session, Stage
from tests import make
from tests.make import NOW
from tests.meetings.conftest import browser_of


def typed(office, **other):
    return {
        "title_en": "Water and energy",
        "partner": office.partner.pk,
        "mode": "virtual",
        "day": "2027-01-21",
        "begins": "10:00",
        "ends": "12:00",
        "zone": "Africa/Casablanca",
        "record_language": "en",
    } | other


def test_a_session_is_planned_with_our_own_delegation_first(office, officer):
    answer = officer.send("session-new", **typed(office))

    session = Session.objects.get()
    assert answer.url == session.get_absolute_url()
    assert [one.organisation for one in session.delegations.in_order()] == [office.host, office.partner]
    assert session.starts_at == datetime(2027, 1, 21, 9, 0, tzinfo=UTC)  # Casablanca was an hour ahead
    assert (session.stage, session.mode, str(session.title)) == (Stage.PROPOSED, "virtual", "Water and energy")
    assert Entry.objects.about(session).get().act == "entered"


def test_a_session_that_ends_before_it_begins_is_refused_with_everything_kept(office, officer):
    answer = officer.send("session-new", **typed(office, ends="09:00"))

    assert answer.context["form"].errors == {"ends": ["The session ends before it begins."]}
    assert b"Water and energy" in answer.content and b'value="10:00"' in answer.content
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("zone", "Mars/Olympus", "“Mars/Olympus” is not a time zone, such as Africa/Casablanca."),
        ("partner", "", "This field is required."),
        ("title_en", "", "This field is required."),
        ("day", "tomorrow", "Enter a valid date."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(office, officer, field, value, words):
    answer = officer.send("session-new", **typed(office, **{field: value}))

    name = field.removesuffix("_en")
    assert answer.context["form"].errors[name] == [words]
    assert not Session.objects.exists()


def test_a_time_that_the_clocks_skip_is_refused(office, officer):
    skipped = typed(office, zone="Europe/Berlin", day="2027-03-28", begins="02:30", ends="04:00")

    answer = officer.send("session-new", **skipped)

    assert answer.context["form"].errors == {"begins": ["The clocks of this place skip that time on that day."]}


def test_a_session_of_several_days_is_planned(office, officer):
    officer.send("session-new", **typed(office, ends="09:00", last_day="2027-01-22"))

    assert Session.objects.get().ends_at == datetime(2027, 1, 22, 8, 0, tzinfo=UTC)


def test_markup_in_a_title_is_shown_as_it_was_typed(office, officer):
    answer = officer.send("session-new", **typed(office, title_en="<script>alert(1)</script>"), follow=True)

    page = officer.open("session", Session.objects.get().pk)
    assert answer.status_code == 302
    assert b"<script>alert(1)" not in page.content and b"&lt;script&gt;alert(1)" in page.content


def test_only_the_office_plans(office, counterpart, reader, visitor):
    assert counterpart.send("session-new", **typed(office)).status_code == 403
    assert reader.open("session-new").status_code == 403
    assert visitor.open("session-new").status_code == 302
    assert not Session.objects.exists()
    assert Entry.objects.refusals().count() == 1


def test_without_a_host_organisation_the_page_says_what_to_do(db):
    browser = browser_of(make.user())

    for answer in (browser.open("session-new"), browser.send("session-new", title_en="A session")):
        assert answer.status_code == 409
        assert "this Comity does not know yet which organisation is your own" in answer.content.decode()
        assert "comity begin" in answer.content.decode()
    assert not Session.objects.exists()


def test_a_new_time_is_written_down_as_a_move(office, officer):
    session = office.session(title={"en": "First session"})
    given = typed(office, title_en="First session")

    officer.send("session-change", session.pk, **given)

    session.refresh_from_db()
    entry = Entry.objects.about(session).first()
    assert session.starts_at == datetime(2027, 1, 21, 9, 0, tzinfo=UTC)
    assert (entry.act, set(entry.before)) == ("moved", {"starts_at", "ends_at", "zone"})


def test_a_change_that_cannot_be_leaves_the_session_as_it_was(office, officer):
    session = office.session()
    before = session.starts_at

    answer = officer.send("session-change", session.pk, **typed(office, ends="09:00"))

    session.refresh_from_db()
    assert answer.status_code == 200
    assert session.starts_at == before


def test_what_was_planned_is_not_changed_after_the_session_was_held(office):
    session = office.session(at=Stage.HELD)

    with pytest.raises(NotNow):
        session.revise(mode="hybrid", by=office.officer)

    assert Session.objects.get().mode == "virtual"


def test_the_list_shows_the_next_session_first_and_the_latest_held_first(office, officer):
    soon = office.session(begins=NOW + timedelta(days=2))
    later = office.session(begins=NOW + timedelta(days=9))
    old = office.session(at=Stage.HELD, begins=NOW - timedelta(days=9))
    fresh = office.session(at=Stage.HELD, begins=NOW - timedelta(days=2))

    pages = officer.open("sessions").context["pages"]

    assert list(pages["ahead"]) == [soon, later]
    assert list(pages["behind"]) == [fresh, old]


def test_the_list_is_narrowed_by_partner_and_stage(office, officer):
    ours = office.session(at=Stage.HELD)
    theirs = Session.plan(
        between=[office.host, office.other],
        by=office.officer,
        title={"en": "Another"},
        starts_at=NOW,
        ends_at=NOW,
    )

    assert list(officer.open("sessions", partner=office.other.pk).context["pages"]["ahead"]) == [theirs]
    assert list(officer.open("sessions", stage="held").context["pages"]["found"]) == [ours]


def test_an_empty_list_says_why_it_is_empty(office, officer):
    page = officer.open("sessions").content.decode()

    assert "No session lies ahead." in page
    assert "No session has been held yet." in page


def test_a_session_is_seen_by_its_sides_and_by_the_public_only_where_it_may(
    office, officer, counterpart, stranger, visitor
):
    session = office.session(at=Stage.HELD)

    assert [b.open("session", session.pk).status_code for b in (officer, counterpart)] == [200, 200]
    assert [b.open("session", session.pk).status_code for b in (stranger, visitor)] == [404, 404]

    officer.send("publication", session.pk, is_public="yes")

    assert [b.open("session", session.pk).status_code for b in (stranger, visitor)] == [200, 200]


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_asks_the_database_as_often_for_one_as_for_many(office, officer, django_assert_max_num_queries, count):
    for number in range(count):
        office.session(begins=NOW + timedelta(days=number))
        office.session(at=Stage.HELD, begins=NOW - timedelta(days=number + 1))
    officer.open("sessions")

    with django_assert_max_num_queries(15) as asked:
        officer.open("sessions")

    assert len(asked) == 12


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("last_day", "tomorrow"),
        ("day", "0001-01-01"),
        ("day", "9999-12-31"),
        ("last_day", "9999-12-31"),
        ("others", "99999999999999999999"),
        ("partner", "99999999999999999999"),
    ],
)
def test_what_no_page_of_ours_would_send_is_refused_beside_its_field(office, officer, field, value):
    answer = officer.send("session-new", **typed(office, zone="Pacific/Kiritimati") | {field: value})

    assert list(answer.context["form"].errors) == [field.removesuffix("_en")]
    assert not Session.objects.exists()
