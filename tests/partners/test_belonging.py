"""What is part of what, with dates, and never in a circle."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from comity.partners.models import Organisation, PartOf
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def three(office):
    return [make.organisation(f"Level {number}", by=office.officer) for number in (1, 2, 3)]


def test_an_institute_is_inside_an_association_at_any_depth(office, three):
    whole, middle, part = three
    middle.join(whole, by=office.officer)
    part.join(middle, since=date(2003, 1, 1), by=office.officer)

    assert part.is_inside(whole)
    assert not whole.is_inside(part)


def test_a_circle_is_refused_at_any_depth_beside_its_field(office, three):
    whole, middle, part = three
    middle.join(whole, by=office.officer)
    part.join(middle, by=office.officer)

    with pytest.raises(ValidationError) as refusal:
        whole.join(part, by=office.officer)

    assert refusal.value.message_dict == {"whole": ["\u2068Level 3\u2069 is itself a part of \u2068Level 1\u2069."]}
    assert PartOf.objects.count() == 2


def test_nothing_is_a_part_of_itself(office, three):
    with pytest.raises(ValidationError) as refusal:
        three[0].join(three[0], by=office.officer)

    assert list(refusal.value.message_dict) == ["whole"]


def test_what_was_part_once_may_become_the_whole_later(office, three):
    first, second, _third = three
    first.join(second, since=date(1990, 1, 1), until=date(2000, 1, 1), by=office.officer)

    second.join(first, since=date(2000, 1, 1), by=office.officer)

    assert second.is_inside(first, since=date(2001, 1, 1))


def test_a_circle_is_refused_even_where_it_held_for_a_day(office, three):
    first, second, _third = three
    first.join(second, since=date(1990, 1, 1), until=date(2000, 1, 2), by=office.officer)

    with pytest.raises(ValidationError):
        second.join(first, since=date(2000, 1, 1), by=office.officer)


def test_the_same_belonging_is_entered_once_for_the_same_days(office, three):
    three[0].join(three[1], since=date(2000, 1, 1), by=office.officer)

    with pytest.raises(ValidationError) as refusal:
        three[0].join(three[1], since=date(2010, 1, 1), by=office.officer)

    assert list(refusal.value.message_dict) == ["whole"]


def test_who_left_may_come_back(office, three):
    three[0].join(three[1], until=date(2000, 1, 1), by=office.officer)
    three[0].join(three[1], since=date(2010, 1, 1), by=office.officer)

    assert PartOf.objects.count() == 2


def test_the_page_says_the_circle_beside_the_field_and_keeps_what_was_typed(office, client):
    client.force_login(office.officer, backend=BACKEND)
    office.other.join(office.partner, by=office.officer)
    url = reverse("partner-wholes", args=[office.partner.pk])

    answer = client.post(url, {"whole": office.other.pk, "since": "2020-02-03"})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "whole": ["\u2068Other University\u2069 is itself a part of \u2068Partner Association\u2069."]
    }
    assert 'value="2020-02-03"' in answer.content.decode()


def test_the_page_enters_and_ends_what_an_organisation_is_part_of(office, client):
    client.force_login(office.officer, backend=BACKEND)

    client.post(reverse("partner-wholes", args=[office.other.pk]), {"whole": office.partner.pk, "since": "2003-01-01"})
    belonging = PartOf.objects.get()
    refused = client.post(reverse("partner-whole-end", args=[office.other.pk, belonging.pk]), {"until": "2002-01-01"})
    client.post(reverse("partner-whole-end", args=[office.other.pk, belonging.pk]), {"until": "2010-01-01"})

    assert refused.status_code == 422
    assert "Belonging ends after it begins." in refused.content.decode()
    assert PartOf.objects.get().until == date(2010, 1, 1)
    page = client.get(office.partner.get_absolute_url()).content.decode()
    assert "1 January 2003 to 1 January 2010" in page


def test_the_units_of_the_host_are_ours(office):
    unit = make.organisation("Science Sector", by=office.officer, kind="unit")
    unit.join(office.host, by=office.officer)

    assert set(Organisation.objects.ours()) == {office.host, unit}
