"""The history of an organisation and of a person tells what was done to all that belongs to them."""

from datetime import date

import pytest

from comity.partners.enrolling import turn_to
from comity.partners.models import FocalPoint, NameKind, Office
from comity.partners.models.people import Rank
from comity.translation.texts import Text
from tests import make


@pytest.fixture
def officer(client, office):
    client.force_login(office.officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def told(browser, record):
    """What the history says: of which kind the part is and what was done to it, oldest first."""
    answer = browser.get(f"/en/history/{record._meta.label_lower}/{record.pk}/")
    return [(one.subject_type.model, one.act) for one in answer.context["entries"]][::-1]


def test_the_history_of_an_organisation_tells_of_its_names(officer, office):
    before = told(officer, office.partner)
    name = office.partner.rename(text="Institut X", language="fr", kind=NameKind.OFFICIAL, by=office.officer)
    name.end(on=date(2020, 1, 1), by=office.officer)

    assert told(officer, office.partner)[len(before) :] == [
        ("organisationname", "entered"),
        ("organisationname", "ended"),
    ]


def test_the_history_of_an_organisation_tells_what_it_is_part_of_and_whom_one_turns_to(officer, office):
    before = told(officer, office.partner)
    belonging = office.partner.join(office.other, by=office.officer)
    belonging.end(on=date(2024, 1, 1), by=office.officer)

    assert told(officer, office.partner)[len(before) :] == [("partof", "entered"), ("partof", "ended")]
    assert not [one for one in told(officer, office.other) if one[0] == "partof"]


def test_the_history_of_a_person_tells_of_their_names_and_offices(officer, office):
    person = make.person("Amina Alaoui", by=office.officer)
    before = told(officer, person)
    person.be_named(text="أمينة العلوي", language="ar", by=office.officer)
    held = Office.enter(person=person, organisation=office.partner, title=Text(en="Director"), by=office.officer)
    held.end(on=date(2024, 1, 1), by=office.officer)

    assert told(officer, person)[len(before) :] == [
        ("personname", "entered"),
        ("office", "entered"),
        ("office", "ended"),
    ]


def test_a_part_that_was_taken_away_stays_in_the_history(officer, office):
    person = make.person("Amina Alaoui", by=office.officer)
    Office.enter(person=person, organisation=office.partner, title=Text(en="Director"), by=office.officer)
    place = {"partner": office.partner, "side": FocalPoint.Side.THEIRS, "rank": Rank.FIRST, "by": office.officer}
    turn_to(person, **place)
    turn_to(None, **place)

    assert [act for kind, act in told(officer, office.partner) if kind == "focalpoint"] == ["entered", "removed"]


@pytest.mark.parametrize("whose", ["partner", "other"])
def test_who_may_not_read_histories_reads_none_of_it(client, office, whose):
    record = getattr(office, whose)
    client.force_login(office.reader, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get(f"/en/history/partners.organisation/{record.pk}/").status_code == 403
