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
