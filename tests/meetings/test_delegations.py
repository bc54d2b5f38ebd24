"""Who comes for whom, and the office each held that day."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings import delegating
from comity.meetings.models import Attendance, Member, Stage
from comity.partners.models import Office, Person
from comity.translation.texts import Text
from tests import make
from tests.meetings.calendar_mail import sent, soon, subject_of, to


def guests(session):
    return session.delegations.in_order()[1]


def test_a_member_comes_with_the_office_held_that_day(office, officer):
    session = office.session()
    person = make.person("Vera Guest", by=office.officer)
    day = session.day.date()
    held = {"person": person, "organisation": office.partner, "by": office.officer}
    Office.enter(title=Text(en="Vice President"), until=day - timedelta(days=1), **held)
    Office.enter(title=Text(en="President"), since=day, **held)

    officer.send("members", session.pk, guests(session).pk, person=person.pk)

    member = Member.objects.get()
    assert (member.person, str(member.office)) == (person, "President")
    assert Entry.objects.about(member).get().act == "entered"


def test_somebody_new_is_entered_with_a_name_and_an_office(office, officer):
    session = office.session()

    officer.send("members", session.pk, guests(session).pk, name="Nour Haddad", office_en="Director", is_head="on")

    member = Member.objects.get()
    person = Person.objects.get(pk=member.person_id)
    assert (str(person), str(member.office), member.is_head) == ("Nour Haddad", "Director", True)
    assert person.offices.get().known_on == session.day.date()


def test_somebody_new_is_invited_at_the_address_that_is_given(office, officer):
    session = office.session(begins=soon())
    session.convene(by=office.officer)
    sent()
    new = {"name": "Nour Haddad", "email": "nour@example.org", "language": "fr"}

    officer.send("members", session.pk, guests(session).pk, **new)

    person = Member.objects.get().person
    assert (person.email, person.language) == ("nour@example.org", "fr")
    assert subject_of(to(sent(), "nour@example.org")).startswith("Invitation à la séance")


def test_the_address_of_somebody_new_stands_in_the_journal_only_under_their_key(office, officer):
    session = office.session()

    officer.send("members", session.pk, guests(session).pk, name="Nour Haddad", email="nour@example.org")

    entered = Entry.objects.about(Member.objects.get().person).get(act="entered")
    assert entered.after["email"] == "nour@example.org"
    assert not stands_in_the_open("nour@example.org")
    assert stands_in_the_open("First session")  # what is not personal is found so


def stands_in_the_open(words):
    """Whether the journal holds words that anybody reads who reads its tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM journal_entry WHERE CAST(after AS TEXT) LIKE %s", [f"%{words}%"])
        return cursor.fetchone()[0] > 0


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"email": "nour at example"}, "Enter a valid email address."),
        (
            {"email": "nour@ex\u0430mple.org"},
            "This address mixes letters that look alike. Type it anew, by hand.",
        ),
        ({"email": "nour@example.org", "name": ""}, None),
    ],
)
def test_an_address_that_cannot_be_is_told_beside_it_and_nothing_is_lost(office, officer, typed, refused):
    session = office.session()
    sent_so = {"name": "Nour Haddad", "office_en": "Director", "is_head": "on"} | typed

    answer = officer.send("members", session.pk, guests(session).pk, **sent_so)

    assert answer.context["form"].errors.get("email") == (refused and [refused])
    assert not Member.objects.exists()
    for kept in filter(None, [sent_so["name"], "Director", sent_so["email"]]):
        assert f'value="{kept}"' in answer.text


def test_the_address_of_somebody_known_is_not_changed_in_passing(office, officer):
    session = office.session()
    person = make.person("Nadia Delegate", by=office.officer, at=office.partner, email="nadia@example.org")

    answer = officer.send("members", session.pk, guests(session).pk, person=person.pk, email="other@example.org")

    assert list(answer.context["form"].errors) == ["email"]
    person.refresh_from_db()
    assert (person.email, Member.objects.exists()) == ("nadia@example.org", False)


def test_a_member_is_either_chosen_or_named(office, officer):
    session = office.session()

    answer = officer.send("members", session.pk, guests(session).pk)

    expected = {"name": ["Choose somebody, or write the name of somebody new."]}
    assert answer.context["form"].errors == expected
    assert not Member.objects.exists()


def test_a_group_stands_without_names_and_cannot_head_a_delegation(office, officer):
    session = office.session()

    officer.send("groups", session.pk, guests(session).pk, group_en="heads of sectors")

    assert "The delegation has one more group." in officer.open("delegations", session.pk).content.decode()
    member = Member.objects.get()
    assert str(member) == "heads of sectors"
    with pytest.raises(ValidationError):
        delegating.lead(member, by=office.officer)
    assert not Member.objects.get().is_head


