"""Heads of the office look after the accounts; nobody else does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from comity.accounts.models import Role, User
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.partners import inviting
from comity.partners.models import Mandate, Person
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def head(office, client):
    client.force_login(office.head, backend=BACKEND)
    return client


def invite(office, email="new@example.org", at=None):
    at = at or timezone.now()
    return inviting.invite(email=email, name="Noura New", role=Role.READER, language="en", at=at, by=office.head)


def test_the_page_lists_every_account_with_its_role_state_and_organisation(office, head):
    invite(office)

    page = head.get(reverse("accounts")).content.decode()

    assert "Clara Counterpart" in page and "<bdi>PA</bdi>" in page
    assert 'data-is="open">invited' in page
    assert 'data-is="done">active' in page
    assert "Comity itself" not in page


def test_the_page_asks_the_database_as_often_for_many_accounts_as_for_few(office, head):
    head.get(reverse("accounts"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        head.get(reverse("accounts"))
    for number in range(8):
        inviting.give_mandate(make.user(Role.COUNTERPART, name=f"C {number}"), office.partner, by=office.head)

    with CaptureQueriesContext(connection) as many:
        head.get(reverse("accounts"))

    assert len(many) == len(few) <= 15


@pytest.mark.parametrize("who", ["officer", "counterpart", "reader"])
def test_only_heads_see_the_accounts(office, client, who):
    client.force_login(getattr(office, who), backend=BACKEND)

    assert client.get(reverse("accounts")).status_code == 403
    assert client.get(reverse("account-of", args=[office.officer.pk])).status_code == 403


def test_a_visitor_is_asked_to_sign_in(db, client):
    assert client.get(reverse("accounts")).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("act", ["account-closing", "account-reopening", "account-role", "account-mandates"])
def test_an_officer_who_tries_an_act_is_refused_and_that_is_written_down(office, client, act):
    client.force_login(office.officer, backend=BACKEND)
    address = reverse(act, args=[office.counterpart.pk])

    response = client.post(address, {"role": "head"})

    refused = Entry.objects.refusals().get()
    assert response.status_code == 403
    assert (refused.by_user, refused.subject_name) == (office.officer, address)
    assert User.objects.get(pk=office.counterpart.pk).role == Role.COUNTERPART


def test_a_head_invites_somebody_by_the_form(office, head):
    given = {"name": "Noura New", "email": "New@Example.org", "role": "counterpart", "language": "ar"}

    response = head.post(reverse("invitation"), given | {"organisation": office.partner.pk})

    invited = User.objects.get(email="new@example.org")
    assert response.url == reverse("account-of", args=[invited.pk])
    assert (invited.role, invited.language, invited.is_active) == ("counterpart", "ar", False)


def test_a_counterpart_without_an_organisation_is_refused_beside_the_field(office, head):
    given = {"name": "Noura New", "email": "new@example.org", "role": "counterpart", "language": "ar"}

    page = head.post(reverse("invitation"), given).content.decode()

    assert "Choose the organisation for which the counterpart speaks." in page
    assert 'value="Noura New"' in page
    assert not User.objects.filter(email="new@example.org").exists()


def test_an_address_that_has_an_account_is_refused_beside_the_field(office, head):
    given = {"name": "Again", "email": office.officer.email, "role": "reader", "language": "en"}

    page = head.post(reverse("invitation"), given).content.decode()

    assert "There is an account with this address already." in page
    assert 'value="Again"' in page


def test_a_name_that_cannot_be_seen_is_refused_with_everything_typed_kept(office, head):
    given = {"name": "\u202e\u200f", "email": "new@example.org", "role": "reader", "language": "en"}

    page = head.post(reverse("invitation"), given).content.decode()

    assert "A name needs letters that can be seen." in page
    assert 'value="new@example.org"' in page


def test_signs_that_turn_the_direction_are_taken_out_of_a_name(office, head):
    given = {"name": "Noura\u202e New", "email": "new@example.org", "role": "reader", "language": "en"}

    head.post(reverse("invitation"), given)

    assert User.objects.get(email="new@example.org").name == "Noura New"


def test_a_role_is_changed_and_written_down(office, head):
    head.post(reverse("account-role", args=[office.reader.pk]), {"role": "officer"})

    entry = Entry.objects.about(office.reader).filter(act="role_changed").get()
    assert User.objects.get(pk=office.reader.pk).role == Role.OFFICER
    assert (entry.before, entry.after) == ({"role": "reader"}, {"role": "officer"})
    person = Person.objects.of_account(office.reader)
    assert office.host in [held.organisation for held in person.offices.all()]


def test_no_account_becomes_that_of_comity_itself(office, head):
    response = head.post(reverse("account-role", args=[office.reader.pk]), {"role": "machine"})

    assert response.status_code == 400
    assert User.objects.get(pk=office.reader.pk).role == Role.READER


def test_the_only_head_cannot_be_given_another_role(office):
    with pytest.raises(NotNow):
        inviting.give_role(office.head, Role.OFFICER, at=timezone.now(), by=office.head)

    assert User.objects.get(pk=office.head.pk).role == Role.HEAD


def test_the_only_head_cannot_be_closed_but_one_of_two_can(office):
    with pytest.raises(NotNow):
        inviting.close(office.head, at=timezone.now(), by=office.head)
    second = make.user(Role.HEAD, name="Second Head")

    inviting.close(office.head, at=timezone.now(), by=second)

    assert User.objects.get(pk=office.head.pk).is_active is False


def test_closing_an_account_ends_its_session_at_once(office, head, client):
    other = Client()
    other.force_login(office.officer, backend=BACKEND)
    assert other.get(reverse("account")).status_code == 200

    head.post(reverse("account-closing", args=[office.officer.pk]))

    assert other.get(reverse("account")).status_code == 302
    assert Entry.objects.about(office.officer).first().act == "closed"


def test_an_account_is_closed_once(office):
    inviting.close(office.officer, at=timezone.now(), by=office.head)

    with pytest.raises(NotNow):
        inviting.close(User.objects.get(pk=office.officer.pk), at=timezone.now(), by=office.head)


def test_a_closed_account_is_opened_again(office, head):
    inviting.close(office.officer, at=timezone.now(), by=office.head)

    head.post(reverse("account-reopening", args=[office.officer.pk]))

    assert User.objects.get(pk=office.officer.pk).is_active is True
    assert [entry.act for entry in Entry.objects.about(office.officer)[:2]] == ["reopened", "closed"]


def test_an_account_that_never_joined_is_not_opened_by_hand(office):
    invited = invite(office)

    with pytest.raises(NotNow):
        inviting.reopen(invited, by=office.head)

    assert User.objects.get(pk=invited.pk).is_active is False


def test_a_mandate_is_given_and_ended_and_both_are_written_down(office, head):
    head.post(reverse("account-mandates", args=[office.counterpart.pk]), {"organisation": office.other.pk})
    given = Mandate.objects.of(office.counterpart).get(organisation=office.other)

    head.post(reverse("mandate-end", args=[office.counterpart.pk, given.pk]))

    assert not Mandate.objects.filter(pk=given.pk).exists()
    assert [entry.act for entry in Entry.objects.about(given)] == ["removed", "entered"]


def test_a_mandate_is_ended_only_on_the_page_of_its_holder(office, head):
    given = Mandate.objects.of(office.counterpart).get()

    response = head.post(reverse("mandate-end", args=[office.stranger.pk, given.pk]))

    assert response.status_code == 404
    assert Mandate.objects.filter(pk=given.pk).exists()


def test_an_officer_is_not_given_a_mandate(office):
    with pytest.raises(NotNow):
        inviting.give_mandate(office.officer, office.partner, by=office.head)


def test_acts_are_not_done_by_following_a_link(office, head):
    assert head.get(reverse("account-closing", args=[office.officer.pk])).status_code == 405


def test_the_language_of_an_invitation_is_at_first_that_of_the_page(office, head):
    with override("ar"):
        address = reverse("invitation")

    assert head.get(address).context["form"]["language"].value() == "ar"


def test_an_invitation_is_sent_again_and_withdrawn_from_the_page(office, head):
    invited = invite(office)

    head.post(reverse("invitation-again", args=[invited.pk]))
    head.post(reverse("invitation-withdrawal", args=[invited.pk]))

    acts = [entry.act for entry in Entry.objects.about(invited)]
    assert acts == ["invitation_withdrawn", "invited", "invited"]
    page = head.get(reverse("account-of", args=[invited.pk])).text
    assert "invitation withdrawn" in page
    assert "It was withdrawn; its address opens nothing any more." in page


def test_an_invitation_whose_days_are_over_is_not_called_withdrawn(office, head):
    invited = invite(office, at=timezone.now() - timedelta(days=8))

    page = head.get(reverse("account-of", args=[invited.pk])).text

    assert "invitation ended" in page
    assert "Its seven days are over" in page


def test_an_invitation_that_was_sent_again_after_a_withdrawal_is_awaited(office, head):
    invited = invite(office)
    head.post(reverse("invitation-withdrawal", args=[invited.pk]))

    head.post(reverse("invitation-again", args=[invited.pk]))

    assert "It was sent and has not been accepted yet." in head.get(reverse("account-of", args=[invited.pk])).text
