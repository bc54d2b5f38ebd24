"""Invitations and links die of everything that should end them, and nothing tells a dead one from a forged one."""

import re
import statistics
import time
from contextlib import ExitStack
from datetime import timedelta
from itertools import cycle, islice
from unittest.mock import patch

import pytest
import time_machine
from allauth.account.forms import UserTokenForm, default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.accounts.models import LinkQuerySet, Role, SignedLink, User
from comity.commitments import linking
from comity.commitments.handover import leave
from comity.journal.acting import acting
from comity.journal.models import Letter
from comity.meetings import circulation
from comity.meetings.models import Stage
from comity.partners import inviting
from comity.partners.models import Person
from tests import make

ANOTHER = "quite another password"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GUEST = {"name": "Lina Guest", "email": "lina@example.org", "language": "en", "days": 14}


class Token:
    """An address that opens something to whoever holds it, and what can end that."""

    deaths = ("expired", "revoked", "elsewhere", "new_password", "new_address", "closed")

    def __init__(self, office):
        self.office, self.holder = office, None
        self.address = self.begin()

    def opens(self, address=""):
        page = Client().get(address or self.address, follow=True)
        return page.status_code == 200 and "opens nothing any more" not in page.content.decode()

    def end(self, how):
        getattr(self, how)()
        return self.address

    def new_password(self):
        """The holder of the account at the same address chose another password through a letter."""
        choose_password(letter_address(self.holder))

    def new_address(self):
        self.holder.email = "moved@example.org"
        with acting(by=None):
            self.holder.save()

    def closed(self):
        inviting.close(self.holder, at=timezone.now(), by=self.office.head)


def letter_address(user):
    with acting(by=None):  # which may note the address of the account
        key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def choose_password(address):
    visitor = Client()
    form = visitor.get(address, follow=True)
    return visitor.post(form.request["PATH_INFO"], {"password1": ANOTHER, "password2": ANOTHER})


class Invitation(Token):
    deaths = (*Token.deaths, "used", "sent_again", "through_a_letter")
    days = inviting.DAYS

    def begin(self):
        self.holder = inviting.invite(
            email="new@example.org", name="New", role="reader", language="en", at=timezone.now(), by=self.office.head
        )
        return re.search(r"http://\S+?(/en/join/\S+)", Letter.objects.latest("pk").body)[1]

    def used(self):
        Client().post(self.address, {"password": make.PASSWORD, "again": make.PASSWORD})
        self.holder.refresh_from_db()
        assert self.holder.is_active

    def sent_again(self):
        inviting.invite_again(self.holder, at=timezone.now(), by=self.office.head)

    def revoked(self):
        inviting.withdraw(self.holder, at=timezone.now(), by=self.office.head)

    def elsewhere(self):
        self.address = reverse("draft-by-link", args=[self.address.rstrip("/").rsplit("/", 1)[1]])

    def new_password(self):
        self.used()
        super().new_password()

    def through_a_letter(self):
        """An invitation that ended is not accepted through a letter about the password either."""
        self.revoked()
        self.address = letter_address(self.holder)

    def closed(self):
        self.used()
        super().closed()


class NewPassword(Token):
    deaths = (*Token.deaths, "used")
    days = 3

    def begin(self):
        self.holder = make.user(Role.READER)
        return letter_address(self.holder)

    def used(self):
        choose_password(self.address)

    def revoked(self):
        """Its holder signed in and chose another password there."""
        self.holder.set_password(ANOTHER)
        with acting(by=None):
            self.holder.save()

    def elsewhere(self):
        key = self.address.rstrip("/").rpartition("-")[2]
        stem = reverse("account_reset_password_from_key", kwargs={"uidb36": "X", "key": "Y"})
        tail = self.address.rstrip("/").rsplit("/", 1)[1].split("-", 1)[1]
        assert key in tail
        self.address = stem.replace("X-Y", f"{user_pk_to_url_str(self.office.officer)}-{tail}")


class Guest(Token):
    """What both sorts of signed link share."""

    days = GUEST["days"]

    def begin(self):
        self.person = make.person("Lina Guest", by=self.office.officer, at=self.office.partner, email=GUEST["email"])
        self.holder = make.user(Role.COUNTERPART, email=GUEST["email"])
        self.link, address = self.send()
        return address

    def elsewhere(self):
        self.address = reverse("join", args=[self.address.rstrip("/").rsplit("/", 1)[1]])

    def new_address(self):
        Person.objects.get(pk=self.person.pk).change(email="moved@example.org", by=self.office.officer)

    def left(self):
        person, by = Person.objects.get(pk=self.person.pk), self.office.officer
        leave(person, on=make.TODAY, at=timezone.now(), successor=None, by=by)


class MinutesLink(Guest):
    deaths = (*Token.deaths, "left")

    def send(self):
        self.session = self.office.session(at=Stage.CIRCULATED)
        side = self.session.delegations.in_order()[1]
        link = circulation.send_link(self.session, side=side, at=timezone.now(), by=self.office.officer, **GUEST)
        return link, re.search(r"http://\S+?(/en/minutes/\S+)", Letter.objects.latest("pk").body)[1]

    def revoked(self):
        circulation.revoke_link(self.session, self.link, at=timezone.now(), by=self.office.officer)


