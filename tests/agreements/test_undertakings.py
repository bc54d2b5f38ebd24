"""What a clause obliges to becomes a promise of the thread when the agreement comes into force, and only once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from comity.agreements import signing
from comity.agreements.looking_after import look_after
from comity.agreements.models import Promised, Stage, Undertaking
from comity.agreements.negotiating import withdraw
from comity.agreements.undertaking import mark, promise_what_was_undertaken, unmark
from comity.commitments.models import Commitment
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.journal.thread import origins_of
from comity.translation.texts import Text
from tests.make import NOW, TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def marked(office, agreement, **facts):
    ours, theirs = agreement.contracting.order_by("position")
    given = {"party": theirs, "beneficiary": ours, "what": Text(en="Host ten doctoral students")}
    return mark(agreement.clauses.get(), by=office.officer, **given | facts)


def negotiated(office, **facts):
    return office.agreement(at=Stage.NEGOTIATING, **facts)


def test_what_is_marked_becomes_a_promise_with_the_agreement_and_the_clause_as_its_source(office):
    agreement = negotiated(office)
    marked(office, agreement, when="on_day", due_on=date(2027, 6, 1))
    assert not Commitment.objects.exists()

    office.lead(agreement, to=Stage.IN_FORCE)

    promise = Commitment.objects.get()
    assert (promise.promisor, promise.beneficiary) == (office.partner, office.host)
    assert (promise.stage, promise.due_on, promise.said_on) == ("open", date(2027, 6, 1), TODAY)
    assert promise.keeper == office.keeper
    assert str(promise.said_by) == "Memorandum, article 1"
    assert origins_of(promise, viewer=office.officer) == [agreement]
    assert Promised.objects.get().undertaking.clause == agreement.clauses.get()
    assert Entry.objects.about(agreement).filter(act="undertaking_promised").count() == 1


def test_nothing_becomes_a_promise_twice(office):
    agreement = negotiated(office)
    marked(office, agreement)
    office.lead(agreement, to=Stage.IN_FORCE)

    assert promise_what_was_undertaken(agreement, at=NOW, by=office.officer) == 0
    assert Commitment.objects.count() == 1


def test_what_is_due_every_year_is_promised_year_after_year_until_the_end(office):
    agreement = negotiated(office)
    marked(office, agreement, when="yearly")
    office.lead(agreement, to=Stage.IN_FORCE)
    assert [one.due_on for one in Commitment.objects.all()] == [date(2027, 11, 24)]

    for years in range(1, 8):
        day = TODAY + timedelta(days=365 * years + 20)
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        look_after(today=day, at=at)
        look_after(today=day, at=at)

    due = sorted(one.due_on for one in Commitment.objects.all())
    assert due == [date(year, 11, 24) for year in range(2027, 2032)]


def test_what_is_marked_later_is_promised_when_somebody_says_so_and_not_with_what_is_due_every_year(office):
    agreement = negotiated(office)
    marked(office, agreement, when="yearly")
    office.lead(agreement, to=Stage.IN_FORCE)
    later = marked(office, agreement, what=Text(en="Share its library"))

    look_after(today=TODAY, at=NOW)
    assert not later.promised.exists()

    assert promise_what_was_undertaken(agreement, at=NOW, by=office.officer) == 1
    assert later.promised.get().undertaking == later


def test_what_is_due_at_the_end_is_due_on_the_last_day(office):
    agreement = negotiated(office)
    marked(office, agreement, when="at_end")

    office.lead(agreement, to=Stage.IN_FORCE)

    assert Commitment.objects.get().due_on == date(2031, 11, 24)


def test_a_day_that_had_passed_when_it_came_into_force_is_told_in_words(office):
    agreement = negotiated(office)
    marked(office, agreement, when="on_day", due_on=date(2020, 1, 1))

    office.lead(agreement, to=Stage.IN_FORCE)

    promise = Commitment.objects.get()
    assert promise.due_on is None
    assert str(promise.trigger_words) == "2020-01-01"


def test_what_is_marked_later_becomes_a_promise_at_a_press(office, client):
    agreement = office.agreement(at=Stage.IN_FORCE)
    marked(office, agreement)
    client.force_login(office.officer, backend=BACKEND)
    page = client.get(f"/en/agreements/{agreement.pk}/review/")
    assert "Make promises of what its clauses oblige to" in page.text

    client.post(f"/en/agreements/{agreement.pk}/acts/promises/")

    page = client.get(f"/en/agreements/{agreement.pk}/")
    assert "The promises that its clauses made" in page.text
    assert "Host ten doctoral students" in page.text


def test_nobody_keeps_promises_of_what_nobody_keeps(office):
    agreement = office.agreement(at=Stage.IN_FORCE)
    marked(office, agreement)
    agreement.change(keeper=None, by=office.officer)

    assert promise_what_was_undertaken(agreement, at=NOW, by=office.officer) == 0


def test_what_became_a_promise_is_not_taken_back_and_before_that_it_is(office):
    agreement = negotiated(office)
    kept, taken = marked(office, agreement), marked(office, agreement, what=Text(en="Something else"))

    unmark(taken, by=office.officer)
    office.lead(agreement, to=Stage.IN_FORCE)

    with pytest.raises(NotNow):
        unmark(kept, by=office.officer)
    assert [str(one) for one in Undertaking.objects.all()] == ["Host ten doctoral students"]
    assert Commitment.objects.count() == 1


def test_only_the_parties_of_an_agreement_undertake_something_in_it(office):
    agreement, other = negotiated(office), office.agreement()
    stranger = other.contracting.get(organisation=office.partner)

    with pytest.raises(NotNow):
        marked(office, agreement, party=stranger)


def test_nothing_is_marked_in_what_was_given_up(office):
    agreement = negotiated(office)
    withdraw(agreement, why="no money", at=NOW, by=office.officer)

    with pytest.raises(NotNow):
        marked(office, agreement)


def test_without_an_undertaking_entry_into_force_promises_nothing(office):
    agreement = office.agreement(at=Stage.SIGNED, entering="notification")

    signing.come_into_force(agreement, on=TODAY, at=NOW, by=office.officer)

    assert not Commitment.objects.exists()


# Pages


def test_the_office_marks_a_clause_on_its_page_and_takes_it_back(office, client):
    agreement = negotiated(office)
    ours, theirs = agreement.contracting.order_by("position")
    client.force_login(office.officer, backend=BACKEND)
    here = f"/en/agreements/{agreement.pk}/clauses/{agreement.clauses.get().pk}/undertakings/"
    typed = {"party": ours.pk, "beneficiary": theirs.pk, "what_en": "Pay the fees", "when": "on_day", "due_on": ""}

    assert client.post(here, typed).status_code == 422
    assert client.post(here, typed | {"when": "open", "beneficiary": ours.pk}).status_code == 422
    page = client.post(here, typed | {"when": "open"}, follow=True)
    assert "Pay the fees" in page.text

    one = Undertaking.objects.get()
    client.post(f"/en/agreements/{agreement.pk}/undertakings/{one.pk}/removal/")
    assert not Undertaking.objects.exists()


def test_the_other_party_marks_nothing(office, client):
    agreement = negotiated(office)
    client.force_login(office.counterpart, backend=BACKEND)

    assert (
        client.get(f"/en/agreements/{agreement.pk}/clauses/{agreement.clauses.get().pk}/undertakings/").status_code
        == 403
    )


def test_a_visitor_reads_of_no_promise_that_is_not_public(office, client):
    agreement = negotiated(office)
    marked(office, agreement)
    office.lead(agreement, to=Stage.IN_FORCE)
    agreement.change(is_public=True, by=office.officer)

    page = client.get(f"/en/agreements/{agreement.pk}/").text
    seen = Commitment.objects.visible_to(None).exists()

    assert ("Host ten doctoral students" in page) == seen
