"""Behind every address of ours: who is let in, who is refused, and that a refusal is written down."""

import re
from itertools import product, repeat

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver

from comity.accounts.policies import GATES, Policy
from comity.agreements.models import Agreement
from comity.commitments.fulfilment import Shown, claim_done
from comity.events.models import Event
from comity.journal.models import Entry
from comity.journal.records import Recorded
from comity.meetings.correcting import ask_for_correction
from comity.meetings.minuting import decide, write
from comity.meetings.models import Stage
from comity.translation.texts import Text
from comity.website.configured import NEWSROOM
from tests.make import NOW, TODAY

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
PUBLIC = {Policy.EVERYBODY, Policy.LINK_HOLDERS}
# Records that everybody may know of: organisations, as they stand in every list of partners.
KNOWN_TO_ALL = {"partner"}
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


def routes(patterns=None, before="/"):
    """Every route of ours with its whole pattern, the languages' part written as /en/."""
    for one in patterns or get_resolver().url_patterns:
        here = before + re.sub(r"^\^|\$$", "", str(one.pattern)).lstrip("/")
        if isinstance(one, URLPattern):
            yield one, here
        else:
            yield from routes(one.url_patterns, here)


def filled(pattern, numbers):
    """The address of a route with these numbers in it; whatever else it wants to know is a word."""
    left = iter(numbers)
    return PARAMETER.sub(lambda one: str(next(left)) if one[1] == "int" else "x", pattern)


# The newsroom has one door for all of its rooms (tests/website/test_newsroom.py).
OURS = [(one, here) for one, here in routes() if not here.startswith(f"/{NEWSROOM}")]
NUMBERED = sorted({(one.name, here) for one, here in OURS if "<int:" in here})
SENT = sorted({(one.name, here, one.callback.policy) for one, here in OURS if "(" not in here}, key=str)


@pytest.fixture
def private(office):
    """One of everything between our office and a partner, of which the public knows nothing."""
    by = office.officer
    session = office.session(at=Stage.HELD)
    item = session.items.last()
    write(item, language="en", words="We agreed.", read_version=0, was="", by=by)
    decide(item, verb="agrees", text=Text(en="to meet"), addressee=None, taking="consensus", by=by)
    promise = office.commitment(item=item, said_on=session.day.date(), person=office.keeper)
    promise.begin(at=NOW, by=by)
    claim_done(promise, words="Done.", shown=Shown(link="https://example.org/"), at=NOW, by=by)
    office.session(at=Stage.ADOPTED)
    circulated = office.session(at=Stage.CIRCULATED)
    ask_for_correction(circulated.items.last(), language="en", words="Otherwise.", at=NOW, by=office.counterpart)
    parties = [office.host, office.partner]
    Agreement.conclude(parties=parties, by=by, title=Text(en="Framework"), concluded_on=TODAY, is_public=False)
    Event.announce(organisers=parties, by=by, title=Text(en="Forum"), starts_on=TODAY, ends_on=TODAY, is_public=False)
    return office


def browser_of(user):
    browser = Client()
    if user is not None:
        browser.force_login(user, backend=BACKEND)
    return browser


def numbers_for(pattern):
    """Every number that a record of ours can have here, for each number that the address wants."""
    last = max(one.objects.count() for one in apps.get_models() if issubclass(one, Recorded)) + 1
    wanted = [kind for kind, _name in PARAMETER.findall(pattern) if kind == "int"]
    return list(product(range(1, last + 1), *[range(1, 6)] * (len(wanted) - 1)))


def is_shut(answer):
    """Whether nothing was shown: not here, not for you, or first say who you are."""
    leads_to = answer.headers.get("Location", "")
    return answer.status_code in (403, 404, 405) or "/accounts/login/" in leads_to or "/reauthenticate/" in leads_to


def test_nobody_reads_the_record_of_others_by_its_number(private):
    outsiders = browser_of(private.stranger), browser_of(None)

    opened = [
        address
        for name, pattern in NUMBERED
        if name not in KNOWN_TO_ALL
        for address in (filled(pattern, numbers) for numbers in numbers_for(pattern))
        for browser in outsiders
        if not is_shut(browser.get(address))
    ]

    assert opened == []


def test_the_same_numbers_open_the_records_to_those_whom_they_concern(private):
    officer, shown = browser_of(private.officer), ["session", "commitment", "agreement", "event", "draft", "minutes"]

    opened = [
        name
        for name, pattern in NUMBERED
        if name in shown and any(officer.get(filled(pattern, one)).status_code == 200 for one in numbers_for(pattern))
    ]

    assert sorted(opened) == sorted(shown)


def refused_to(policy, office):
    """The people whom a policy does not let in, from the visitor to the officer."""
    people = [office.stranger, office.counterpart, office.reader, office.officer]
    return [None, *(one for one in people if not GATES[policy](one))]


def test_what_is_sent_without_permission_is_refused_and_written_down(private):
    browsers = {one: browser_of(one) for one in refused_to(Policy.HEADS, private)}

    for _name, pattern, policy in SENT:
        for person in refused_to(policy, private) if policy not in PUBLIC else []:
            cache.clear()  # a visitor fills the journal only so fast
            entries, address = Entry.objects.count(), filled(pattern, repeat(1))
            assert browsers[person].post(address).status_code == 403, (address, person)
            newest = Entry.objects.newest_first().first()
            assert (newest.act, newest.by_user, newest.subject_name) == ("refused", person, address)
            assert Entry.objects.count() == entries + 1


def test_what_is_sent_to_the_record_of_others_changes_nothing(private):
    stranger, before = browser_of(private.stranger), Entry.objects.exclude(act="refused").count()

    let_in = [
        address
        for _name, pattern, policy in SENT
        if policy is Policy.SIGNED_IN and "<int:pk>" in pattern
        for address in (filled(pattern, numbers) for numbers in numbers_for(pattern))
        if not is_shut(stranger.post(address))
    ]

    assert let_in == []
    assert Entry.objects.exclude(act="refused").count() == before


def test_the_people_of_these_tests_are_told_apart(private):
    told = {policy: refused_to(policy, private) for policy in (Policy.SIGNED_IN, Policy.OFFICE, Policy.HEADS)}

    assert {policy: len(people) for policy, people in told.items()} == {
        Policy.SIGNED_IN: 1,
        Policy.OFFICE: 4,
        Policy.HEADS: 5,
    }
