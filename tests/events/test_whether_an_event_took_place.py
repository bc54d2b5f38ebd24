"""An event is planned, then held or not; a day that has passed proves nothing."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from comity.events.models import Event, Stage
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.translation.texts import Text
from tests.make import TODAY

ALLOWED = {"planned": {"held", "cancelled"}, "held": set(), "cancelled": set()}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def announced(office, **facts):
    given = {"title": Text(en="Conference"), "starts_on": date(2021, 6, 1), "ends_on": date(2021, 9, 30)}
    return Event.announce(organisers=[office.host, office.partner], by=office.officer, **given | facts)


def test_an_event_moves_only_as_the_office_says():
    assert {str(s): {str(e) for e in ends} for s, ends in Event.MOVES.items()} == ALLOWED
    assert set(Event.OWNERS) == set(Stage)


def test_a_planned_event_whose_day_has_passed_is_not_known_to_have_been_held(office):
    event = announced(office)

    assert event.standing_on(date(2021, 9, 30)).mark == "open"
    assert event.standing_on(TODAY).mark == "unknown"
    assert list(Event.objects.unheard_of(TODAY)) == [event]


def test_target_and_result_are_both_kept(office):
    event = announced(office, expected=5000)

    event.hold(took_part=2000, is_more_than=True, by=office.officer)

    assert event.figures() == {"reached": 2000, "expected": 5000, "share": 40, "is_more_than": True}
    assert Entry.objects.about(event).first().act == "held"


def test_an_event_is_held_once(office):
    event = announced(office)
    same = Event.objects.get(pk=event.pk)
    event.hold(by=office.officer)

    with pytest.raises(NotNow):
        same.cancel(why="too late", by=office.officer)

    assert Event.objects.get().stage == Stage.HELD


def test_the_database_counts_participants_only_of_an_event_that_was_held(office):
    event = announced(office)

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=None):
        Event.objects.filter(pk=event.pk).update(took_part=10)


def test_an_event_that_ends_before_it_begins_comes_back_with_what_was_typed(office, client):
    client.force_login(office.officer, backend=BACKEND)

    answer = client.post(
        "/en/events/new/",
        {
            "title_en": "A forum on papers",
            "organisers": [office.host.pk],
            "starts_on": "2026-02-02",
            "ends_on": "2026-02-01",
        },
    )

    assert "The event ends before it begins." in answer.text
    assert "A forum on papers" in answer.text
    assert not Event.objects.exists()


def test_only_the_office_records_that_an_event_was_held(office, client):
    event = announced(office)
    client.force_login(office.counterpart, backend=BACKEND)

    answer = client.post(f"/en/events/{event.pk}/holding/", {"took_part": "12"})

    assert answer.status_code == 403
    assert Event.objects.get().stage == Stage.PLANNED


def test_the_office_records_on_the_page_how_many_took_part(office, client):
    event = announced(office, expected=100)
    client.force_login(office.officer, backend=BACKEND)

    client.post(f"/en/events/{event.pk}/holding/", {"took_part": "80", "is_more_than": "on"})
    page = client.get(f"/en/events/{event.pk}/").text

    assert "more than 80 took part" in page
    assert "100 expected" in page


def test_months_stand_for_a_day_that_is_not_known(office):
    event = announced(office, is_dated_by_months=True)

    assert "June" in event.when_in_words()
    assert "September 2021" in event.when_in_words()


def test_an_event_that_is_not_public_is_shown_to_its_organisers_only(office, client):
    event = announced(office, is_public=False)
    client.force_login(office.stranger, backend=BACKEND)
    assert client.get(f"/en/events/{event.pk}/").status_code == 404

    client.force_login(office.counterpart, backend=BACKEND)
    assert client.get(f"/en/events/{event.pk}/").status_code == 200


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_many(office, client, django_assert_max_num_queries):
    for number in range(7):
        announced(office, title=Text(en=f"Conference {number}"))

    with django_assert_max_num_queries(6):
        client.get("/en/events/")


@pytest.mark.parametrize("number", ["99999999999999999999", "9" * 5000, "-1", "x", "²", "a\x00b", ""])
def test_a_number_that_stands_for_no_partner_counts_as_not_given(client, office, number):
    answer = client.get("/en/events/", {"partner": number})

    assert answer.status_code == 200


def test_more_people_than_can_be_counted_are_refused_beside_the_field(office, client):
    client.force_login(office.officer, backend=BACKEND)
    event = announced(office)

    answer = client.post(f"/en/events/{event.pk}/holding/", {"took_part": "99999999999999999999"})

    assert list(answer.context["holding_form"].errors) == ["took_part"]
    assert Event.objects.get().stage == Stage.PLANNED
