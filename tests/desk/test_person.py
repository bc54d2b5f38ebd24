"""The page of a person, and that of where they work, name the sessions for which somebody was named."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.meetings.delegating import add_new_person, take_off
from comity.meetings.models import Member
from comity.partners.models import Office
from comity.translation.texts import Text

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SESSION = "First session"


def join(office, session, name="Nour Haddad"):
    """Somebody nobody knew here joins the delegation of the partner."""
    delegation = session.delegations.in_order()[1]
    return add_new_person(delegation, name=name, office=Text(en="Director"), by=office.officer).person


def publish(person, office):
    """What a published source tells of somebody lets everybody see their page."""
    return Office.enter(
        person=person, organisation=office.other, title=Text(en="Author"), is_published=True, by=office.officer
    )


@pytest.fixture
def read(office, client):
    """Reads a page as one of the office's people, or as a visitor."""

    def as_somebody(url, who=""):
        client.logout()
        if who:
            client.force_login(getattr(office, who), backend=BACKEND)
        return client.get(url)

    return as_somebody


def test_both_pages_name_the_session_and_lead_to_it(office, read):
    session = office.session()
    person = join(office, session)

    for url in (person.get_absolute_url(), office.partner.get_absolute_url()):
        page = read(url, "officer").text
        came = page[page.index("Named for a session of ours") :]
        assert f'<a href="{session.get_absolute_url()}"><bdi>{SESSION}</bdi></a>' in came


def test_who_may_not_know_of_the_session_is_not_told_which(office, read):
    mine, others = office.session(), office.session()
    person = join(office, mine)
    publish(person, office)
    others.delegations.in_order()[1].remove(by=office.officer)
    url = person.get_absolute_url()

    seen = {who: SESSION in read(url, who).text for who in ("officer", "reader", "counterpart", "stranger", "")}

    assert seen == {"officer": True, "reader": True, "counterpart": True, "stranger": False, "": False}


def test_a_session_is_told_no_more_once_they_are_taken_off_its_list(office, read):
    person = join(office, office.session())
    assert SESSION in read(person.get_absolute_url(), "reader").text

    take_off(Member.objects.get(), by=office.officer)

    assert SESSION not in read(person.get_absolute_url(), "reader").text


def test_an_office_in_a_published_source_names_no_session(office, read):
    person = join(office, office.session())
    held = Office.objects.of(person).get()

    held.change(is_published=True, by=office.officer)

    assert SESSION not in read(person.get_absolute_url(), "officer").text


def test_many_sessions_cost_as_much_as_one(office, client):
    def questions(url):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    client.force_login(office.officer, backend=BACKEND)
    pages = [join(office, office.session()).get_absolute_url(), office.partner.get_absolute_url()]
    questions(pages[0])
    few = [questions(url) for url in pages]
    for number in range(4):
        join(office, office.session(), name=f"Person {number}")

    assert [questions(url) for url in pages] == few
    assert max(few) <= 15
