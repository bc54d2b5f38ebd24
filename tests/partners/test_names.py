"""Names of organisations: the newest that holds is shown in its language, former ones stay with their days."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.partners.models import Organisation
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
RENAMED = date(2020, 1, 30)


@pytest.fixture
def icesco(office):
    made = make.organisation(
        "Islamic Educational, Scientific and Cultural Organization", by=office.officer, kind="other"
    )
    made.rename(text="ISESCO", language="en", kind="acronym", by=office.officer)
    return made


def fresh(organisation):
    return Organisation.objects.get(pk=organisation.pk)


def test_a_new_official_name_is_shown_and_the_one_given_up_stays_with_its_day(icesco, office):
    first = icesco.names.get(kind="official")
    icesco.rename(text="Islamic World Organization", language="en", kind="official", since=RENAMED, by=office.officer)

    first.end(on=RENAMED, by=office.officer)

    assert str(fresh(icesco).name) == "Islamic World Organization"
    assert icesco.names.get(pk=first.pk).until == RENAMED
    assert Entry.objects.about(first).first().act == "ended"
    assert list(Organisation.objects.found_by("islamic educational")) == [icesco]


def test_an_acronym_that_ended_is_shown_no_more(icesco, office):
    icesco.names.get(kind="acronym").end(on=RENAMED, by=office.officer)

    assert not fresh(icesco).short_name


def test_the_only_name_cannot_be_given_up(icesco, office):
    name = icesco.names.get(kind="official")

    with pytest.raises(NotNow):
        name.end(on=RENAMED, by=office.officer)

    assert icesco.names.get(pk=name.pk).until is None


def test_a_name_is_given_up_once(icesco, office):
    acronym = icesco.names.get(kind="acronym")
    acronym.end(on=RENAMED, by=office.officer)

    with pytest.raises(NotNow):
        acronym.end(on=date(2021, 1, 1), by=office.officer)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"text": "ISESCO", "kind": "acronym"}, "text"),
        ({"text": "\u200e"}, "text"),
        ({"since": RENAMED, "until": RENAMED}, "until"),
        ({"since": RENAMED, "until": date(2019, 1, 1)}, "until"),
    ],
)
def test_a_name_that_cannot_be_is_refused_beside_its_field(icesco, office, facts, field):
    given = {"text": "Another", "language": "en", "kind": "official", "by": office.officer}

    with pytest.raises(ValidationError) as refusal:
        icesco.rename(**given | facts)

    assert list(refusal.value.message_dict) == [field]
    assert icesco.names.count() == 2


def test_the_official_name_is_preferred_to_short_forms_and_translations(icesco, office):
    icesco.rename(text="La traduction", language="fr", kind="translated", by=office.officer)
    icesco.rename(text="L’Organisation", language="fr", kind="official", by=office.officer)
    icesco.rename(text="L’Org", language="fr", kind="short", by=office.officer)

    assert fresh(icesco).name["fr"] == "L’Organisation"


def test_the_page_of_names_adds_and_ends_names(icesco, office, client):
    client.force_login(office.officer, backend=BACKEND)
    url = reverse("partner-names", args=[icesco.pk])

    client.post(url, {"text": "ICESCO", "language": "en", "kind": "acronym", "since": "2020-01-30"})
    former = icesco.names.get(text="ISESCO")
    client.post(reverse("partner-name-end", args=[icesco.pk, former.pk]), {"until": "2020-01-30"})

    assert dict(fresh(icesco).short_name) == {"en": "ICESCO"}
    assert "until 30 January 2020" in client.get(url).content.decode()
    assert "until 30 January 2020" in client.get(icesco.get_absolute_url()).content.decode()


def test_a_refused_end_stays_open_with_its_words(icesco, office, client):
    client.force_login(office.officer, backend=BACKEND)
    name = icesco.names.get(kind="official")

    answer = client.post(reverse("partner-name-end", args=[icesco.pk, name.pk]), {"until": "2020-01-30"})

    assert answer.status_code == 422
    assert "It is the only name left" in answer.content.decode()
    assert 'value="2020-01-30"' in answer.content.decode()


def test_the_name_of_another_organisation_is_not_found(icesco, office, client):
    client.force_login(office.officer, backend=BACKEND)
    name = office.other.names.get()

    answer = client.post(reverse("partner-name-end", args=[icesco.pk, name.pk]), {"until": "2020-01-30"})

    assert answer.status_code == 404


@pytest.fixture
def officer(office, client):
    client.force_login(office.officer, backend=BACKEND)
    return client


def facts_of(name, **other):
    kept = {"text": name.text, "language": name.language, "kind": name.kind, "since": name.since, "until": name.until}
    return {field: value for field, value in (kept | other).items() if value}


def correct(officer, name, **other):
    return officer.post(reverse("partner-name", args=[name.organisation_id, name.pk]), facts_of(name, **other))


def test_a_mistyped_name_is_put_right_and_the_journal_keeps_what_stood_there(icesco, officer):
    name = icesco.names.get(kind="official")

    correct(officer, name, text="Islamic World Educational Organization")

    assert str(fresh(icesco).name) == "Islamic World Educational Organization"
    assert list(Organisation.objects.found_by("islamic world educational")) == [icesco]
    assert list(Organisation.objects.found_by("islamic educational, scientific")) == []
    entry = Entry.objects.about(name).first()
    assert entry.act == "corrected"
    assert entry.before == {"text": name.text}


def test_a_name_that_is_sent_as_it_stands_leaves_no_trace(icesco, officer):
    name = icesco.names.get(kind="official")

    assert correct(officer, name).status_code == 302

    assert not Entry.objects.about(name).filter(act="corrected").exists()


def test_an_end_that_was_written_down_by_mistake_is_taken_back(icesco, office, officer):
    acronym = icesco.names.get(kind="acronym")
    acronym.end(on=RENAMED, by=office.officer)

    correct(officer, acronym, until=None)

    assert dict(fresh(icesco).short_name) == {"en": "ISESCO"}


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"kind": "acronym"}, "It is the only name left"),
        ({"until": "2020-01-30"}, "It is the only name left"),
        ({"text": "\u202e"}, "This field is required"),
        ({"text": "ISESCO", "kind": "acronym"}, "It is the only name left"),
        ({"since": "2020-01-30", "until": "2019-01-30"}, "It is the only name left"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_with_what_was_typed(icesco, officer, other, words):
    name = icesco.names.get(kind="official")

    answer = correct(officer, name, **other)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert icesco.names.get(pk=name.pk).kind == "official"
    assert str(fresh(icesco).name) == name.text


def test_a_name_is_not_corrected_into_one_that_is_here(icesco, office, officer):
    other = icesco.rename(text="Islamic World Organization", language="en", kind="official", by=office.officer)

    answer = correct(officer, icesco.names.first(), text=other.text)

    assert "This name is here already." in answer.content.decode()


def another(officer, icesco, **asked):
    typed = {"text": "Islamic World Organization", "language": "en", "kind": "official"}
    return officer.post(reverse("partner-names", args=[icesco.pk]), typed | asked)


def test_beside_an_official_name_another_is_taken_only_with_what_becomes_of_the_first(icesco, officer):
    answer = another(officer, icesco)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is the official name in this language until now. Say what becomes of it." in page
    assert 'value="Islamic World Organization"' in page
    assert icesco.names.filter(kind="official").count() == 1


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"earlier": "stays"}, [("first", None), ("second", None)]),
        ({"earlier": "given_up", "given_up_on": "2020-01-30"}, [("first", RENAMED), ("second", None)]),
        ({"earlier": "corrected"}, [("second", None)]),
    ],
)
def test_what_becomes_of_the_official_name_until_now_is_done(icesco, officer, asked, names):
    called = {str(icesco.name): "first", "Islamic World Organization": "second"}

    assert another(officer, icesco, **asked).status_code == 302

    held = icesco.names.filter(kind="official").order_by("pk")
    assert [(called[one.text], one.until) for one in held] == names
    assert str(fresh(icesco).name) == "Islamic World Organization"


def test_a_name_that_was_given_up_needs_its_day(icesco, officer):
    answer = another(officer, icesco, earlier="given_up")

    assert answer.status_code == 422
    assert "Say on which day it was given up." in answer.content.decode()
    assert icesco.names.filter(kind="official").count() == 1


@pytest.mark.parametrize("asked", [{"language": "fr"}, {"kind": "short"}, {"until": "2019-01-01"}, {"kind": "acronym"}])
def test_a_name_that_is_no_second_official_one_is_taken_at_once(icesco, officer, asked):
    assert another(officer, icesco, **asked).status_code == 302


def test_the_days_of_a_former_name_are_told(icesco, officer):
    another(officer, icesco, text="Former", kind="former", since="1979-05-03", until="2020-01-30")

    page = officer.get(reverse("partner-names", args=[icesco.pk])).content.decode()

    assert "3 May 1979 to 30 January 2020" in page


@pytest.mark.parametrize("who", ["reader", "counterpart"])
def test_only_the_office_corrects_names(icesco, office, client, who):
    client.force_login(getattr(office, who), backend=BACKEND)
    name = icesco.names.get(kind="official")

    assert correct(client, name, text="Mine").status_code == 403
    assert client.get(reverse("partner-name", args=[icesco.pk, name.pk])).status_code == 403
    assert icesco.names.get(pk=name.pk).text == name.text
