"""An agreement is concluded, ends, and somebody has to say what became of it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from comity.agreements.models import Agreement, Stage
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.translation.texts import Text
from tests.make import TODAY

GIVEN_UP = {"declined", "withdrawn"}
ENDED = {"lapsed", "superseded", "terminated"}
ALLOWED = {
    "proposed": {"clearance"} | GIVEN_UP,
    "clearance": {"proposed", "drafting"} | GIVEN_UP,
    "drafting": {"negotiating"} | GIVEN_UP,
    "negotiating": {"drafting", "agreed"} | GIVEN_UP,
    "agreed": {"negotiating", "approved"} | GIVEN_UP,
    "approved": {"negotiating", "signed"} | GIVEN_UP,
    "signed": {"in_force", "terminated"},
    "in_force": {"suspended"} | ENDED,
    "suspended": {"in_force"} | ENDED,
    "terminated": {"closed"},
    "lapsed": {"closed"},
    "superseded": {"closed"},
    "closed": set(),
    "declined": set(),
    "withdrawn": set(),
}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def concluded(office, **facts):
    given = {"title": Text(en="Framework"), "concluded_on": date(2021, 4, 16), "ends_on": date(2026, 4, 16)}
    return Agreement.conclude(parties=[office.host, office.partner], by=office.officer, **given | facts)


def acts_on(agreement):
    return list(Entry.objects.about(agreement).values_list("act", flat=True))


def test_an_agreement_moves_only_as_the_office_says():
    assert {str(s): {str(e) for e in ends} for s, ends in Agreement.MOVES.items()} == ALLOWED
    assert set(Agreement.OWNERS) == set(Stage)


def test_an_agreement_needs_two_parties(office):
    with pytest.raises(NotNow):
        Agreement.conclude(
            parties=[office.host, office.host], by=office.officer, title=Text(en="Alone"), concluded_on=TODAY
        )

    assert not Agreement.objects.exists()


def test_an_agreement_does_not_end_before_it_was_concluded(office):
    with pytest.raises(ValidationError) as refusal:
        concluded(office, ends_on=date(2021, 4, 15))

    assert set(refusal.value.message_dict) >= {"ends_on"}


def test_the_database_refuses_an_agreement_that_ends_before_it_begins(office):
    agreement = concluded(office)

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=None):
        Agreement.objects.filter(pk=agreement.pk).update(ends_on=date(2020, 1, 1))


def test_an_agreement_whose_term_is_over_is_ended_without_a_stage_of_its_own(office):
    agreement = concluded(office)

    assert not agreement.has_ended(date(2026, 4, 15))
    assert agreement.has_ended(date(2026, 4, 16))
    assert list(Agreement.objects.ended(TODAY)) == [agreement]
    assert agreement.stage == Stage.IN_FORCE


def test_a_renewal_moves_the_end_and_is_written_down(office):
    agreement = concluded(office)

    agreement.renew(until=date(2031, 4, 16), on=date(2026, 4, 1), why="exchange of letters", by=office.officer)

    agreement.refresh_from_db()
    assert agreement.ends_on == date(2031, 4, 16)
    assert [one.was_until for one in agreement.renewals.all()] == [date(2026, 4, 16)]
    assert acts_on(agreement)[0] == "renewed"


def test_a_renewal_to_an_earlier_day_is_refused_and_changes_nothing(office):
    agreement = concluded(office)

    with pytest.raises(NotNow):
        agreement.renew(until=date(2026, 4, 16), on=TODAY, why="by mistake", by=office.officer)

    agreement.refresh_from_db()
    assert agreement.ends_on == date(2026, 4, 16)
    assert not agreement.renewals.exists()
    assert "renewed" not in acts_on(agreement)


def test_an_agreement_lapses_once(office):
    agreement, same = concluded(office), None
    same = Agreement.objects.get(pk=agreement.pk)
    agreement.lapse(why="nobody renewed it", by=office.officer)

    with pytest.raises(NotNow):
        same.lapse(why="again", by=office.head)

    assert acts_on(agreement).count("lapsed") == 1


def test_the_office_records_on_the_page_that_it_lapsed(office, client):
    agreement = concluded(office)
    client.force_login(office.officer, backend=BACKEND)

    answer = client.post(f"/en/agreements/{agreement.pk}/lapse/", {"lapse-why": "Both sides said so."})

    assert answer.status_code == 302
    agreement.refresh_from_db()
    assert agreement.stage == Stage.LAPSED


def test_a_renewal_that_cannot_be_comes_back_with_what_was_typed(office, client):
    agreement = concluded(office)
    client.force_login(office.officer, backend=BACKEND)

    answer = client.post(
        f"/en/agreements/{agreement.pk}/renewal/",
        {"until": "2025-01-01", "on": "2024-01-01", "why": "by exchange of letters"},
    )

    assert answer.status_code == 422
    assert "The new end is not later than the present one" in answer.text
    assert "by exchange of letters" in answer.text


@pytest.mark.parametrize("who", ["reader", "counterpart", "stranger"])
def test_only_the_office_records_what_became_of_an_agreement(office, client, who):
    agreement = concluded(office)
    client.force_login(getattr(office, who), backend=BACKEND)

    answer = client.post(f"/en/agreements/{agreement.pk}/lapse/", {"lapse-why": "because"})

    assert answer.status_code == 403
    agreement.refresh_from_db()
    assert agreement.stage == Stage.IN_FORCE
    assert Entry.objects.refusals().count() == 1


def test_an_agreement_that_is_not_public_is_shown_to_its_parties_only(office, client):
    agreement = concluded(office, is_public=False)
    seen = {}
    for who in ("counterpart", "stranger", "reader"):
        client.force_login(getattr(office, who), backend=BACKEND)
        seen[who] = client.get(f"/en/agreements/{agreement.pk}/").status_code
    client.logout()
    seen["visitor"] = client.get(f"/en/agreements/{agreement.pk}/").status_code

    assert seen == {"counterpart": 200, "stranger": 404, "reader": 200, "visitor": 404}


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_many(office, client, django_assert_max_num_queries):
    for number in range(7):
        concluded(office, title=Text(en=f"Framework {number}"))

    with django_assert_max_num_queries(6):
        client.get("/en/agreements/")


def test_the_office_enters_an_agreement_on_the_page(office, client):
    client.force_login(office.officer, backend=BACKEND)

    answer = client.post(
        "/en/agreements/new/",
        {
            "title_en": "Framework",
            "parties": [office.host.pk, office.partner.pk],
            "concluded_on": "2026-01-01",
            "ends_on": "2031-01-01",
        },
    )

    entered = Agreement.objects.get()
    assert answer.url == entered.get_absolute_url()
    assert set(entered.parties.all()) == {office.host, office.partner}


@pytest.mark.parametrize("number", ["99999999999999999999", "9" * 5000, "-1", "x", "²", "a\x00b", ""])
def test_a_number_that_stands_for_no_partner_counts_as_not_given(client, office, number):
    answer = client.get("/en/agreements/", {"partner": number})

    assert answer.status_code == 200
