"""Accounts begin with an invitation: who may sign in here, in which role, and for whom they speak."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.accounts.models import OFFICE, Role, SignedLink, User
from comity.journal.acting import act, acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.partners.letters_accounts import send_invitation
from comity.partners.models import Mandate, Office, Organisation, Person
from comity.translation.templatetags.said import isolated
from comity.translation.texts import Text, languages

PURPOSE = "join"
DAYS = 7


def accounts(now: datetime) -> QuerySet[User]:
    """This will list every account of a human being, whether its invitation still opens, and when it was withdrawn."""
    sent = SignedLink.objects.filter(purpose=PURPOSE, email=OuterRef("email"))
    newest = sent.order_by("-made_at", "-pk").values("revoked_at")[:1]
    return User.objects.people().annotate(is_awaited=Exists(sent.alive(now)), withdrawn_at=Subquery(newest))


def mandates_by_account(users: Iterable[User]) -> dict[int | None, list[Mandate]]:
    """This will find for whom each of the accounts speaks, in one query."""
    found: dict[int | None, list[Mandate]] = {}
    for mandate in Mandate.objects.filter(user__in=[user.pk for user in users]).with_organisation():
        found.setdefault(mandate.user_id, []).append(mandate)
    return found


@act
def invite(
    *,
    email: str,
    name: str,
    role: str,
    language: str,
    at: datetime,
    by: User,
    organisation: Organisation | None = None,
) -> User:
    """This will invite somebody: the account waits, closed, until its holder opens the link in the letter.

    Raises ValidationError, with words for each field, where the address is taken or the name is none.
    """
    user = User.objects.enter(email, name=name, role=role, language=language, is_active=False)
    facts = {"name": user.name, "email": user.email, "role": str(role), "language": language}
    record(user, "invited", by=by, after=facts)
    if organisation is not None:
        give_mandate(user, organisation, by=by)
    _be_a_person(user, at=at, by=by)
    _send(user, at=at, by=by)
    return user


@act
def invite_again(user: User, *, at: datetime, by: User) -> None:
    """This will send a new link to somebody who has not joined; the earlier ones open nothing any more."""
    _refuse_joined(user)
    _end_links(user, at=at)
    record(user, "invited", by=by, after={"email": user.email})
    _send(user, at=at, by=by)


@act
def withdraw(user: User, *, at: datetime, by: User) -> None:
    """This will end an invitation. Raises NotNow where there is none that could still be accepted."""
    _refuse_joined(user)
    if not _end_links(user, at=at):
        raise NotNow(_("There is no invitation to withdraw: the last one has ended."))
    record(user, "invitation_withdrawn", by=by, after={"email": user.email})


def join(link: SignedLink, *, password: str, at: datetime) -> User:
    """This will make the account that a link invites to one that signs in; the link opens nothing any more.

    Raises NotNow if the link was used in the meantime.
    """
    with acting(by=link):
        user = invited_by(link)
        if user is None or not link.spend(now=at):
            raise NotNow(_("This invitation has been accepted already."))
        user.begin(password=password, now=at)
        record(user, "joined", by=user, after={"joined_at": at})
        return user


def invited_by(link: SignedLink) -> User | None:
    """This will find the account that a link invites to, as long as nobody has joined with it."""
    return User.objects.filter(pk=link.opens, email__iexact=link.email, joined_at=None, is_active=False).first()


@act
def give_role(user: User, role: str, *, at: datetime, by: User) -> None:
    """This will give an account another role. Raises NotNow where nobody would head the office any more."""
    before = user.role
    if before == role:
        return
    _refuse_last_head(user)
    user.take_role(role)
    record(user, "role_changed", by=by, before={"role": before}, after={"role": str(role)})
    _be_a_person(user, at=at, by=by)


@act
def give_mandate(user: User, organisation: Organisation, *, by: User) -> Mandate:
    """This will let a counterpart speak for an organisation.

    Raises NotNow for other roles, for our own organisation, and where the mandate is there already.
    """
    if user.role != Role.COUNTERPART:
        raise NotNow(_("Only a counterpart speaks for a partner; our own people speak for the office."))
    if _is_ours(organisation):
        raise NotNow(_("For our own organisation, give the account a role of the office instead."))
    if Mandate.objects.of(user).filter(organisation=organisation).exists():
        raise NotNow(
            _("%(name)s speaks for %(organisation)s already.")
            % {"name": isolated(user), "organisation": isolated(organisation)}
        )
    return Mandate.enter(user=user, organisation=organisation, by=by)


@act
def close(user: User, *, at: datetime, by: User) -> None:
    """This will end signing in with an account; what was done with it stays.

    Raises NotNow where nobody would head the office any more, or where the account is closed already.
    """
    if not user.is_active:
        raise NotNow(_("This account is closed already."))
    _refuse_last_head(user)
    user.stop_signing_in()
    record(user, "closed", by=by, before={"is_active": True}, after={"is_active": False})


@act
def reopen(user: User, *, by: User) -> None:
    """This will let the holder of a closed account sign in again. Raises NotNow for one who never joined."""
    if user.joined_at is None:
        raise NotNow(_("%(name)s has not joined yet: send a new invitation.") % {"name": isolated(user)})
    if user.is_active:
        raise NotNow(_("This account is open already."))
    user.sign_in_again()
    record(user, "reopened", by=by, before={"is_active": False}, after={"is_active": True})


def _is_ours(organisation: Organisation) -> bool:
    host = Organisation.objects.host()
    return organisation.is_host or (host is not None and organisation.is_inside(host))


def _refuse_last_head(user: User) -> None:
    heads = list(User.objects.heading().select_for_update())
    if heads == [user]:
        raise NotNow(
            _("%(name)s is the only head of the office. Make somebody else a head first.") % {"name": isolated(user)}
        )


def _refuse_joined(user: User) -> None:
    if user.joined_at is not None:
        raise NotNow(_("%(name)s has joined already.") % {"name": isolated(user)})


def _end_links(user: User, *, at: datetime) -> int:
    return sum(link.spend(now=at) for link in SignedLink.objects.to(PURPOSE, str(user.pk)).alive(at))


def _send(user: User, *, at: datetime, by: User) -> None:
    link, secret = SignedLink.make(
        purpose=PURPOSE,
        opens=str(user.pk),
        name=user.name,
        email=user.email,
        language=user.language,
        by=by,
        now=at,
        days=DAYS,
    )
    send_invitation(link, secret=secret)


def _be_a_person(user: User, *, at: datetime, by: User) -> None:
    """This will tie the account to its person; whoever works here gets one, with an office, to keep promises."""
    person = Person.objects.of_account(user)
    if person is None:
        person = Person.objects.here().filter(user=None, email__iexact=user.email).first()
        if person is not None:
            person.change(user=user, by=by)
    host = Organisation.objects.host()
    if user.role not in OFFICE or host is None:
        return
    if person is None:
        person = Person.enter(user=user, email=user.email, language=user.language, by=by)
        person.be_named(text=user.name, language=user.language, by=by)
    if not person.offices.current().filter(organisation=host).exists():
        Office.enter(person=person, organisation=host, title=_role_in_words(user.role), since=at.date(), by=by)


def _role_in_words(role: str) -> Text:
    told = {}
    for language in languages():
        with override(language):
            told[language] = str(Role(role).label)
    return Text(told)
