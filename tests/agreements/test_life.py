"""Near its end an agreement is reviewed by itself, and goes on, is succeeded or lapses as its text has it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from comity.accounts.models import User
from comity.agreements import renewing, reviewing
from comity.agreements.ending import terminate
from comity.agreements.looking_after import look_after
from comity.agreements.models import Agreement, ExchangedLetter, Review, Stage, Succession
from comity.agreements.signing import come_into_force
from comity.desk.needs import sections_for
from comity.journal.models import Entry, Letter
from comity.journal.refusals import NotNow
from comity.translation.texts import Text
from tests.make import NOW, TODAY

ENDS = date(2031, 11, 24)  # five years after TODAY, on which it came into force
REVIEWED = date(2030, 11, 24)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def at(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def looked_after(day):
    return look_after(today=day, at=at(day))


def in_force(office, **facts):
    return office.agreement(at=Stage.IN_FORCE, **facts)


def party(agreement, organisation):
    return agreement.contracting.get(organisation=organisation)


def acts_on(record):
    return list(Entry.objects.about(record).values_list("act", flat=True))


# The review begins


def test_a_review_begins_by_itself_twelve_months_before_the_end(office):
    agreement = in_force(office)

    before, then = looked_after(REVIEWED - timedelta(days=1)), looked_after(REVIEWED)

    assert (before.begun, then.begun) == (0, 1)
    review = Review.objects.get()
    assert (review.agreement, review.of_end, review.is_open) == (agreement, ENDS, True)
    entry = Entry.objects.about(review).get(act="opened")
    assert entry.by_user == User.objects.machine()


def test_a_review_begins_once(office):
    in_force(office)

    assert [looked_after(REVIEWED).begun, looked_after(REVIEWED).begun] == [1, 0]
    assert Review.objects.count() == 1


@pytest.mark.parametrize("months", [3, 6, 24])
def test_an_agreement_says_how_many_months_before_its_end_it_is_reviewed(office, months):
    agreement = in_force(office, review_months=months)
    first = agreement.review_on

    assert looked_after(first - timedelta(days=1)).begun == 0
    assert looked_after(first).begun == 1


def test_the_keeper_hears_of_the_reviews_of_a_day_in_one_letter(office):
    for title in ("First", "Second"):
        in_force(office, title=Text(en=title))
    Letter.objects.all().delete()

    looked_after(REVIEWED)

    letter = Letter.objects.get()
    assert letter.to_email == office.officer.email
    assert letter.subject == "2 agreements to review"
    assert "First" in letter.body and "Second" in letter.body and "/review/" in letter.body


def test_a_review_is_begun_by_hand_before_its_day_and_not_twice(office):
    agreement = in_force(office)

    reviewing.begin_review(agreement, at=NOW, by=office.officer)

    with pytest.raises(NotNow):
        reviewing.begin_review(agreement, at=NOW, by=office.officer)
    assert looked_after(REVIEWED).begun == 0


def test_what_has_no_known_end_is_not_reviewed(office):
    agreement = in_force(office, years=None, kind="letter_of_intent")

    with pytest.raises(NotNow):
        reviewing.begin_review(agreement, at=NOW, by=office.officer)


def test_the_desk_tells_who_keeps_what_is_to_be_reviewed_and_leads_to_its_page(office):
    agreement = in_force(office)
    looked_after(REVIEWED)

    need = sections_for(office.officer, today=REVIEWED, now=at(REVIEWED))[0].needs[0]

    assert (need.record, need.url) == (agreement, f"/en/agreements/{agreement.pk}/review/#review")
    assert "Amina Officer" in need.because
    assert need.since == ENDS


# Its letter


def test_the_letter_is_prepared_in_every_language_of_the_agreement(office):
    agreement = Agreement.conclude(
        parties=[office.host, office.partner],
        by=office.officer,
        title=Text(en="Memorandum"),
        languages=["en", "ar"],
        years=5,
        concluded_on=TODAY,
        ends_on=ENDS,
    )

    letter = reviewing.begin_review(agreement, at=NOW, by=office.officer).letter

    assert list(letter) == ["en", "ar"]
    assert "carry it on, unchanged, until" in letter["en"] and "2036" in letter["en"]


def test_the_letter_goes_to_the_focal_point_of_the_other_party_as_the_officer_changed_it(office):
    agreement = in_force(office)
    reviewing.begin_review(agreement, at=NOW, by=office.officer)
    reviewing.change_letter(agreement, words=Text(en="Shall we go on?"), by=office.officer)
    Letter.objects.all().delete()

    reviewing.send_letter(agreement, at=NOW, by=office.officer)

    letter = Letter.objects.get()
    assert letter.to_email == office.counterpart.email
    assert "Shall we go on?" in letter.body
    with pytest.raises(NotNow):
        reviewing.send_letter(agreement, at=NOW, by=office.officer)
    with pytest.raises(NotNow):
        reviewing.change_letter(agreement, words=Text(en="Other words"), by=office.officer)


def test_for_how_long_is_left_open_where_nobody_knows_and_such_a_letter_does_not_leave(office):
    agreement = in_force(office)
    agreement.change(years=None, by=office.officer)
    review = reviewing.begin_review(agreement, at=NOW, by=office.officer)
    assert "until […]" in review.letter["en"]

    with pytest.raises(NotNow):
        reviewing.send_letter(agreement, at=NOW, by=office.officer)

    reviewing.change_letter(agreement, words=Text(en=review.letter["en"].replace("[…]", "2033")), by=office.officer)
    reviewing.send_letter(agreement, at=NOW, by=office.officer)


def test_a_letter_that_cannot_be_mailed_is_printed(office):
    agreement = in_force(office)
    reviewing.begin_review(agreement, at=NOW, by=office.officer)
    party(agreement, office.partner).change(focal_point=None, by=office.officer)

    with pytest.raises(NotNow) as refusal:
        reviewing.send_letter(agreement, at=NOW, by=office.officer)

    assert "Partner Association" in str(refusal.value)
    reviewing.mark_sent_on_paper(agreement, at=NOW, by=office.officer)
    assert Review.objects.get().letter_sent_at == NOW


# By exchange of letters


def letter_of(agreement, organisation, *, by, until=date(2034, 11, 24), on=REVIEWED):
    return renewing.record_letter(
        agreement,
        party=party(agreement, organisation),
        dated_on=on,
        until=until,
        document="No. 7, file 3",
        at=at(REVIEWED),
        by=by,
    )


def test_the_letters_of_both_sides_renew_it_and_end_the_review(office):
    agreement = in_force(office)
    looked_after(REVIEWED)

    letter_of(agreement, office.host, by=office.officer)
    agreement.refresh_from_db()
    assert agreement.ends_on == ENDS

    letter_of(agreement, office.partner, by=office.officer, on=REVIEWED - timedelta(days=2))
    agreement.refresh_from_db()

    assert agreement.ends_on == date(2034, 11, 24)
    assert agreement.renewals.get().renewed_on == REVIEWED
    review = Review.objects.get()
    assert (review.is_open, review.ended_with) == (False, "renewed")
    assert acts_on(agreement).count("letter_recorded") == 2


def test_a_renewal_by_letters_has_one_new_end(office):
    agreement = in_force(office)
    letter_of(agreement, office.host, by=office.officer)

    with pytest.raises(NotNow):
        letter_of(agreement, office.partner, by=office.officer, until=date(2035, 1, 1))

    assert ExchangedLetter.objects.count() == 1


def test_a_party_writes_one_letter_and_none_of_tomorrow(office):
    agreement = in_force(office)
    letter_of(agreement, office.host, by=office.officer)

    for refused in (
        {"organisation": office.host},
        {"organisation": office.partner, "on": REVIEWED + timedelta(days=1)},
    ):
        organisation = refused.pop("organisation")
        with pytest.raises(NotNow):
            letter_of(agreement, organisation, by=office.officer, **refused)

    assert ExchangedLetter.objects.count() == 1


# By itself, or not


def test_what_goes_on_by_itself_does_so_on_its_last_day_for_the_years_that_its_text_says(office):
    agreement = in_force(office, renewing="tacit", renewal_years=2)
    looked_after(REVIEWED)

    assert looked_after(ENDS - timedelta(days=1)).ended == 0
    assert looked_after(ENDS).ended == 1
    agreement.refresh_from_db()

    assert agreement.ends_on == date(2033, 11, 24)
    assert looked_after(ENDS).ended == 0


def test_notice_in_time_lets_it_lapse_with_its_term(office):
    agreement = in_force(office, renewing="tacit")
    looked_after(REVIEWED)
    given = {"party": party(agreement, office.partner), "document": "No. 9", "at": at(ENDS), "by": office.officer}

    with pytest.raises(NotNow):  # six months before the end is the last day
        renewing.give_notice(agreement, given_on=date(2031, 5, 25), **given)
    renewing.give_notice(agreement, given_on=date(2031, 5, 24), **given)

    with pytest.raises(NotNow):
        renewing.carry_on(agreement, today=ENDS, by=office.officer)
    with pytest.raises(NotNow):
        letter_of(agreement, office.host, by=office.officer)
    assert looked_after(ENDS).ended == 1
    agreement.refresh_from_db()
    assert agreement.stage == Stage.LAPSED
    assert Review.objects.get().ended_with == "lapsed"


def test_what_ended_while_nobody_looked_does_not_go_on_by_itself(office):
    agreement = in_force(office, renewing="tacit")

    done = looked_after(ENDS + timedelta(days=30))
    again = looked_after(ENDS + timedelta(days=31))

    agreement.refresh_from_db()
    assert (done.ended, again.ended, agreement.ends_on) == (0, 0, ENDS)


def test_only_what_says_so_goes_on_by_itself(office):
    agreement = in_force(office)

    with pytest.raises(NotNow):
        renewing.carry_on(agreement, today=ENDS, by=office.officer)


# By another in its place


def test_what_succeeds_it_takes_its_place_when_it_comes_into_force(office):
    agreement = in_force(office)
    looked_after(REVIEWED)

    successor = renewing.propose_successor(
        agreement, title=Text(en="Second memorandum"), keeper=office.keeper, at=NOW, by=office.officer
    )
    with pytest.raises(NotNow):
        renewing.propose_successor(agreement, title=Text(en="Third"), keeper=None, at=NOW, by=office.officer)

    assert set(successor.parties.all()) == {office.host, office.partner}
    for side, who in ((office.host, office.second), (office.partner, office.theirs)):
        party(successor, side).change(
            by=office.officer,
            legal_name=Text(en=f"{side}"),
            represented_by=who,
            represented_as=Text(en="Director"),
            authority="office",
            focal_point=who,
        )
    office.lead(successor, to=Stage.IN_FORCE)
    agreement.refresh_from_db()

    assert successor.stage == Stage.IN_FORCE
    assert agreement.stage == Stage.SUPERSEDED
    assert Review.objects.get().ended_with == "superseded"
    assert Succession.objects.get().predecessor == agreement


def test_what_comes_into_force_and_succeeds_nothing_ends_nothing(office):
    agreement = in_force(office)
    other = office.agreement(at=Stage.SIGNED, entering="notification")

    come_into_force(other, on=TODAY, at=NOW, by=office.officer)

    agreement.refresh_from_db()
    assert agreement.stage == Stage.IN_FORCE
    assert not Agreement.objects.at_stage(Stage.SUPERSEDED).exists()


# Its page


def browser(client, user):
    client.force_login(user, backend=BACKEND)
    return client


def test_the_page_of_the_review_shows_the_suggestion_and_because_of_what(office, client):
    agreement = in_force(office)
    reviewing.begin_review(agreement, at=NOW, by=office.officer)

    page = browser(client, office.officer).get(f"/en/agreements/{agreement.pk}/review/").text

    assert "Because:" in page
    assert "nothing that came of it was recorded" in page or "nothing speaks against it" in page
    assert "Mail the letter to the focal points" in page


def test_only_the_office_reads_the_review(office, client):
    agreement = in_force(office)

    assert browser(client, office.counterpart).get(f"/en/agreements/{agreement.pk}/review/").status_code == 403
    assert browser(client, office.reader).get(f"/en/agreements/{agreement.pk}/review/").status_code == 200
    answer = browser(client, office.reader).post(f"/en/agreements/{agreement.pk}/acts/review/")
    assert answer.status_code == 403
    assert not Review.objects.exists()


def test_what_was_typed_and_refused_comes_back_on_the_page_of_the_review(office, client):
    agreement = in_force(office)
    typed = {
        "party": party(agreement, office.host).pk,
        "dated_on": "2026-11-20",
        "until": "2027-01-01",
        "document": "No. 7",
    }

    answer = browser(client, office.officer).post(f"/en/agreements/{agreement.pk}/acts/exchanged-letter/", typed)

    assert answer.status_code == 422
    assert "not later than the present one" in answer.text and 'value="No. 7"' in answer.text


def test_the_letter_leaves_in_the_words_that_stand_in_its_box_whatever_button_is_pressed(office, client):
    agreement = in_force(office)
    reviewing.begin_review(agreement, at=NOW, by=office.officer)
    Letter.objects.all().delete()
    client.force_login(office.officer)

    page = client.get(reverse("agreement-review", args=[agreement.pk])).content.decode()
    sending = reverse("agreement-act", args=[agreement.pk, "letter-sending"])
    assert re.search(rf'<form[^>]*id="letter".*?formaction="{sending}".*?</form>', page, re.S)
    client.post(sending, {"words_en": "Shall we go on together?"})

    assert "Shall we go on together?" in Letter.objects.get().body
    assert Review.objects.get().letter["en"] == "Shall we go on together?"


def test_a_letter_that_does_not_leave_keeps_what_was_typed(office, client):
    agreement = in_force(office)
    reviewing.begin_review(agreement, at=NOW, by=office.officer)
    client.force_login(office.officer)

    typed = {"words_en": "Shall we go on until […]?"}
    page = client.post(reverse("agreement-act", args=[agreement.pk, "letter-sending"]), typed)

    assert page.status_code == 422
    assert "Shall we go on until […]?" in page.content.decode()
    assert "Shall we go on until" not in Review.objects.get().letter["en"]
    assert Review.objects.get().letter_sent_at is None


@pytest.mark.parametrize("way", ["renewal", "lapse", "superseding"])
def test_what_is_recorded_of_an_agreement_that_ended_meanwhile_is_refused_in_words_and_given_back(office, client, way):
    agreement = in_force(office)
    terminate(agreement, on=TODAY, document="Note 7", notified_on=None, at=NOW, by=office.officer)
    client.force_login(office.officer)
    typed = {"until": "2040-01-01", "on": "2026-01-01", "why": "By letters", f"{way}-why": "By letters"}

    page = client.post(reverse(f"agreement-{way}", args=[agreement.pk]), typed)

    assert page.status_code == 422
    told = page.content.decode()
    assert "By letters" in told and "terminated" in told


def test_what_was_terminated_on_its_first_day_ended_on_that_day(office, client):
    agreement = in_force(office)
    agreement.change(in_force_on=TODAY, by=office.officer)

    terminate(agreement, on=TODAY, document="Note 7", notified_on=None, at=NOW, by=office.officer)

    agreement.refresh_from_db()
    assert agreement.ends_on == TODAY
    client.force_login(office.officer)
    page = client.get(agreement.get_absolute_url()).content.decode()
    assert "was in force from" in page and "In force since" not in page


def test_how_it_was_renewed_is_told_to_the_parties_and_not_to_the_public(office, client):
    agreement = in_force(office)
    agreement.renew(until=date(2040, 1, 1), on=TODAY, why="Letters in file 3", by=office.officer)

    assert "Letters in file 3" not in client.get(agreement.get_absolute_url()).content.decode()
    client.force_login(office.counterpart)
    assert "Letters in file 3" in client.get(agreement.get_absolute_url()).content.decode()
