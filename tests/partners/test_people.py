"""People, their names in several scripts, and the offices they hold."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from comity.journal.models import Entry
from comity.partners.models import Office, Person
from comity.translation.texts import Text
from tests import make
from tests.make import TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def officer(office, client):
    client.force_login(office.officer, backend=BACKEND)
    return client


@pytest.fixture
def beller(office):
    made = make.person("Matthias Beller", by=office.officer, email="beller@example.org")
    Office.enter(
        person=made,
        organisation=office.partner,
        title=Text(en="Vice President"),
        since=date(2010, 1, 1),
        by=office.officer,
    )
    return made


def office_facts(**facts):
    return {"office_en": "Director", "precedence": "10", **facts}


def test_a_person_is_entered_with_names_and_a_first_office(officer, office):
    facts = {"names_en": "Salim AlMalik", "names_ar": "سالم المالك", "title_en": "Dr.", "language": "ar"}
    officer.post(reverse("new-person", args=[office.partner.pk]), facts | office_facts(since="2019-05-01"))

    entered = Person.objects.named_like("المالك").get()
    assert dict(entered.name) == {"en": "Salim AlMalik", "ar": "سالم المالك"}
    assert str(entered.heading) == "Dr. Salim AlMalik"
    assert [(one.organisation, one.since) for one in entered.offices.all()] == [(office.partner, date(2019, 5, 1))]


def test_a_person_without_an_office_is_not_entered(officer, office):
    before = Person.objects.count()

    answer = officer.post(
        reverse("new-person", args=[office.partner.pk]),
        {"names_en": "Nobody", "language": "en", "precedence": "1", "email": "kept@example.org"},
    )

    assert list(answer.context["form"].errors) == ["office"]
    assert "kept@example.org" in answer.content.decode()
    assert Person.objects.count() == before


def test_an_office_that_ends_before_it_begins_enters_nobody(officer, office):
    before = Person.objects.count()

    answer = officer.post(
        reverse("new-person", args=[office.partner.pk]),
        {"names_en": "Too Early", "language": "en"} | office_facts(since="2020-01-01", until="2019-01-01"),
    )

    assert answer.context["form"].errors == {"until": ["An office ends after it begins."]}
    assert Person.objects.count() == before


def test_an_overlapping_office_is_refused_beside_its_field(officer, office, beller):
    url = reverse("person-offices", args=[beller.pk])

    answer = officer.post(
        url, office_facts(office_en="Vice President", organisation=office.partner.pk, since="2020-01-01")
    )

    assert answer.status_code == 422
    assert answer.context["office_form"].errors == {"since": ["The same office is already entered for these days."]}
    assert beller.offices.count() == 1
    assert 'value="2020-01-01"' in answer.content.decode()


def test_another_office_at_the_same_time_is_fine(officer, office, beller):
    officer.post(reverse("person-offices", args=[beller.pk]), office_facts(organisation=office.other.pk))

    assert beller.offices.count() == 2
    assert Entry.objects.about(beller.offices.get(organisation=office.other)).get().act == "entered"


def test_an_office_ends_once_and_not_before_it_began(officer, office, beller):
    held = beller.offices.get()
    url = reverse("office-end", args=[beller.pk, held.pk])

    early = officer.post(url, {"until": "2009-01-01"})
    officer.post(url, {"until": "2021-01-31"})
    again = officer.post(url, {"until": "2022-01-31"})

    assert "An office ends after it begins." in early.content.decode()
    assert "This office has ended already." in again.content.decode()
    assert beller.offices.get().until == date(2021, 1, 31)
    assert [entry.act for entry in Entry.objects.about(held)] == ["ended", "entered"]


def test_nobody_who_left_takes_another_office(officer, office, beller):
    beller.leave(on=date(2022, 1, 1), by=office.officer)

    with pytest.raises(ValidationError) as refusal:
        Office.enter(person=beller, organisation=office.other, title=Text(en="Guest"), by=office.officer)

    assert list(refusal.value.message_dict) == ["until"]


def test_a_person_gets_a_name_in_another_script(officer, beller):
    officer.post(reverse("person-names", args=[beller.pk]), {"text": "ماتياس بيلر\u202e", "language": "ar"})
    answer = officer.post(reverse("person-names", args=[beller.pk]), {"text": "ماتياس بيلر", "language": "ar"})

    assert Person.objects.get(pk=beller.pk).name["ar"] == "ماتياس بيلر"
    assert answer.context["name_form"].errors == {"text": ["This name is here already."]}


def test_address_and_language_are_changed_and_written_down(officer, beller):
    officer.post(
        reverse("person-facts", args=[beller.pk]), {"title_en": "Prof.", "email": "new@example.org", "language": "fr"}
    )

    changed = Person.objects.get(pk=beller.pk)
    assert (changed.email, changed.language, str(changed.title)) == ("new@example.org", "fr", "Prof.")
    assert Entry.objects.about(changed).first().before["email"] == "beller@example.org"


def test_only_the_office_sees_addresses(office, client, beller):
    shown = {}
    for role in ("officer", "head", "reader", "counterpart"):
        client.force_login(getattr(office, role), backend=BACKEND)
        shown[role] = "beller@example.org" in client.get(beller.get_absolute_url()).content.decode()

    assert shown == {"officer": True, "head": True, "reader": False, "counterpart": False}


def hold_office(office, person, title, **facts):
    day, where = date(2021, 1, 21), office.other
    return Office.enter(
        person=person, organisation=where, title=Text(en=title), known_on=day, by=office.officer, **facts
    )


def test_an_office_from_a_delegation_is_not_told_as_one_from_a_published_source(office, client, beller):
    client.force_login(office.officer, backend=BACKEND)
    hold_office(office, beller, "Delegate", is_published=False)
    came = client.get(beller.get_absolute_url()).text
    hold_office(office, beller, "Director", is_published=True)
    both = client.get(beller.get_absolute_url()).text

    assert "Named for a session of ours" in came
    assert "Named in published sources" not in came
    assert both.index("Named in published sources") < both.index("Director") < both.index("Named for a session of ours")


def test_people_are_seen_by_readers_their_own_side_and_all_where_published(office, client, beller):
    answers = {"anonymous": client.get(beller.get_absolute_url()).status_code}
    for role in ("reader", "counterpart", "stranger"):
        client.force_login(getattr(office, role), backend=BACKEND)
        answers[role] = client.get(beller.get_absolute_url()).status_code
    client.logout()
    at_a_session = hold_office(office, beller, "Delegate", is_published=False)
    hidden = client.get(beller.get_absolute_url())
    hold_office(office, beller, "Director", is_published=True)
    published = client.get(beller.get_absolute_url())

    assert answers == {"anonymous": 404, "reader": 200, "counterpart": 200, "stranger": 404}
    assert hidden.status_code == 404
    assert published.status_code == 200
    assert "Director" in published.content.decode()
    assert str(at_a_session.title) not in published.content.decode()
    assert "Vice President" not in published.content.decode()


@pytest.mark.parametrize("role", ["reader", "counterpart"])
def test_only_the_office_changes_people(office, client, beller, role):
    client.force_login(getattr(office, role), backend=BACKEND)
    number = beller.offices.get().pk
    routes = ["person-facts", "person-names", "person-offices"]
    urls = [reverse(name, args=[beller.pk]) for name in routes] + [reverse("office-end", args=[beller.pk, number])]

    assert [client.post(url, {"until": "2021-01-01"}).status_code for url in urls] == [403] * 4
    assert beller.offices.get().until is None


def test_offices_are_told_by_what_is_known_of_their_days(officer, office, beller):
    day = TODAY - timedelta(days=4000)
    Office.enter(person=beller, organisation=office.other, title=Text(en="Came"), known_on=day, by=office.officer)
    published = {"known_on": day, "is_published": True}
    Office.enter(person=beller, organisation=office.other, title=Text(en="Known"), by=office.officer, **published)
    Office.enter(person=beller, organisation=office.other, title=Text(en="Former"), until=day, by=office.officer)

    offices = officer.get(beller.get_absolute_url()).context["offices"]

    assert [str(one.title) for one in offices.now] == ["Vice President"]
    assert [str(one.title) for one in offices.known] == ["Known"]
    assert [str(one.title) for one in offices.came] == ["Came"]
    assert [str(one.title) for one in offices.past] == ["Former"]


def test_html_in_a_name_or_an_office_is_shown_as_text(officer, office):
    made = make.person("<b>Bold</b>", by=office.officer, at=office.partner, office="<img src=x onerror=alert(1)>")

    page = officer.get(made.get_absolute_url()).content.decode()
    assert "<b>Bold" not in page
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_a_mistyped_name_of_a_person_is_put_right(officer, office):
    person = office.keeper
    name = person.names.get()

    url, typed = reverse("person-name", args=[person.pk, name.pk]), {"text": "Amina Officier", "language": "fr"}
    answer = officer.post(url, typed)

    assert answer.url == person.get_absolute_url()
    assert dict(Person.objects.get(pk=person.pk).name) == {"fr": "Amina Officier"}
    assert [one.pk for one in Person.objects.named_like("officier")] == [person.pk]


def test_the_name_of_another_person_is_not_found(officer, office):
    name = office.second.names.get()

    assert officer.get(reverse("person-name", args=[office.keeper.pk, name.pk])).status_code == 404
