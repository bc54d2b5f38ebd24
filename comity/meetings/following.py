"""What follows from acts at a session: those who speak for the other sides are told by letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from comity.accounts.models import Actor
from comity.journal.models import Entry
from comity.journal.records import recorded
from comity.meetings import inviting, letters
from comity.meetings.called import accounts_at, called_along, office_for, once_each
from comity.meetings.circulation import links_to
from comity.meetings.models import AgendaItem, Correction, Corrigendum, Delegation, Member, Session
from comity.partners.models import Person, sides_of

# Once a session is over for so long, nobody is told that it was put off or called off.
OVER = timedelta(days=1)


def listen() -> None:
    """This will follow the journal from now on."""
    recorded.connect(follow, dispatch_uid="comity.meetings.following")


def follow(sender: type, record: Any, act: str, entry: Entry, **_rest: Any) -> None:
    """This will write the letters that an act in the journal calls for, in the act's own transaction."""
    if tell := LETTERS.get((sender, act)):
        tell(record, entry)


def _call(session: Session, entry: Entry) -> None:
    invited = inviting.follow_session(session, entry)
    if session.begins_in_future(entry.at):
        _tell_of_session(session, entry, besides=invited)


def _call_anew(session: Session, entry: Entry) -> None:
    # Before it is convened nobody was called; the new day of a postponed one is told when it is convened.
    if session.is_called:
        _call(session, entry)


def _keep_calendars(session: Session, entry: Entry) -> None:
    inviting.follow_session(session, entry)


def _call_delegation(delegation: Delegation, entry: Entry) -> None:
    """Whoever comes along after the others were called is called too, once the session is convened."""
    session = Session.objects.afresh(delegation.session_id)
    if session.is_called and session.begins_in_future(entry.at):
        for reader in called_along(delegation):
            letters.tell_of_session(session, reader, act="convened", entry=entry)


def _call_off(session: Session, entry: Entry) -> None:
    if session.ends_at > entry.at - OVER:
        _tell_of_session(session, entry, besides=inviting.call_off(session, entry))


def _tell_of_session(session: Session, entry: Entry, *, besides: set[str]) -> None:
    """To those who speak for a side, besides the delegates, who got an invitation."""
    for reader in accounts_at(session):
        if reader.email.lower() not in besides:
            letters.tell_of_session(session, reader, act=entry.act, entry=entry)


def _tell_of_draft(session: Session, entry: Entry) -> None:
    is_anew = session.drafts.exists()
    for reader in once_each(readers_at(session, now=entry.at)):
        letters.tell_of_draft(session, reader, is_anew=is_anew, entry=entry)


def _tell_of_final(session: Session, entry: Entry) -> None:
    sha256 = session.final_minutes.sha256
    for reader in once_each(readers_at(session, now=entry.at)):
        letters.tell_of_final(session, reader, sha256=sha256, entry=entry)


def _tell_of_question(correction: Correction, entry: Entry) -> None:
    """Our office hears of the first question; of those that come before it has answered, the page tells."""
    session = correction.item.session
    if Correction.objects.at(session).waiting().count() == 1:
        for reader in office_for(entry.by_link or entry.by_user, session):
            letters.tell_of_question(correction, reader, entry=entry)


def _tell_of_answer(correction: Correction, entry: Entry) -> None:
    if correction.is_waiting:
        return
    # It may have become internal since the correction was asked for.
    item = AgendaItem.objects.shared().filter(pk=correction.item_id).first()
    for reader in once_each(_who_asked(correction, now=entry.at)):
        letters.tell_of_answer(correction, reader, item=item, entry=entry)


def _tell_of_corrigendum(corrigendum: Corrigendum, entry: Entry) -> None:
    """To the other sides, and from outside to our office; that it is final is news to everybody but who made it so."""
    session, by = corrigendum.session, entry.by_link or entry.by_user
    own, is_final = _side(session, by), corrigendum.is_in_force
    readers = readers_at(session, now=entry.at)
    others = [one for one in readers if own is None or _side(session, one) != own or (is_final and one != by)]
    if own is not None and not own.organisation.is_host:
        others += [*_who_proposed_here(corrigendum), *office_for(by, session)]
    for reader in once_each(others):
        letters.tell_of_corrigendum(corrigendum, reader, entry=entry)


LETTERS: dict[tuple[type, str], Callable[[Any, Entry], None]] = {
    (Session, "convened"): _call,
    (Session, "moved"): _call_anew,
    (Session, "changed"): _keep_calendars,
    (Session, "postponed"): _call_off,
    (Session, "cancelled"): _call_off,
    (Session, "circulated"): _tell_of_draft,
    (Session, "adopted"): _tell_of_final,
    (Delegation, "entered"): _call_delegation,
    (Delegation, "removed"): inviting.follow_delegation,
    (Member, "entered"): inviting.follow_member,
    (Member, "removed"): inviting.follow_member,
    (Person, "changed"): inviting.follow_person,
    (Correction, "entered"): _tell_of_question,
    (Correction, "changed"): _tell_of_answer,
    (Corrigendum, "entered"): _tell_of_corrigendum,
    (Corrigendum, "adopted"): _tell_of_corrigendum,
    (Corrigendum, "declined"): _tell_of_corrigendum,
    (Corrigendum, "withdrawn"): _tell_of_corrigendum,
}


# Who is told


def readers_at(session: Session, *, now: datetime) -> list[Actor]:
    """This will find those who speak for a delegation, by an account or by a link that still opens the minutes."""
    return [*accounts_at(session), *links_to(session).alive(now)]


def _who_asked(correction: Correction, *, now: datetime) -> list[Actor]:
    """Whoever asked for a correction, or everybody of that side where that person can no longer be reached."""
    session = correction.item.session
    side = [one for one in readers_at(session, now=now) if _side(session, one) == correction.side]
    authors = [entry.by_link or entry.by_user for entry in Entry.objects.about(correction).with_people()]
    return next(([one] for one in authors if one in side), None) or side


def _who_proposed_here(corrigendum: Corrigendum) -> list[Actor]:
    """Whoever proposed a correction, where that is somebody of our office."""
    proposed = Entry.objects.about(corrigendum).filter(act="entered").with_people()
    return [entry.by_user for entry in proposed if entry.by_user and entry.by_user.works_here]


def _side(session: Session, reader: Actor | None) -> Delegation | None:
    return session.delegation_of(sides_of(reader)) if reader is not None else None