class CommitmentLink(Guest):
    deaths = (*Token.deaths, "left")

    def send(self):
        self.promise = self.office.commitment()
        link = linking.send_link(
            self.promise, side=self.office.partner, at=timezone.now(), by=self.office.officer, **GUEST
        )
        return link, re.search(r"http://\S+?(/en/\S+)", Letter.objects.latest("pk").body)[1]

    def revoked(self):
        linking.revoke_link(self.promise, self.link, at=timezone.now(), by=self.office.officer)


LINKS = (Invitation, MinutesLink, CommitmentLink)
CELLS = [(kind, how) for kind in (Invitation, NewPassword, MinutesLink, CommitmentLink) for how in kind.deaths]


def is_accepted(kind, how, office):
    """Whether a token that opened something before still opens it after its end."""
    token = kind(office)
    assert token.opens(), kind
    if how == "expired":
        with time_machine.travel(timezone.now() + timedelta(days=token.days, minutes=1)):
            return token.opens()
    token.end(how)
    return token.opens()


class Undone(Exception):
    """Takes back what one try wrote."""


@pytest.fixture
def office_anew(office):
    """Calls a function with the office as it was at the beginning; what the function wrote is taken back."""
    from django.db import transaction  # noqa: PLC0415 - used here alone

    def tried(function, *given):
        cache.clear()
        try:
            with transaction.atomic():
                found = function(*given, office)
                raise Undone
        except Undone:
            for one in (office.officer, office.head, office.counterpart, office.partner):
                one.refresh_from_db()
            return found

    return tried


@pytest.mark.promise
def test_p17_no_link_outlives_what_ends_it(promised, office_anew):
    trial = promised("P17", "no link outlives what ends it", small=len(CELLS), full=len(CELLS) * 5)

    for kind, how in islice(cycle(CELLS), trial.size):
        trial.count(not office_anew(is_accepted, kind, how), what=(kind.__name__, how))

    with unprotected():
        trial.failed_without(sum(office_anew(is_accepted, kind, how) for kind, how in CELLS))


def unprotected():
    """Links that live for ever, and letters that ask neither whose they are nor whether the account is open."""
    every = ExitStack()
    every.enter_context(patch.object(LinkQuerySet, "alive", lambda found, now: found.all()))
    every.enter_context(patch("comity.accounts.forms.LetterKeyForm._get_user", UserTokenForm._get_user))
    every.enter_context(patch.object(inviting, "invited_by", lambda link: User.objects.filter(pk=link.opens).first()))
    return every


# Nothing tells whether somebody is here

KNOWN, UNKNOWN = "known", "nobody"


@pytest.fixture
def people(office):
    """An address of each sort, known and not: of an open account, a closed one, one that waits, and nobody."""
    closed, known = make.user(email="closed@example.org"), make.user(email="known@example.org")
    inviting.close(closed, at=timezone.now(), by=office.head)
    inviting.invite(
        email="waits@example.org", name="W", role="reader", language="en", at=timezone.now(), by=office.head
    )
    assert known.is_active
    return ["known", "closed", "waits", "nobody"]


def sign_in(who):
    return Client().post(reverse("account_login"), {"login": f"{who}@example.org", "password": "wrong " * 3})


def ask(who):
    return Client().post(reverse("account_reset_password"), {"email": f"{who}@example.org"})


DIFFERS = ("Content-Length", "Expires", "X-Request-ID")  # from one answer to the next, whoever asks


def told(answer, who):
    """What the answer tells, without the address that was typed and the tokens that differ each time."""
    page = re.sub(r'value="[\w-]{20,}"', "", answer.content.decode()).replace(f"{who}@", "")
    headers = {name: value for name, value in answer.headers.items() if name not in DIFFERS}
    cookies = sorted(answer.cookies)
    return answer.status_code, page, headers, cookies


def hashings(act, who):
    """How often a password is hashed for the answer."""
    cache.clear()
    with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as encode:
        act(who)
    return encode.call_count


@pytest.mark.promise
def test_p17_nothing_tells_whether_an_account_exists(promised, people):
    trial = promised("P17", "nothing tells whether an account exists", small=8, full=400)

    for act, who in islice(cycle([(act, who) for act in (sign_in, ask) for who in people]), trial.size):
        cache.clear()
        answers = told(act(who), who), told(act("nobody"), "nobody")
        trial.count(answers[0] == answers[1] and hashings(act, who) == hashings(act, "nobody"), what=(act, who))

    skipped = "allauth.account.auth_backends.AuthenticationBackend._mitigate_timing_attack"
    with patch(skipped, lambda backend, password: None):
        trial.failed_without(sum(hashings(sign_in, who) != hashings(sign_in, "nobody") for who in people))


