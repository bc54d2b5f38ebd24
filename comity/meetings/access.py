"""The one way to each private thing of a session: what the viewer may not know of is not here (Http404)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from comity.accounts.models import SignedLink, Viewer
from comity.journal.models import Strand
from comity.journal.records import key_of
from comity.meetings.models import (
    AgendaItem,
    Correction,
    Corrigendum,
    Decision,
    Delegation,
    FinalMinutes,
    Invitation,
    Member,
    ReceivedMail,
    Session,
)
from comity.meetings.models.agenda import DecisionQuerySet, ItemQuerySet
from comity.meetings.models.delegations import DelegationQuerySet
from comity.meetings.models.invitations import InvitationQuerySet, ReceivedMailQuerySet
from comity.meetings.models.sessions import SessionQuerySet
from comity.meetings.permissions import (
    PURPOSE,
    may_read_final,
    may_read_mail,
    may_run,
    may_see_answers,
    speaks_at,
)
from comity.partners.models import Office


def sessions_visible_to(viewer: Viewer) -> SessionQuerySet:
    """This will keep the sessions of which `viewer` may know."""
    return Session.objects.visible_to(viewer)


def items_visible_to(viewer: Viewer, session: Session) -> ItemQuerySet:
    """This will keep the items of a session of which `viewer` may know."""
    return AgendaItem.objects.visible_to(viewer).filter(session=session)


def items_visible_at(viewer: Viewer, sessions: list[Session]) -> ItemQuerySet:
    """This will keep the items of several sessions of which `viewer` may know."""
    return AgendaItem.objects.visible_to(viewer).of_sessions(sessions)


def items_read_at(viewer: Viewer, session: Session) -> ItemQuerySet:
    """This will list the items of a session of which `viewer` may also read the minutes, in order."""
    return AgendaItem.objects.read_by(viewer).filter(session=session).in_order()


def items_shared_at(session: Session) -> ItemQuerySet:
    """This will keep the items of a session that both sides read, for letters to the people whom a side names."""
    return AgendaItem.objects.shared().filter(session=session)


def access_session(viewer: Viewer, number: int) -> Session:
    """This will find a session of which `viewer` may know."""
    return get_object_or_404(sessions_visible_to(viewer), pk=number)


def access_session_page(viewer: Viewer, number: int) -> Session:
    """This will find the same with what its page shows fetched along."""
    return get_object_or_404(sessions_visible_to(viewer).for_its_page(), pk=number)


def access_session_for_calendar(viewer: Viewer, number: int) -> Session:
    """This will find the same with what calendars know of it fetched along."""
    return get_object_or_404(sessions_visible_to(viewer).with_appointment(), pk=number)


def access_by_link(secret: str, *, now: datetime) -> tuple[SignedLink, Session]:
    """This will find the link that a secret stands for and the session that it opens."""
    link = SignedLink.objects.opened_by(secret, purpose=PURPOSE, now=now)
    session = access_session(link, int(link.opens))
    if not speaks_at(link, session):  # its organisation no longer takes part
        raise Http404(PURPOSE)
    return link, session


def access_item(viewer: Viewer, session: Session, number: int) -> AgendaItem:
    """This will find an item of the session of which `viewer` may know."""
    return get_object_or_404(items_visible_to(viewer, session), pk=number)


def access_item_anywhere(viewer: Viewer, number: int) -> AgendaItem:
    """This will find an item of any session of which `viewer` may know."""
    return get_object_or_404(AgendaItem.objects.visible_to(viewer).for_the_thread(), pk=number)


def access_decision(viewer: Viewer, session: Session, number: int) -> Decision:
    """This will find a decision of the session under an item whose minutes `viewer` may read."""
    return get_object_or_404(Decision.objects.visible_to(viewer).at(session), pk=number)


def decisions_visible_at(viewer: Viewer, session: Session) -> DecisionQuerySet:
    """This will list the decisions of a session under the items whose minutes `viewer` may read, in order."""
    return Decision.objects.visible_to(viewer).at(session)


def delegations_shown_at(viewer: Viewer, session: Session) -> DelegationQuerySet:
    """This will list the delegations with their members to whoever may know of the session."""
    known = sessions_visible_to(viewer).filter(pk=session.pk)
    return Delegation.objects.filter(session__in=known).in_order()


def access_said(viewer: Viewer, item: AgendaItem, number: int) -> Strand:
    """This will find the strand from an item to what was said under it, where `viewer` may read what was said."""
    read = AgendaItem.objects.read_by(viewer).filter(pk=item.pk)
    return get_object_or_404(Strand.objects.leaving({key_of(one) for one in read}), pk=number)


def access_corrigendum(viewer: Viewer, session: Session, number: int) -> Corrigendum:
    """This will find the correction of final minutes that has a number, for one of the sides."""
    if not speaks_at(viewer, session):
        raise Http404(number)
    return get_object_or_404(Corrigendum.objects.of(session), number=number)


def access_final(viewer: Viewer, session: Session) -> FinalMinutes:
    """This will find the frozen text of a session, whole. Raises PermissionDenied for whom only the extract is."""
    final = session.final()
    if final is None:
        raise Http404(session.pk)
    if not may_read_final(viewer, session):
        raise PermissionDenied
    return final


def invitations_at(viewer: Viewer, session: Session) -> InvitationQuerySet:
    """This will keep the invitations to a session with their answers, for those who may see who comes."""
    found = Invitation.objects.at(session)
    return found if may_see_answers(viewer, session) else found.none()


# Answers to invitations that were refused


def mail_seen_by(viewer: Viewer) -> ReceivedMailQuerySet:
    """This will list the mail that was set aside, the newest first, for those who look after it."""
    found = ReceivedMail.objects.set_aside()
    return found if may_read_mail(viewer) else found.none()


def access_mail(viewer: Viewer, number: int) -> ReceivedMail:
    """This will find a message that was set aside, for those who look after it."""
    return get_object_or_404(mail_seen_by(viewer), pk=number)


# What only those reach who take the session from stage to stage


def delegations_at(viewer: Viewer, session: Session) -> DelegationQuerySet:
    """This will list the delegations at a session with their members, in order of precedence."""
    return Delegation.objects.of(session).in_order() if may_run(viewer, session) else Delegation.objects.none()


def tell_sessions(offices: Iterable[Office], viewer: Viewer) -> None:
    """This will say of each office for which sessions its holder was named with it, as far as `viewer` may know.

    That is of offices known to be held on the day of a session; asks the database once, and only where there are any.
    """
    of_a_day: dict[Any, Office] = {
        (one.person_id, one.organisation_id, one.known_on): one for one in offices if one.known_on
    }
    people = {person for person, _organisation, _day in of_a_day}
    members = Member.objects.at_any(sessions_visible_to(viewer)).filter(person__in=people) if people else []
    for member in members:
        session = member.delegation.session
        office = of_a_day.get((member.person_id, member.delegation.organisation_id, session.day.date()))
        if office is not None and not office.is_published:
            office.named_for = [*office.named_for, session]


def access_delegation(viewer: Viewer, session: Session, number: int) -> Delegation:
    """This will find a delegation at the session."""
    _refuse_others(viewer, session)
    return get_object_or_404(Delegation.objects.of(session), pk=number)


def access_member(viewer: Viewer, session: Session, number: int) -> Member:
    """This will find a member of a delegation at the session."""
    _refuse_others(viewer, session)
    return get_object_or_404(Member.objects.at(session), pk=number)


def access_correction(viewer: Viewer, session: Session, number: int) -> Correction:
    """This will find a correction that a side asked for."""
    _refuse_others(viewer, session)
    return get_object_or_404(Correction.objects.at(session), pk=number)


def access_link(viewer: Viewer, session: Session, number: int) -> SignedLink:
    """This will find a signed link that was sent for the session."""
    _refuse_others(viewer, session)
    return get_object_or_404(SignedLink.objects.to(PURPOSE, str(session.pk)), pk=number)


def _refuse_others(viewer: Viewer, session: Session) -> None:
    if not may_run(viewer, session):
        raise Http404(session.pk)
