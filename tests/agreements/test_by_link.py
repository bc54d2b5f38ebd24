"""Somebody of a party without an account works on the text by a signed link, and on nothing else."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.accounts.models import SignedLink
from comity.agreements.access import agreements_visible_to
from comity.agreements.linking import links_to, revoke_link, send_link
from comity.agreements.models import Approval, Remark, Stage
from comity.agreements.negotiating import hand_turn
from comity.journal.models import Entry, Letter
from comity.journal.refusals import NotNow
from comity.meetings import circulation
from comity.meetings.models import Stage as Held
from comity.personal.retention import tidy


def sent(made, office, *, email="lina@example.org", days=9, at=None):
    """A link to the partner's side; its secret, from the letter."""
    party = made.contracting.get(organisation=office.partner)
    given = {"name": "Lina Guest", "email": email, "language": "en", "days": days}
    send_link(made, party=party, at=at or timezone.now(), by=office.officer, **given)
    letter = Letter.objects.filter(key__startswith="agreement-link:").latest("pk")
    return re.search(r"/texts/([\w-]+)/", letter.body)[1]


def their_turn(made, office):
    hand_turn(made, to=made.contracting.get(organisation=office.partner), at=timezone.now(), by=office.officer)


def signed_in(who):
    browser = Client()
    browser.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def words_of(answer):
    return answer.content.decode()


def test_the_holder_reads_the_text_and_nothing_of_how_it_was_prepared(office, client):
    made = office.agreement(at=Stage.NEGOTIATING)
    token = sent(made, office)

    answer = client.get(reverse("agreement-by-link", args=[token]))

    assert answer.status_code == 200
    assert "The parties work together." in words_of(answer)
    assert "Lina Guest" in words_of(answer)
    assert "Both sides want doctorates." not in words_of(answer)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get(made.get_absolute_url()).status_code == 404


def test_the_holder_says_how_a_clause_should_read_and_hands_the_turn_on(office, client):
    made = office.agreement(at=Stage.NEGOTIATING)
    token = sent(made, office)
    their_turn(made, office)
    ours = made.contracting.get(organisation=office.host)

    at = reverse("remarks-by-link", args=[token, made.clauses.get().pk]) + "?in=en"
    assert client.get(at).status_code == 200
    said = client.post(at, {"words": "The parties work closely together."})
    handed = client.post(reverse("agreement-act-by-link", args=[token, "turn"]), {"party": ours.pk})

    assert (said.status_code, handed.status_code) == (302, 302)
    assert Remark.objects.get().by_name == "Lina Guest"
    made.refresh_from_db()
    assert made.turn == ours
    assert Entry.objects.about(made).first().by_link is not None


def test_the_holder_approves_for_the_side_of_the_link(office, client):
    made = office.agreement(at=Stage.AGREED)
    token = sent(made, office)

    page = client.get(reverse("agreement-by-link", args=[token]))
    client.post(reverse("agreement-act-by-link", args=[token, "approval"]), {"sha256": page.context["sha256"]})

    approval = Approval.objects.get()
    assert (approval.party.organisation, approval.by_name, approval.is_on_behalf) == (
        office.partner,
        "Lina Guest",
        False,
    )


@pytest.mark.parametrize("name", ["agreeing", "signature", "withdrawal", "links", "approval-on-behalf"])
def test_the_holder_does_nothing_that_is_the_offices(office, client, name):
    made = office.agreement(at=Stage.NEGOTIATING)
    token = sent(made, office)

    assert client.post(reverse("agreement-act-by-link", args=[token, name]), {}).status_code == 403


def test_a_link_opens_this_agreement_and_no_other(office):
    made, other = office.agreement(at=Stage.NEGOTIATING), office.agreement(at=Stage.NEGOTIATING)
    sent(made, office)

    assert list(agreements_visible_to(SignedLink.objects.get())) == [made]
    assert other not in agreements_visible_to(AnonymousUser())


def test_a_link_to_minutes_opens_no_agreement(office, client):
    office.agreement(at=Stage.NEGOTIATING)
    session = office.session(at=Held.CIRCULATED)
    side = session.delegations.in_order()[1]
    given = {"name": "Lina", "email": "lina@example.org", "language": "en", "days": 9}
    link = circulation.send_link(session, side=side, at=timezone.now(), by=office.officer, **given)

    assert not agreements_visible_to(link).exists()


def test_a_revoked_an_expired_and_a_forged_link_are_answered_alike(office, client):
    made = office.agreement(at=Stage.NEGOTIATING)
    revoked, expired = sent(made, office), sent(made, office, days=1, at=timezone.now() - timedelta(days=3))
    revoke_link(made, links_to(made).get(expires_at__gt=timezone.now()), at=timezone.now(), by=office.officer)

    answers = [client.get(reverse("agreement-by-link", args=[one])) for one in (revoked, expired, "x" * 43)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r"[\w-]{43}", "", words_of(answer)) for answer in answers}) == 1


def test_a_link_is_not_sent_before_the_text_is_open_nor_to_our_own_people(office):
    early, made = office.agreement(at=Stage.DRAFTING), office.agreement(at=Stage.NEGOTIATING)

    with pytest.raises(NotNow):
        sent(early, office)
    with pytest.raises(NotNow):
        sent(made, office, email=office.officer.email.upper())

    assert not SignedLink.objects.exists()


def test_the_office_sends_and_revokes_a_link_on_the_page(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    browser = Client()
    browser.force_login(office.officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    typed = {"party": made.contracting.get(organisation=office.partner).pk, "name": "Lina Guest"}
    typed |= {"email": "lina@example.org", "language": "fr", "days": "9"}

    browser.post(reverse("agreement-act", args=[made.pk, "links"]), typed)
    shown = words_of(browser.get(made.get_absolute_url()))
    link = links_to(made).get()
    for _time in range(2):
        browser.post(reverse("agreement-link-revocation", args=[made.pk, link.pk]))

    assert "lina@example.org" in shown
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert "opens nothing any more" in words_of(browser.get(made.get_absolute_url()))


def test_the_holder_is_told_when_it_is_the_turn_of_their_side(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    token = sent(made, office)

    their_turn(made, office)

    letter = Letter.objects.get(key__startswith="agreement:turn:", to_email="lina@example.org")
    assert token not in letter.body
    assert "the letter in which you got your link" in letter.body


def test_an_address_that_is_forgotten_is_not_shown_as_one(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    sent(made, office, email="lina@example.org")
    assert "lina@example.org" in words_of(signed_in(office.officer).get(made.get_absolute_url()))

    tidy(now=timezone.now() + timedelta(days=400))  # which signs everybody out, too

    page = words_of(signed_in(office.officer).get(made.get_absolute_url()))
    assert "Lina Guest" in page
    assert "lina@example.org" not in page and "erased" not in page