DEAD = [(Invitation, "used"), *((kind, how) for kind in LINKS for how in ("expired", "revoked"))]


@pytest.mark.promise
def test_p17_a_dead_link_answers_as_a_forged_one(promised, office_anew):
    trial = promised("P17", "a dead link answers as a forged one", small=len(DEAD), full=60)

    for kind, how in islice(cycle(DEAD), trial.size):
        trial.count(office_anew(answers_alike, kind, how), what=(kind.__name__, how))

    trial.failed_without(sum(not office_anew(answers_alike, kind, "") for kind in LINKS))


def answers_alike(kind, how, office):
    """Whether an address that ended, or lives on where `how` is empty, gives what a forged one does: all of it."""
    token = kind(office)
    if how == "expired":
        with time_machine.travel(timezone.now() + timedelta(days=token.days, minutes=1)):
            return told_alike(token.address)
    return told_alike(token.end(how) if how else token.address)


def told_alike(address):
    secret = address.rstrip("/").rsplit("/", 1)[1]
    forged = "x" * len(secret)
    answers = [(Client().get(address.replace(secret, one)), one) for one in (secret, forged)]
    size, another = (len(answer.content) for answer, _secret in answers)
    dead, never = (told(answer, "") for answer, _secret in answers)
    return size == another and dead[0] == 404 and without(secret, dead) == without(forged, never)


def without(secret, answer):
    status, page, headers, cookies = answer
    return status, page.replace(secret, ""), headers, cookies


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_that_opens_nothing_says_what_to_do(office, kind):
    token = kind(office)
    token.revoked()

    page = Client().get(token.address)

    assert "This link opens nothing" in page.text
    assert f'href="{reverse("account_login")}"' in page.text[page.text.index("Ask whoever sent it") :]
    assert "This link opens nothing" not in Client().get("/en/nothing/at/all/").text


@pytest.mark.promise
def test_p17_no_clock_tells_whether_an_account_exists(promised, people, settings):
    """At full size with the real hasher: known and unknown addresses in turn, compared by their medians."""
    trial = promised("P17", "no clock tells whether an account exists", small=4, full=400)
    if trial.size > 100:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        User.objects.get(email="known@example.org").set_password(make.PASSWORD)
    taken = {"known": [], "nobody": []}
    for who in islice(cycle(taken), trial.size):
        cache.clear()
        began = time.perf_counter()
        sign_in(who)
        taken[who].append(time.perf_counter() - began)
        trial.count(kept=True)
    medians = {who: statistics.median(times) for who, times in taken.items()}
    apart = abs(medians["known"] - medians["nobody"])
    noise = statistics.median(abs(one - medians["nobody"]) for one in taken["nobody"])
    trial.tell(ms_known=round(medians["known"] * 1000, 2), ms_nobody=round(medians["nobody"] * 1000, 2))
    if trial.size > 100:
        trial.count(apart < max(2 * noise, 0.05 * medians["nobody"]), what=(medians, noise))

    skipped = "allauth.account.auth_backends.AuthenticationBackend._mitigate_timing_attack"
    with patch(skipped, lambda backend, password: None):
        trial.failed_without(int(hashings(sign_in, "known") != hashings(sign_in, "nobody")))


# Sessions


def signed_in(user):
    browser = Client()
    browser.force_login(user, backend=BACKEND)
    return browser


def still_in(browser, page):
    return browser.get(reverse(page)).status_code == 200


def ends_with_the_password(office):
    elsewhere = signed_in(office.officer)
    choose_password(letter_address(office.officer))
    return not still_in(elsewhere, "desk")


def ends_with_the_account(office):
    browser = signed_in(office.officer)
    inviting.close(office.officer, at=timezone.now(), by=office.head)
    return not still_in(browser, "desk")


def ends_with_the_role(office):
    browser = signed_in(office.officer)
    inviting.give_role(office.officer, Role.READER, at=timezone.now(), by=office.head)
    return not still_in(browser, "session-new")


@pytest.mark.promise
def test_p17_what_was_taken_away_is_gone_at_the_next_request(promised, office_anew):
    trial = promised("P17", "what was taken away is gone at the next request", small=6, full=60)
    endings = [ends_with_the_password, ends_with_the_account, ends_with_the_role]

    for ends in islice(cycle(endings), trial.size):
        trial.count(office_anew(ends), what=ends.__name__)

    with (
        patch.object(User, "get_session_auth_hash", lambda user: "the same for ever"),
        patch.object(User, "get_session_auth_fallback_hash", lambda user: []),
        patch.object(User, "stop_signing_in", lambda user: None),
        patch.object(User, "take_role", lambda user, role: None),
    ):
        trial.failed_without(sum(not office_anew(ends) for ends in endings))


def test_a_link_that_ended_says_so_on_the_page_that_lists_it(office):
    """What ends with an address is seen by the office as ended, not only refused."""
    token = MinutesLink(office)

    token.closed()

    assert SignedLink.objects.get(pk=token.link.pk).revoked_at is not None
