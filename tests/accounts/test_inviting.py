"""An account begins with an invitation, for as long as the invitation holds, and once."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from comity.accounts.models import Role, SignedLink, User
from comity.journal.acting import acting
from comity.journal.models import Entry, Letter
from comity.journal.refusals import NotNow
from comity.partners import inviting
from comity.partners.models import Mandate, Person
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def invite(office, *, role=Role.OFFICER, email="new@example.org", at=None, **facts):
    given = {"name": "Noura New", "language": "en"}
    return inviting.invite(email=email, role=role, at=at or timezone.now(), by=office.head, **given | facts)


def address_in(letter):
    return re.search(r"http://\S+?(/en/join/\S+)", letter.body).group(1)


def acts_on(record):
    return [(entry.act, entry.by_name) for entry in Entry.objects.about(record)]


def join(client, address, password=make.PASSWORD):
    return client.post(address, {"password": password, "again": password})


def test_an_invited_person_cannot_sign_in_before_joining(office, client):
    invited = invite(office)

    assert (invited.is_active, invited.joined_at, invited.has_usable_password()) == (False, None, False)
    assert acts_on(invited) == [("invited", "Hana Head")]


def test_an_invitation_writes_one_letter_in_the_language_of_its_reader(office):
    invite(office, language="en")

    letter = Letter.objects.get()
    assert (letter.to_email, letter.language) == ("new@example.org", "en")
    assert "\u2068Hana Head\u2069 invites you" in letter.body


def test_the_secret_of_an_invitation_is_kept_nowhere_but_in_the_letter(office):
    invite(office)

    link, secret = SignedLink.objects.get(), address_in(Letter.objects.get()).rstrip("/").rsplit("/", 1)[1]
    stored = " ".join(str(value) for value in vars(link).values())
    entries = " ".join(f"{entry.before}{entry.after}{entry.why}" for entry in Entry.objects.all())
    assert secret not in stored
    assert secret not in entries


def test_whoever_joins_chooses_a_password_and_is_signed_in(office, client):
    invited = invite(office)

    response = join(client, address_in(Letter.objects.get()))

    invited.refresh_from_db()
    assert response.url == reverse("account")
    assert client.session["_auth_user_id"] == str(invited.pk)
    assert (invited.is_active, invited.check_password(make.PASSWORD)) == (True, True)
    assert invited.joined_at is not None
    assert acts_on(invited) == [("joined", "Noura New"), ("invited", "Hana Head")]


def test_the_page_of_an_invitation_says_to_whom_it_is_addressed(office, client):
    invite(office)

    page = client.get(address_in(Letter.objects.get())).content.decode()

    assert "Noura New" in page
    assert "new@example.org" in page


def test_reading_an_invitation_does_not_use_it_up(office, client):
    invite(office)
    address = address_in(Letter.objects.get())

    client.get(address)

    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("short", "short", "too short"),
        ("passwordpassword", "passwordpassworx", "not the same password"),
        ("123456789012345", "123456789012345", "entirely numeric"),
        ("new@example.org", "new@example.org", "too similar"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_and_the_invitation_holds(office, client, password, again, words):
    invited = invite(office)
    address = address_in(Letter.objects.get())

    page = client.post(address, {"password": password, "again": again})

    invited.refresh_from_db()
    assert words in page.content.decode()
    assert invited.is_active is False
    assert client.get(address).status_code == 200


def ended_by(how, office, client, invited, address):
    link = SignedLink.objects.get()
    if how == "used":
        join(client, address)
        client.logout()
    elif how == "withdrawn":
        inviting.withdraw(invited, at=timezone.now(), by=office.head)
    elif how == "invited again":
        inviting.invite_again(invited, at=timezone.now(), by=office.head)
    elif how == "expired":
        with acting(by=None):
            SignedLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "another purpose":
        with acting(by=None):
            SignedLink.objects.filter(pk=link.pk).update(purpose="minutes")


@pytest.mark.parametrize("how", ["used", "withdrawn", "invited again", "expired", "another purpose"])
def test_an_invitation_that_ended_answers_like_one_that_never_was(office, client, how):
    invited = invite(office)
    address = address_in(Letter.objects.get())
    ended_by(how, office, client, invited, address)

    answer, forged = client.get(address), client.get(reverse("join", args=["f" * 43]))

    secret = address.rstrip("/").rsplit("/", 1)[1]
    assert (answer.status_code, forged.status_code) == (404, 404)
    assert answer.content.replace(secret.encode(), b"f" * 43) == forged.content


def test_an_invitation_is_accepted_once_even_by_two_at_the_same_moment(office):
    invite(office)
    link = SignedLink.objects.get()
    inviting.join(link, password=make.PASSWORD, at=timezone.now())

    with pytest.raises(NotNow):
        inviting.join(link, password="another long password", at=timezone.now())

    assert User.objects.get(email="new@example.org").check_password(make.PASSWORD)


def test_the_address_of_an_account_cannot_be_invited_again(office):
    with pytest.raises(ValidationError) as refusal:
        invite(office, email=office.officer.email.upper())

    assert "email" in refusal.value.message_dict
    assert not Letter.objects.exists()


def test_an_invited_officer_becomes_a_person_with_an_office_of_ours(office):
    invited = invite(office, role=Role.OFFICER)

    person = Person.objects.get(user=invited)
    held = person.offices.get()
    assert (held.organisation, str(held.title), str(person.name)) == (office.host, "Officer", "Noura New")
    assert held.title["fr"] and held.title["ar"]


def test_an_account_is_tied_to_the_person_who_has_its_address(office):
    known = make.person("Noura New", by=office.officer, at=office.partner, email="New@example.org")

    invited = invite(office, role=Role.COUNTERPART, organisation=office.partner)

    known.refresh_from_db()
    assert known.user == invited
    assert Person.objects.filter(email__iexact="new@example.org").count() == 1


def test_an_invited_counterpart_speaks_for_the_organisation(office):
    invited = invite(office, role=Role.COUNTERPART, organisation=office.partner)

    assert [mandate.organisation for mandate in Mandate.objects.of(invited)] == [office.partner]


def test_nobody_is_invited_to_speak_for_our_own_organisation(office):
    with pytest.raises(NotNow):
        invite(office, role=Role.COUNTERPART, organisation=office.host)

    assert not User.objects.filter(email="new@example.org").exists()
    assert not Letter.objects.exists()


def test_nobody_is_given_a_mandate_for_a_part_of_our_own_organisation(office):
    unit = make.organisation("Sector of Culture", by=office.officer, kind="unit")
    unit.join(office.host, by=office.officer)

    with pytest.raises(NotNow):
        inviting.give_mandate(office.counterpart, unit, by=office.head)


def test_a_mandate_is_given_once(office):
    inviting.give_mandate(office.counterpart, office.other, by=office.head)

    with pytest.raises(NotNow):
        inviting.give_mandate(office.counterpart, office.other, by=office.head)


def test_an_invitation_that_ended_cannot_be_withdrawn(office):
    invited = invite(office)
    inviting.withdraw(invited, at=timezone.now(), by=office.head)

    with pytest.raises(NotNow):
        inviting.withdraw(invited, at=timezone.now(), by=office.head)

    assert acts_on(invited) == [("invitation_withdrawn", "Hana Head"), ("invited", "Hana Head")]
