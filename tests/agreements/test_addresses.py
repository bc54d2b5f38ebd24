"""An entry of the public register keeps its address for ever: withdrawn, it says so and is not lost."""

from comity.agreements.correcting import correct
from comity.agreements.models import Agreement
from comity.translation.texts import Text
from tests.make import TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def concluded(office, **facts):
    given = {"title": Text(en="Framework of both"), "concluded_on": TODAY}
    return Agreement.conclude(parties=[office.host, office.partner], by=office.officer, **given | facts)


def test_what_was_public_says_at_its_address_that_it_is_not_any_more(office, client):
    agreement = concluded(office)
    here = agreement.get_absolute_url()
    assert client.get(here).status_code == 200

    correct(agreement, is_public=False, by=office.officer)

    answer = client.get(here)
    assert answer.status_code == 410
    assert "taken out of the public register" in answer.text
    assert "Framework of both" not in answer.text and "Partner Association" not in answer.text


def test_what_never_was_public_is_not_told(office, client):
    agreement = concluded(office, is_public=False)

    assert client.get(agreement.get_absolute_url()).status_code == 404
    assert client.get("/en/agreements/999999/").status_code == 404


def test_public_again_it_stands_where_it_stood(office, client):
    agreement = concluded(office)
    correct(agreement, is_public=False, by=office.officer)
    correct(agreement, is_public=True, by=office.officer)

    assert client.get(agreement.get_absolute_url()).status_code == 200


def test_whoever_may_know_of_it_reads_it_all_the_same(office, client):
    agreement = concluded(office)
    correct(agreement, is_public=False, by=office.officer)

    for user in (office.officer, office.counterpart):
        client.force_login(user, backend=BACKEND)
        assert client.get(agreement.get_absolute_url()).status_code == 200


def test_the_public_entry_tells_title_parties_days_areas_and_stage(office, client):
    agreement = concluded(office)

    page = client.get(agreement.get_absolute_url()).text

    for words in ("Framework of both", "Host Organisation", "Partner Association", "24 November 2026", "in force"):
        assert words in page
