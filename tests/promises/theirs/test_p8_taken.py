"""P8: a right that is taken away is gone at the next request of the same browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comity.accounts.models import SignedLink
from comity.agreements.linking import revoke_link as revoke_text
from comity.commitments.linking import revoke_link as revoke_promise
from comity.journal.acting import acting
from comity.meetings import feeds
from comity.meetings.circulation import revoke_link
from comity.meetings.models import Stage
from comity.partners import inviting
from comity.partners.models import Mandate, Organisation
from tests import make
from tests.promises.theirs.doors import browser_of, outcome

pytestmark = pytest.mark.promise


def close(world, side, session):
    inviting.close(side.counterpart, at=timezone.now(), by=world.head)


def end_mandate(world, side, session):
    Mandate.objects.get(user=side.counterpart).remove(by=world.head)


def make_reader_of_nothing(world, side, session):
    """The mandate of an earlier role stays in the books, and opens nothing."""
    inviting.give_role(side.counterpart, "reader", at=timezone.now(), by=world.head)


def in_words(act):
    return act.__name__.strip("_").replace("_", " ")


TAKEN = {"the account is closed": close, "the mandate has ended": end_mandate}


@pytest.mark.parametrize("taken", TAKEN.values(), ids=TAKEN)
def test_p8_what_a_side_could_do_it_cannot_do_any_more(world, promised, taken):
    trial = promised("P8", f"gone at the next request: {in_words(taken)}", small=1, full=1)
    side, session = world.ours, next(one for one in world.ours.sessions if one.stage == Stage.CIRCULATED)
    promise = side.commitments[0]
    addresses = [session.get_absolute_url(), f"{session.get_absolute_url()}draft/", promise.get_absolute_url()]
    browser = browser_of(side.counterpart)
    before = [outcome(browser.get(one)) for one in addresses]

    taken(world, side, session)

    for address in addresses:
        trial.count(outcome(browser.get(address)) in (403, 404, "login"), address)
    trial.failed_without(sum(one == "open" for one in before))


def test_p8_a_reader_with_a_mandate_of_before_speaks_for_nobody(world, promised):
    trial = promised("P8", "gone at the next request: the role of a counterpart", small=1, full=1)
    side, session = world.ours, next(one for one in world.ours.sessions if one.stage == Stage.CIRCULATED)
    browser, address = browser_of(side.counterpart), f"/en/sessions/{session.pk}/adoptions/"
    before = outcome(browser.post(address, {"sha256": "x"}))

    make_reader_of_nothing(world, side, session)

    trial.count(outcome(browser.post(address, {"sha256": "x"})) == 403, address)
    trial.failed_without(before == "open")


def test_p8_an_officer_who_becomes_a_reader_opens_no_door_of_the_office(world, promised):
    trial = promised("P8", "gone at the next request: the role of an officer", small=1, full=1)
    addresses = ["/en/journal/", "/en/partners/new/", "/en/partners/import/", "/en/sessions/new/"]
    browser = browser_of(world.officer)
    before = [outcome(browser.get(one)) for one in addresses]

    inviting.give_role(world.officer, "reader", at=timezone.now(), by=world.head)

    for address in addresses:
        trial.count(outcome(browser.get(address)) == 403, address)
    trial.failed_without(sum(one == "open" for one in before))


def _revoke(world, kind, link, opened):
    revoke = {"commitment": revoke_promise, "agreement": revoke_text}.get(kind, revoke_link)
    revoke(opened, link, at=timezone.now(), by=world.officer)


def _expire(world, kind, link, opened):
    with acting(by=world.officer):
        SignedLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def _end_mandate(world, kind, link, opened):
    Mandate.objects.get(link=link).remove(by=world.head)


@pytest.mark.parametrize("end", [_revoke, _expire, _end_mandate])
def test_p8_a_link_that_has_ended_opens_nothing(world, promised, end):
    trial = promised("P8", f"gone at the next request: a link, {in_words(end)}", small=1, full=1)
    browser, opened_before = browser_of(None), 0

    for secret, (kind, link, opened) in world.secrets.items():
        address = f"/en/{ {'commitment': 'promises', 'agreement': 'texts'}.get(kind, 'minutes') }/{secret}/"
        opened_before += outcome(browser.get(address)) == "open"
        end(world, kind, link, opened)
        trial.count(outcome(browser.get(address)) == 404, address)

    trial.failed_without(opened_before)


def _close(world, user):
    inviting.close(user, at=timezone.now(), by=world.head)


def _stop_sharing(world, user):
    feeds.stop_sharing(user, at=timezone.now())


def _change_password(world, user):
    with acting(by=user):
        user.set_password("another long enough password")
        user.save(update_fields=["password"])


@pytest.mark.parametrize("end", [_close, _stop_sharing, _change_password])
def test_p8_the_address_of_a_calendar_that_has_ended_opens_nothing(world, promised, end):
    trial = promised("P8", f"gone at the next request: a calendar, {in_words(end)}", small=1, full=1)
    browser, opened_before = browser_of(None), 0

    for secret, user in world.calendars.items():
        address = f"/en/calendar/{secret}.ics"
        opened_before += outcome(browser.get(address)) == "open"
        end(world, user)
        trial.count(outcome(browser.get(address)) == 404, address)

    trial.failed_without(opened_before)


def test_p8_a_calendar_forgets_the_sessions_of_a_mandate_that_has_ended(world, promised):
    trial = promised("P8", "gone at the next request: sessions in a calendar", small=1, full=1)
    secret = next(one for one, user in world.calendars.items() if user == world.ours.counterpart)
    address, browser = f"/en/calendar/{secret}.ics", browser_of(None)
    private = [word_of(one) for one in world.ours.sessions if not one.is_public]
    before = browser.get(address).content.decode()

    end_mandate(world, world.ours, None)

    after = browser.get(address).content.decode()
    for word in private:
        trial.count(word not in after, word)
    trial.failed_without(sum(word in before for word in private))


def word_of(session):
    return session.title["en"].split()[-1]


def test_p8_a_session_that_is_hidden_again_is_gone(world, promised):
    trial = promised("P8", "gone at the next request: what the public knew", small=1, full=1)
    browser = browser_of(None)
    public = next(one for one in world.ours.sessions if one.is_public)
    before = outcome(browser.get(public.get_absolute_url()))

    public.show_to_public(False, by=world.officer)

    trial.count(outcome(browser.get(public.get_absolute_url())) == 404)
    trial.failed_without(before == "open")


def test_p8_who_stands_in_no_published_source_is_known_to_the_sides_alone(world, promised):
    trial = promised("P8", "who came to a private session stays between the sides", small=1, full=1)
    named = [member.person for member in world.together.delegations.get(organisation=world.host).members.all()]
    host = Organisation.objects.get(is_host=True)
    published = world.person(host, known_on=make.TODAY, is_published=True)
    visitor = browser_of(None)

    for person in [one for one in named if one is not None]:
        trial.count(outcome(visitor.get(person.get_absolute_url())) == 404, person)

    trial.failed_without(outcome(visitor.get(published.get_absolute_url())) == "open")
