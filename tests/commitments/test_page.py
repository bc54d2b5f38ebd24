"""The page of one commitment says what it is, where it stands, whose turn it is, and offers what is due."""

from datetime import timedelta

from django.urls import reverse

from comity.commitments.models import Stage
from tests.make import NOW, TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_the_page_says_between_whom_and_whose_turn(office, client):
    promised = office.commitment(due_on=TODAY + timedelta(days=9))
    client.force_login(office.officer, backend=BACKEND)

    page = client.get(promised.get_absolute_url()).content.decode()

    assert "Send the draft" in page
    assert "the one who promised" in page
    assert page.count("act-due") == 1