def test_a_delegation_has_one_head(office, officer):
    session = office.session()
    side = session.delegations.in_order()[0]
    first = delegating.add_member(side, person=office.keeper, by=office.officer)
    second = delegating.add_member(side, person=office.second, by=office.officer)

    officer.send("member-lead", session.pk, first.pk)
    officer.send("member-lead", session.pk, second.pk)

    assert [one.person for one in Member.objects.all() if one.is_head] == [office.second]


def test_members_change_places_in_the_order_of_precedence(office, officer):
    session = office.session()
    side = session.delegations.in_order()[0]
    first = delegating.add_member(side, person=office.keeper, by=office.officer)
    second = delegating.add_member(side, person=office.second, by=office.officer)

    officer.send("member-order", session.pk, second.pk, to="up")

    assert list(Member.objects.all()) == [second, first]


def test_a_member_is_moved_only_past_somebody_it_changes_places_with(office, officer):
    session = office.session()
    side = session.delegations.in_order()[0]
    head = delegating.add_member(side, person=office.second, is_head=True, by=office.officer)
    first = delegating.add_member(side, person=office.keeper, by=office.officer)
    last = delegating.add_group(side, group=Text(en="experts"), by=office.officer)

    placed = session.delegations.in_order()[0].in_places()
    assert placed == [(head, False, False), (first, False, True), (last, True, False)]
    assert officer.open("delegations", session.pk).text.count(" disabled>") == 4


def test_attendance_is_noted(office, officer):
    session = office.session(at=Stage.HELD)
    member = delegating.add_member(guests(session), person=office.keeper, by=office.officer)

    officer.send("member-attendance", session.pk, member.pk, attendance="partly")

    assert Member.objects.get().attendance == Attendance.PARTLY


def test_nobody_is_in_a_delegation_twice(office):
    side = guests(office.session())
    delegating.add_member(side, person=office.keeper, by=office.officer)

    with pytest.raises(NotNow):
        delegating.add_member(side, person=office.keeper, by=office.officer)

    assert Member.objects.count() == 1


def test_an_organisation_takes_part_once(office, officer):
    session = office.session()

    officer.send("delegations", session.pk, organisation=office.other.pk)
    page = officer.send("delegations", session.pk, organisation=office.other.pk)

    assert session.delegations.count() == 3
    assert "takes part already" in page.content.decode()


def test_our_own_delegation_and_the_second_one_stay(office):
    session = office.session(at=Stage.CONVENED)

    for side in session.delegations.in_order():
        with pytest.raises(NotNow):
            delegating.withdraw_delegation(side, by=office.officer)

    assert session.delegations.count() == 2


def test_who_took_part_in_final_minutes_never_changes(office):
    session = office.session(at=Stage.HELD)
    side = guests(session)
    member = delegating.add_member(side, person=office.keeper, by=office.officer)
    session = office.session(at=Stage.ADOPTED)
    frozen = guests(session)

    for act in (
        lambda: delegating.add_group(frozen, group=Text(en="experts"), by=office.officer),
        lambda: delegating.send_delegation(session, organisation=office.other, by=office.officer),
        lambda: delegating.withdraw_delegation(frozen, by=office.officer),
    ):
        with pytest.raises(NotNow):
            act()

    assert member.attendance == Attendance.UNKNOWN
    assert session.delegations.count() == 2


def test_only_the_office_keeps_the_delegations(office, counterpart):
    session = office.session()

    answer = counterpart.send("delegations", session.pk, organisation=office.other.pk)

    assert answer.status_code == 403
    assert session.delegations.count() == 2


def test_offices_elsewhere_are_named_where_none_is_held_at_home(office):
    session = office.session()
    person = make.person("Omar Expert", by=office.officer, at=office.other, office="Professor")

    held = delegating.offices_held(person, office.partner, session)

    assert held == Text(en="Professor")


def test_a_name_that_nobody_can_see_is_no_member(office, officer):
    session = office.session()
    delegation = session.delegations.first()

    answer = officer.send("members", session.pk, delegation.pk, name="\u202e\u2066")

    assert answer.context["form"].errors
    assert not delegation.members.exists()


@pytest.mark.parametrize(
    ("route", "heading"),
    [
        ("members", "Add somebody to the delegation of {}"),
        ("groups", "Add a group to the delegation of {}"),
    ],
)
def test_the_page_says_what_it_adds_and_to_whose_delegation(office, officer, route, heading):
    session = office.session()

    page = officer.open(route, session.pk, guests(session).pk).text

    assert "<h1>" + heading.format("<bdi>Partner Association</bdi>") + "</h1>" in page
    assert "<title>" + heading.format("\u2068Partner Association\u2069") in page
