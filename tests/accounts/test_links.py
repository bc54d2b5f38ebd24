"""A signed link opens one thing, for a time, to whoever holds it; nothing tells a dead one from a forged one."""

from datetime import timedelta

import pytest
from django.http import Http404

from comity.accounts.models import SignedLink
from comity.journal.acting import acting
from tests.make import NOW


def made(office, *, days=7, purpose="minutes"):
    with acting(by=None):
        return SignedLink.make(
            purpose=purpose,
            opens="1",
            name="Clara",
            email="clara@example.org",
            language="en",
            by=office.officer,
            now=NOW,
            days=days,
        )


def opened(secret, *, purpose="minutes", now=NOW):
    return SignedLink.objects.opened_by(secret, purpose=purpose, now=now)


def test_a_link_opens_what_it_was_made_for(office):
    link, secret = made(office)

    assert opened(secret) == link


def test_a_forged_link_opens_nothing(office):
    _link, secret = made(office)

    with pytest.raises(Http404):
        opened(secret[:-1] + ("a" if secret[-1] != "a" else "b"))


def test_a_link_opens_nothing_from_the_moment_it_ends(office):
    _link, secret = made(office, days=7)
    end = NOW + timedelta(days=7)

    assert opened(secret, now=end - timedelta(seconds=1))
    with pytest.raises(Http404):
        opened(secret, now=end)


def test_a_revoked_link_opens_nothing(office):
    link, secret = made(office)

    with acting(by=None):
        link.revoke(now=NOW)

    with pytest.raises(Http404):
        opened(secret)


def test_a_link_opens_nothing_else(office):
    _link, secret = made(office, purpose="minutes")

    with pytest.raises(Http404):
        opened(secret, purpose="join")


def test_a_link_that_opens_once_is_spent_once(office):
    link, secret = made(office)

    with acting(by=None):
        assert link.spend(now=NOW) is True
    with acting(by=None):
        assert link.spend(now=NOW) is False
    with pytest.raises(Http404):
        opened(secret)


def test_the_secret_is_not_stored(office):
    link, secret = made(office)

    row = SignedLink.objects.filter(pk=link.pk).values().get()
    assert secret not in " ".join(str(value) for value in row.values())
    assert len(row["secret_hash"]) == 64


def test_two_links_never_share_a_secret(office):
    assert made(office)[1] != made(office)[1]


def test_the_holder_of_a_link_is_not_of_the_office(office):
    link, _secret = made(office)

    assert (link.works_here, link.heads_here, link.is_authenticated) == (False, False, False)
