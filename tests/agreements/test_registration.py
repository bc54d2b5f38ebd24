"""An agreement that is a treaty is registered once it is in force, and so are its changes and its end."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from comity.agreements.correcting import correct
from comity.agreements.ending import terminate
from comity.agreements.models import Agreement, Registered, Registration, Stage
from comity.agreements.negotiating import withdraw
from comity.agreements.registering import register, take_back
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.translation.texts import Text
from tests.agreements.test_on_its_pages import signed_in, words_of
from tests.make import NOW, TODAY, organisation

UN = "Secretariat of the United Nations"


def registered(office, made, **more):
    facts = {"what": "itself", "register": UN, "number": "I-54113", "on": TODAY, "at": NOW, "by": office.officer}
    return register(made, **facts | more)


def typed(**more):
    return {"what": "itself", "register": UN, "number": "I-54113", "on": TODAY.isoformat(), **more}


def ended(office):
    made = office.agreement(at=Stage.IN_FORCE)
    terminate(made, on=TODAY, notified_on=None, document="No. 7", at=NOW, by=office.officer)
    return made


def acts_of(made):
    return list(Entry.objects.about(made).values_list("act", flat=True))


# It is recorded


def test_an_officer_records_a_registration_and_all_read_it(office, client):
    made = office.agreement(at=Stage.IN_FORCE, is_public=True)
    theirs = made.contracting.get(organisation=office.partner)
    browser = signed_in(office.officer)
    assert reverse("registrations", args=[made.pk]) in browser.get(made.get_absolute_url()).text

    sent = typed(party=theirs.pk, note="By a note of the mission.")
    answer = browser.post(reverse("registrations", args=[made.pk]), sent, follow=True)

    assert "The registration is recorded." in words_of(answer)
    one = Registration.objects.get()
    assert (one.agreement, one.what, one.register, one.number) == (made, "itself", UN, "I-54113")
    assert (one.registered_on, one.party, one.by_name) == (TODAY, theirs, office.officer.name)
    assert "registered" in acts_of(made)
    for page in (answer, signed_in(office.counterpart).get(made.get_absolute_url())):
        assert UN in words_of(page) and "I-54113" in words_of(page) and "By a note of the mission." in words_of(page)
    public = words_of(client.get(made.get_absolute_url()))
    assert UN in public and "I-54113" in public and "By a note of the mission." not in public


def test_the_keeper_of_a_register_can_have_seen_to_it_and_no_party(office):
    made = office.agreement(at=Stage.IN_FORCE)

    signed_in(office.officer).post(reverse("registrations", args=[made.pk]), typed(party=""))

    assert Registration.objects.get().party is None
    assert "registered ex officio" in words_of(signed_in(office.officer).get(made.get_absolute_url()))


def test_nobody_is_asked_for_a_registration(office):
    made = office.agreement(at=Stage.IN_FORCE)

    assert "Registered as a treaty" not in words_of(signed_in(office.officer).get(made.get_absolute_url()))
    way = reverse("registrations", args=[made.pk])
    assert way not in signed_in(office.counterpart).get(made.get_absolute_url()).text
    assert way not in signed_in(office.officer).get(office.agreement().get_absolute_url()).text


def test_only_the_office_records_and_takes_back(office, client):
    made = office.agreement(at=Stage.IN_FORCE, is_public=True)
    one = registered(office, made)

    for browser in (client, signed_in(office.counterpart), signed_in(office.reader)):
        for address in (
            reverse("registrations", args=[made.pk]),
            reverse("registration-removal", args=[made.pk, one.pk]),
        ):
            assert browser.post(address, typed(number="I-2", why="Wrong.")).status_code in (302, 403, 404)
    assert list(Registration.objects.all()) == [one]


def test_the_table_of_agreements_tells_it(office, client):
    made = office.agreement(at=Stage.IN_FORCE, is_public=True)
    registered(office, made)

    answer = client.get(reverse("agreements-export", args=["csv"]))
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert [row["Registered as a treaty"].split(" (")[0] for row in rows] == [f"{UN}: I-54113"]


# When it can be recorded


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.NEGOTIATING, Stage.APPROVED, Stage.SIGNED])
def test_nothing_is_registered_before_it_is_in_force(office, stage):
    made = office.agreement(at=stage, entering="on_day", enters_on=TODAY)

    with pytest.raises(NotNow, match="registered once it is in force"):
        registered(office, made)

    assert (Registration.objects.count(), "registered" in acts_of(made)) == (0, False)


def test_what_was_given_up_is_never_registered(office):
    made = office.agreement()
    withdraw(made, why="Not wanted.", at=NOW, by=office.officer)

    with pytest.raises(NotNow, match="never came into force"):
        registered(office, made)


def test_what_ended_before_it_came_into_force_is_not_registered(office):
    made = office.agreement(at=Stage.SIGNED, entering="notification")
    terminate(made, on=TODAY, notified_on=None, document="No. 7", at=NOW, by=office.officer)

    with pytest.raises(NotNow, match="registered once it is in force"):
        registered(office, made)


def test_what_was_in_force_is_registered_even_after_its_end(office):
    made = ended(office)

    assert registered(office, made).agreement == made


def test_a_registration_is_of_a_day_between_entry_into_force_and_today(office):
    made = office.agreement(at=Stage.IN_FORCE)

    for on, words in ((TODAY + timedelta(days=1), "future"), (made.in_force_on - timedelta(days=1), "came into force")):
        with pytest.raises(NotNow, match=words):
            registered(office, made, on=on)

    assert registered(office, made, on=made.in_force_on).registered_on == made.in_force_on


def test_of_what_was_entered_later_the_day_of_its_conclusion_counts(office):
    parties = [office.host, office.partner]
    made = Agreement.conclude(parties=parties, title=Text(en="Old"), concluded_on=TODAY, by=office.officer)

    with pytest.raises(NotNow, match="was concluded on"):
        registered(office, made, on=TODAY - timedelta(days=1))
    assert registered(office, made).registered_on == TODAY


def test_what_one_party_registered_no_other_registers_again(office):
    made = office.agreement(at=Stage.IN_FORCE)
    registered(office, made)

    with pytest.raises(NotNow, match="What one party registers, no other has to") as refused:
        registered(office, made, register=f" {UN.upper()}", number="I-2")

    assert refused.value.field == "register"
    assert registered(office, made, register="Register of treaties of the host State").pk
    assert Registration.objects.count() == 2


def test_a_party_of_another_agreement_registers_nothing(office):
    made, other = office.agreement(at=Stage.IN_FORCE), office.agreement()

    with pytest.raises(NotNow, match="Only a party of this agreement"):
        registered(office, made, party=other.contracting.first())


# Later changes and the end


def test_a_change_is_registered_after_the_agreement_itself(office):
    made = office.agreement(at=Stage.IN_FORCE)
    with pytest.raises(NotNow, match="the agreement itself was registered"):
        registered(office, made, what="change", number="A-54113")
    registered(office, made)

    for number in ("A-54113", "A-54114"):
        registered(office, made, what="change", number=number)

    assert [one.what for one in Registration.objects.of(made)] == ["itself", "change", "change"]


def test_an_end_is_registered_once_it_has_ended(office):
    made = office.agreement(at=Stage.IN_FORCE)
    registered(office, made)
    with pytest.raises(NotNow, match="It has not ended"):
        registered(office, made, what="end", number="T-1")

    terminate(made, on=TODAY, notified_on=None, document="No. 7", at=NOW, by=office.officer)

    assert registered(office, made, what="end", number="T-1").what == Registered.END


# What was entered wrongly


def test_a_registration_is_taken_back_with_a_reason_that_the_history_keeps(office):
    made = office.agreement(at=Stage.IN_FORCE)
    one, browser = registered(office, made), signed_in(office.officer)
    address = reverse("registration-removal", args=[made.pk, one.pk])
    assert "I-54113" in words_of(browser.get(address))
    assert browser.post(address, {"why": ""}).status_code == 422

    assert browser.post(address, {"why": "Another treaty."}).status_code == 302

    entry = Entry.objects.about(made).get(act="registration_taken_back")
    assert (Registration.objects.count(), entry.why) == (0, "Another treaty.")


def test_what_others_rest_on_is_taken_back_last(office):
    made = office.agreement(at=Stage.IN_FORCE)
    first, change = registered(office, made), registered(office, made, what="change", number="A-1")

    answer = signed_in(office.officer).post(
        reverse("registration-removal", args=[made.pk, first.pk]), {"why": "Wrong."}
    )
    assert (answer.status_code, Registration.objects.count()) == (422, 2)
    for one in (change, first):
        take_back(one, why="Wrong.", by=office.officer)

    assert Registration.objects.count() == 0


def test_a_registration_of_another_agreement_is_not_found(office):
    one = registered(office, office.agreement(at=Stage.IN_FORCE))
    other = office.agreement(at=Stage.IN_FORCE)

    assert signed_in(office.officer).get(reverse("registration-removal", args=[other.pk, one.pk])).status_code == 404


def test_a_refusal_stands_beside_its_field_with_everything_typed(office):
    made = office.agreement(at=Stage.IN_FORCE)

    answer = signed_in(office.officer).post(
        reverse("registrations", args=[made.pk]), typed(on=(TODAY + timedelta(days=9)).isoformat())
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"on": ["This day lies in the future."]}
    assert 'value="I-54113"' in answer.text


def test_a_party_that_registered_it_stays_a_party(office):
    made = Agreement.conclude(
        parties=[office.host, office.partner], title=Text(en="Old"), concluded_on=TODAY, by=office.officer
    )
    registered(office, made, party=made.contracting.get(organisation=office.partner))

    with pytest.raises(NotNow, match=r"names .* as a party") as refused:
        correct(made, parties=[office.host, organisation("Third", by=office.officer)], by=office.officer)

    assert refused.value.field == "parties"


# What the database refuses


@pytest.mark.parametrize("facts", [{"register": ""}, {"number": ""}, {"what": "x"}])
def test_a_registration_names_what_where_and_its_number(office, facts):
    made = office.agreement(at=Stage.IN_FORCE)
    given = {"what": "itself", "register": UN, "number": "I-1", "registered_on": TODAY, "by_name": "A", "at": NOW}

    with pytest.raises(ValidationError):
        Registration.enter(agreement=made, by=office.officer, **given | facts)


def test_the_page_asks_at_most_30_questions_with_many_registrations(office, django_assert_max_num_queries):
    made, browser = office.agreement(at=Stage.IN_FORCE), signed_in(office.officer)
    registered(office, made, party=made.contracting.first())
    for number in range(5):
        registered(office, made, what="change", number=f"A-{number}", party=made.contracting.last())
    browser.get(made.get_absolute_url())

    with django_assert_max_num_queries(30):
        assert words_of(browser.get(made.get_absolute_url())).count(UN) == 6
