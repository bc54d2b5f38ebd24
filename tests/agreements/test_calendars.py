"""The days of agreements come into a person's own calendar with the sessions, and move when a renewal moves them."""

from datetime import date, timedelta

import pytest
import vobject

from comity.agreements.models import Agreement, Stage
from comity.meetings import feeds
from comity.translation.texts import Text
from tests.make import NOW, TODAY


def days(user, client, language="en"):
    address = feeds.share(user, at=NOW).replace("/en/", f"/{language}/")
    answer = client.get("/" + address.split("/", 3)[3])
    assert answer.status_code == 200
    calendar = vobject.readOne(answer.content.decode())
    return {one.uid.value.split("@")[0]: one for one in getattr(calendar, "vevent_list", [])}


@pytest.fixture
def agreement(office):
    return office.agreement(at=Stage.IN_FORCE)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def test_review_notice_and_end_stand_as_whole_days_in_the_calendar(office, client, agreement):
    told = days(office.officer, client)

    assert {name: one.dtstart.value for name, one in told.items()} == {
        f"agreement-{agreement.pk}-review": date(2030, 11, 24),
        f"agreement-{agreement.pk}-notice": date(2031, 5, 24),
        f"agreement-{agreement.pk}-end": date(2031, 11, 24),
    }
    end = told[f"agreement-{agreement.pk}-end"]
    assert end.dtend.value == date(2031, 11, 25)
    assert end.summary.value == "End of term: Memorandum"
    assert end.url.value.endswith(f"/en/agreements/{agreement.pk}/")


def test_a_renewal_moves_the_same_days(office, client, agreement):
    before = days(office.officer, client)
    agreement.renew(until=date(2034, 11, 24), on=TODAY, why="by letters", by=office.officer)

    after = days(office.officer, client)

    assert set(before) == set(after)
    end = f"agreement-{agreement.pk}-end"
    assert after[end].dtstart.value == date(2034, 11, 24)
    assert (before[end].sequence.value, after[end].sequence.value) == ("0", "1")


def test_a_calendar_speaks_the_language_of_its_address(office, client, agreement):
    told = days(office.officer, client, "fr")

    assert told[f"agreement-{agreement.pk}-end"].summary.params["LANGUAGE"] == ["fr"]


def test_a_counterpart_reads_of_its_own_agreements_only(office, client, agreement):
    other = Agreement.conclude(
        parties=[office.host, office.other],
        by=office.officer,
        title=Text(en="Another"),
        concluded_on=TODAY,
        ends_on=TODAY + timedelta(days=900),
    )

    assert {name.split("-")[1] for name in days(office.counterpart, client)} == {str(agreement.pk)}
    assert {name.split("-")[1] for name in days(office.stranger, client)} == {str(other.pk)}
    assert len(days(office.officer, client)) == 5


def test_what_ended_leaves_the_calendar(office, client, agreement):
    agreement.lapse(why="let lapse", by=office.officer)

    assert days(office.officer, client) == {}


def test_a_calendar_costs_as_many_questions_for_many_agreements_as_for_one(
    office, client, agreement, django_assert_num_queries
):
    address = "/" + feeds.share(office.officer, at=NOW).split("/", 3)[3]
    with django_assert_num_queries(5):
        client.get(address)
    for _number in range(3):
        office.agreement(at=Stage.IN_FORCE)

    with django_assert_num_queries(5):
        client.get(address)
