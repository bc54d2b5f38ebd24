"""Delegates are invited by mail: called, told of changes, called off; each calendar is kept as the session is."""

from __future__ import annotations

from dataclasses import dataclass

from comity.accounts.models import Actor
from comity.journal.models import Entry
from comity.meetings import letters
from comity.meetings.models import Appointment, Delegation, Invitation, Member, Session
from comity.partners.models import Person

# Facts of a session that calendars show; after a change of those that say when and where, everybody is asked anew.
WHEN_AND_WHERE = {"starts_at", "ends_at", "zone", "place", "mode"}
SHOWN = WHEN_AND_WHERE | {"title", "link"}


@dataclass(frozen=True)
class Guest:
    """A delegate who can be written to."""

    person: Person
    name: str
    email: str
    language: str


def guests_of(session: Session, *, without: set[int]) -> dict[str, Guest]:
    """This will find the delegates with an e-mail address, each address once, leaving out members by number."""
    found: dict[str, Guest] = {}
    for member in Member.objects.at(session).with_accounts():
        here = member.person if member.pk not in without else None
        if here is not None and here.left_on is None and (guest := _guest(here)):
            found.setdefault(guest.email, guest)
    return found


def _guest(person: Person) -> Guest | None:
    user = person.user if person.user is not None and person.user.is_active else None
    email = person.email or (user.email if user else "")
    language = user.language if user else person.language
    return Guest(person, person.heading.told_in(language)[:200], email.lower(), language) if email else None


# What is followed


def follow_session(session: Session, entry: Entry) -> set[str]:
    """This will keep the calendars of a called session as it is now, and name the addresses that were written to."""
    changed = set(entry.after)
    if entry.act == "convened":
        return _keep(session, entry, is_revised=True, asks_anew=True)
    if changed & SHOWN:
        return _keep(session, entry, is_revised=True, asks_anew=bool(changed & WHEN_AND_WHERE))
    return set()


def follow_member(member: Member, entry: Entry) -> None:
    """This will invite who joins a delegation of a called session, and take back the invitation of who leaves it."""
    session = Session.objects.afresh(member.delegation.session_id)
    _keep(session, entry, without={member.pk} if entry.act == "removed" else set())


def follow_delegation(delegation: Delegation, entry: Entry) -> None:
    """This will take back the invitations of a delegation that is taken off."""
    session = Session.objects.afresh(delegation.session_id)
    _keep(session, entry, without={member.pk for member in delegation.members.all()})


def follow_person(person: Person, entry: Entry) -> None:
    """This will let an invitation go to the new address of a delegate, and take it out of the old one."""
    if "email" in entry.after:
        for session in Session.objects.called().with_delegate(person):
            _keep(session, entry)


def call_off(session: Session, entry: Entry) -> set[str]:
    """This will take a session that is put off or called off out of every calendar that was told of it."""
    appointment = Appointment.objects.hold(session, at=entry.at)
    guests = guests_of(session, without=set())
    told = [one for one in session.invitations.all() if one.withdrawn_at is None or one.email in guests]
    if told:
        appointment.revise(at=entry.at)
    for invitation in told:
        _take_out(invitation, appointment, entry, name=entry.act)
    return {one.email for one in told}


# How


def _keep(
    session: Session,
    entry: Entry,
    *,
    is_revised: bool = False,
    asks_anew: bool = False,
    without: set[int] = frozenset(),  # type: ignore[assignment]
) -> set[str]:
    if not session.is_called:
        return set()
    appointment = Appointment.objects.hold(session, at=entry.at)
    appointment.session = session  # as it is now
    guests, known = guests_of(session, without=without), session.invitations.all().by_address()
    standing = {email for email, one in known.items() if one.withdrawn_at is None}
    leaving = standing - set(guests)
    staying = standing & set(guests) if is_revised else set()
    coming = set(guests) - standing if session.begins_in_future(entry.at) else set()
    if leaving or staying or coming & set(known):
        appointment.revise(at=entry.at)
    for email in sorted(leaving):
        _take_out(known[email], appointment, entry, name="uninvited")
    for email in sorted(staying):
        _send_again(known[email], guests[email], appointment, entry, asks_anew=asks_anew)
        letters.invite(known[email], appointment, name="invited_anew", entry=entry)
    for email in sorted(coming):
        _invite(guests[email], known.get(email), appointment, entry)
    return staying | coming


def _invite(guest: Guest, earlier: Invitation | None, appointment: Appointment, entry: Entry) -> None:
    if earlier is None:
        invitation = Invitation.enter(
            session=appointment.session,
            person=guest.person,
            name=guest.name,
            email=guest.email,
            language=guest.language,
            sequence=appointment.sequence,
            sent_at=entry.at,
            by=_by(entry),
        )
    else:
        invitation = earlier
        _send_again(invitation, guest, appointment, entry, asks_anew=True)
    letters.invite(invitation, appointment, name="invited", entry=entry)


def _send_again(
    invitation: Invitation, guest: Guest, appointment: Appointment, entry: Entry, *, asks_anew: bool
) -> None:
    now = {"name": guest.name, "language": guest.language, "sequence": appointment.sequence}
    invitation.send_again(at=entry.at, by=_by(entry), asks_anew=asks_anew, **now)


def _take_out(invitation: Invitation, appointment: Appointment, entry: Entry, *, name: str) -> None:
    invitation.withdraw(sequence=appointment.sequence, at=entry.at, by=_by(entry))
    letters.call_off(invitation, appointment, name=name, entry=entry)


def _by(entry: Entry) -> Actor:
    by = entry.by_link or entry.by_user
    assert by is not None, "an act of a session has an actor"
    return by
