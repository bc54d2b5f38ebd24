"""The page of a partner shows the organisation with its thread."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.agreements.models import Agreement
from comity.commitments.models import Stage
from comity.events.models import Event
from comity.journal.thread import tie
from comity.meetings.models import Stage as SessionStage
from comity.meetings.models import Visibility
from comity.translation.texts import Text
from tests import make
from tests.make import TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def questions(client, url):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def grow(office, number):
    """One more of everything that a partner's page shows."""
    by = office.officer
    said = office.commitment(deliverable=Text(en=f"Proposal {number}"), stage=Stage.PROPOSED)
    event = Event.announce(
        organisers=[office.host], by=by, title=Text(en=f"Forum {number}"), starts_on=TODAY, ends_on=TODAY
    )
    said.be_taken_up(in_record=event, at=make.NOW, by=by)
    parties = [office.host, office.partner]
    agreed = Agreement.conclude(parties=parties, by=by, title=Text(en=f"Agreement {number}"), concluded_on=TODAY)
    tie(agreed, came_from=office.commitment(deliverable=Text(en=f"To agree {number}")), by=by)
    tie(
        office.session(at=SessionStage.HELD),
        came_from=office.commitment(deliverable=Text(en=f"To meet {number}")),
        by=by,
    )
    make.person(f"Person {number}", by=by, at=office.partner, office=f"Office {number}")
    part = make.organisation(f"Part {number}", by=by)
    part.join(office.partner, by=by)
    office.partner.rename(text=f"Name {number}", language="en", kind="former", by=by)


@pytest.mark.parametrize("who", ["officer", "counterpart", "reader"])
def test_the_page_of_a_partner_asks_at_most_15_questions_however_much_there_is(office, client, who):
    client.force_login(getattr(office, who), backend=BACKEND)
    url = f"/en/partners/{office.partner.pk}/"
    grow(office, 0)
    grow(office, 1)
    few = questions(client, url)

    for number in range(2, 6):
        grow(office, number)

    assert questions(client, url) == few
    assert few <= 15


def test_a_visitor_sees_of_the_thread_only_what_everybody_may(office, client):
    session = office.session(at=SessionStage.HELD, items=1, is_public=True, compiled_from="a report")
    item = session.items.first()
    office.commitment(item=item, deliverable=Text(en="Said in confidence"), stage=Stage.PROPOSED)
    url = f"/en/partners/{office.partner.pk}/"
    assert "Said in confidence" not in client.get(url).text

    item.change(visibility=Visibility.PUBLIC, by=office.officer)

    assert "Said in confidence" in client.get(url).text


def test_each_thing_that_was_said_is_dated(office, client):
    office.commitment(said_on=date(2021, 1, 21), item=office.session(at=SessionStage.HELD).items.first())
    client.force_login(office.officer, backend=BACKEND)

    page = client.get(f"/en/partners/{office.partner.pk}/").text

    assert '<time datetime="2021-01-21">21 January 2021</time> · <span>' in page
