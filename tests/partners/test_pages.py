"""The pages of partners open for whom they should, and say what they should."""

import pytest
from django.urls import reverse

from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OFFICE_PAGES = ["new-partner", "known-partners", "partner-imports", "partner-import-table"]
OFFICE_PAGES_OF_PARTNER = [
    "partner-facts",
    "partner-names",
    "partner-wholes",
    "new-person",
    "partner-focal-points",
]


def pages(office):
    office.person = make.person("Nora Known", by=office.officer, at=office.partner, office="Director")
    return [
        *(reverse(name) for name in OFFICE_PAGES),
        *(reverse(name, args=[office.partner.pk]) for name in OFFICE_PAGES_OF_PARTNER),
    ]


def test_every_page_of_the_office_opens_for_the_office(office, client):
    client.force_login(office.officer, backend=BACKEND)

    assert {url: client.get(url).status_code for url in pages(office)} == dict.fromkeys(pages(office), 200)


@pytest.mark.parametrize("role", ["reader", "counterpart", "stranger"])
def test_no_page_of_the_office_opens_for_others(office, client, role):
    client.force_login(getattr(office, role), backend=BACKEND)

    assert {client.get(url).status_code for url in pages(office)} == {403}
    assert {client.post(url).status_code for url in pages(office)} == {403}


def test_a_visitor_is_asked_to_sign_in_for_the_pages_of_the_office(office, client):
    answers = [client.get(url) for url in pages(office)]

    assert {answer.status_code for answer in answers} == {302}
    assert all("/accounts/login/" in answer["Location"] for answer in answers)
    assert {client.post(url).status_code for url in pages(office)} == {403}
