"""The register of agreements: orders, pages that begin where the last one ended, and who reads which."""

from datetime import date

import pytest
from django.test import Client

from comity.agreements.models import Agreement
from comity.agreements.terms import Kind, months_after, months_before
from comity.partners.models import Area
from comity.translation.texts import Text
from tests.make import TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

pytestmark = pytest.mark.django_db


def conclude(office, **facts):
    facts = {
        "title": Text(en="Framework"),
        "concluded_on": date(2021, 4, 16),
        "parties": [office.host, office.partner],
    } | facts
    return Agreement.conclude(by=office.officer, **facts)


def shown(asked="", client=None):
    return (client or Client()).get(f"/en/agreements/?{asked}").context["page"]


def test_what_ends_is_listed_by_its_end_unless_another_order_is_asked_for(office, time_machine):
    time_machine.move_to(TODAY)
    soon = conclude(office, concluded_on=date(2020, 1, 1), ends_on=months_after(TODAY, 2))
    over = conclude(office, concluded_on=date(2021, 1, 1), ends_on=months_before(TODAY, 2))
    conclude(office, ends_on=months_after(TODAY, 40))

    assert shown("state=to_review").rows == [over, soon]
    assert shown("state=to_review&sort=newest").rows == [over, soon]
    assert shown("state=ended&sort=newest").rows == [over]


def test_either_order_can_be_asked_for(office):
    early = conclude(office, concluded_on=date(2019, 1, 1), ends_on=date(2040, 1, 1))
    late = conclude(office, concluded_on=date(2022, 1, 1))

    assert shown("sort=newest").rows == [late, early]
    assert shown("sort=ends").rows == [early, late]
    assert shown("sort=nonsense").rows == [late, early]


@pytest.mark.parametrize("asked", ["", "state=in_force", "sort=ends", "state=running&kind=memorandum"])
def test_pages_follow_each_other_and_show_each_agreement_once(office, asked):
    made = {conclude(office, kind=Kind.MEMORANDUM, concluded_on=date(2021, 1, 1 + n % 28)).pk for n in range(57)}

    first = shown(asked)
    second = shown(f"{asked}&after={first.next}")
    again = shown(f"{asked}&before={second.previous}")

    assert len(first.rows) == 50
    assert second.next is None
    assert [one.pk for one in again.rows] == [one.pk for one in first.rows]
    assert sorted([*(one.pk for one in first.rows), *(one.pk for one in second.rows)]) == sorted(made)


@pytest.mark.parametrize("state", ["running", "to_review", "ended", "in_force", ""])
@pytest.mark.parametrize("more", ["", "sort=ends", "sort=newest&kind=memorandum", "area=science"])
def test_a_list_that_is_walked_along_its_order_shows_what_one_that_is_looked_up_shows(
    office, monkeypatch, time_machine, state, more
):
    time_machine.move_to(TODAY)
    science = [Area.objects.get(code="science")]
    ends = [None, months_before(TODAY, 3), months_after(TODAY, 3), months_after(TODAY, 40)] * 3
    for end in ends:
        conclude(office, kind=Kind.MEMORANDUM, concluded_on=date(2020, 1, 1), ends_on=end, areas=science)
    asked = f"state={state}&{more.replace('science', str(science[0].pk))}"
    looked_up = shown(asked).rows

    monkeypatch.setattr("comity.ui.lists.ENOUGH", 2)

    assert looked_up
    assert shown(asked).rows == looked_up


def test_a_number_that_the_reader_may_not_know_of_opens_the_list_at_its_beginning(office):
    hidden = conclude(office, is_public=False)
    known = conclude(office, concluded_on=date(2020, 1, 1))

    assert shown(f"after={hidden.pk}").rows == [known]
    assert shown(f"after={known.pk}").rows == [known]


def test_a_side_reads_what_is_public_and_what_is_theirs_each_once(office):
    theirs = conclude(office, is_public=False)
    both = conclude(office, concluded_on=date(2020, 1, 1))
    client = Client()
    client.force_login(office.counterpart, backend=BACKEND)

    assert shown("", client).rows == [theirs, both]
    assert shown(f"partner={office.partner.pk}", client).rows == [theirs, both]
    assert shown().rows == [both]


def test_the_register_asks_the_same_for_one_and_for_many(office, django_assert_max_num_queries):
    for number in range(60):
        conclude(office, title=Text(en=f"Framework {number}"))

    with django_assert_max_num_queries(15):
        Client().get("/en/agreements/?state=running")
