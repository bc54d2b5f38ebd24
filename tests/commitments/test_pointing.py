"""The address of another record here is read as that record, as far as one may see it."""

import pytest

from comity.commitments.models import Commitment, Evidence, Stage
from comity.commitments.pointing import record_at
from comity.journal.thread import origins_of
from comity.meetings.models import Visibility


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("host", ["", "http://localhost:8000", "http://127.0.0.1:8100", "https://LOCALHOST"])
def test_an_address_in_any_language_leads_to_its_record(office, language, host):
    session = office.session()
    address = host + session.get_absolute_url().replace("/en/", f"/{language}/")

    assert record_at(address, viewer=office.officer) == session


def test_an_address_inside_a_page_leads_to_the_item(office):
    item = office.session().items.get()

    assert record_at(item.get_absolute_url(), viewer=office.officer) == item


@pytest.mark.parametrize(
    "address",
    ["", "#", "/en/", "/en/sessions/", "/en/sessions/999999/", "https://example.org/en/sessions/1/", "x", "//["],
)
def test_what_is_no_record_here_is_none(office, address):
    assert record_at(address, viewer=office.officer) is None


def test_the_star_does_not_make_the_hosts_of_others_ours(office, settings):
    settings.ALLOWED_HOSTS = ["*"]
    path = office.session().get_absolute_url()

    assert record_at(f"https://example.org{path}", viewer=office.officer) is None
    assert record_at(f"http://localhost:8000{path}", viewer=office.officer) is not None


def test_what_one_may_not_see_is_not_there(office):
    session = office.session()

    assert record_at(session.get_absolute_url(), viewer=office.stranger) is None
    assert record_at(session.get_absolute_url(), viewer=office.counterpart) == session


def test_another_record_is_shown_as_evidence(office, officer):
    promised, session = office.commitment(), office.session()

    officer.act(promised, "claims", record=session.get_absolute_url())

    shown = Evidence.objects.get()
    assert (shown.record_name, shown.record_url) == (session.title, session.get_absolute_url())


def test_a_record_that_one_may_not_see_is_no_evidence(office, counterpart):
    item = office.session(at="held").items.get()
    promised = office.commitment(by_host=False)
    item.change(visibility=Visibility.INTERNAL, by=office.officer)

    answer = counterpart.act(promised, "claims", record=item.get_absolute_url())

    assert answer.status_code == 422
    assert "no record at this address" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_a_promise_is_no_evidence_of_itself(office, officer):
    promised = office.commitment()

    assert officer.act(promised, "claims", record=promised.get_absolute_url()).status_code == 422


def test_a_proposal_taken_up_leads_to_the_record_and_the_record_back(office, officer):
    proposed, session = office.commitment(stage=Stage.PROPOSED), office.session()

    officer.act(proposed, "taking-up", record=session.get_absolute_url())

    assert Commitment.objects.get(pk=proposed.pk).stage == Stage.TAKEN_UP
    assert origins_of(session, viewer=office.officer) == [proposed]
