"""Who comes for whom: delegations, their members in order, the office each held that day, who was there."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.meetings.models import Adoption, AgendaItem, Attendance, Delegation, Member, Session
from comity.meetings.models.sessions import Stage
from comity.partners.models import Office, Organisation, Person
from comity.translation.templatetags.said import isolated
from comity.translation.texts import Text, current_language, semicolon


def send_delegation(session: Session, *, organisation: Organisation, by: Actor) -> Delegation:
    """This will let an organisation take part. Raises NotNow where it does already, or once nothing can change."""
    with acting(by=by):
        _open_list(session.pk)
        if session.delegations.filter(organisation=organisation).exists():
            raise NotNow(_("%s takes part already.") % isolated(organisation))
        last = session.delegations.aggregate(last=Max("precedence"))["last"] or 0
        return Delegation.enter(session=session, organisation=organisation, precedence=last + 1, by=by)


def withdraw_delegation(delegation: Delegation, *, by: Actor) -> None:
    """This will take a delegation off. Raises NotNow where fewer than two sides would be left, or it acted."""
    with acting(by=by):
        session = _open_list(delegation.session_id)
        if session.delegations.count() <= 2 and session.stage != Stage.PROPOSED:
            raise NotNow(_("A session needs two delegations."))
        if delegation.organisation.is_host:
            raise NotNow(_("Our own delegation takes part in every session."))
        if _has_acted(delegation):
            raise NotNow(_("This delegation has adopted minutes or introduced an item; it stays on record."))
        delegation.remove(by=by)


def _has_acted(delegation: Delegation) -> bool:
    adopted = Adoption.objects.filter(side=delegation).exists()
    return adopted or AgendaItem.objects.filter(side=delegation).exists()


def add_member(
    delegation: Delegation, *, person: Person, by: Actor, office: Text | None = None, **facts: Any
) -> Member:
    """This will put a person into a delegation with the office held that day.

    Where no office is named it is looked up as of the day of the session. Raises NotNow where the person is in
    the delegation already.
    """
    with acting(by=by):
        session = _open_list(delegation.session_id)
        if delegation.members.filter(person=person).exists():
            raise NotNow(_("%s is in this delegation already.") % isolated(person))
        held = office or offices_held(person, delegation.organisation, session)
        return _enter(delegation, person=person, office=held, by=by, **facts)


def add_new_person(
    delegation: Delegation, *, name: str, office: Text, by: Actor, email: str = "", language: str = "", **facts: Any
) -> Member:
    """This will enter a person nobody knew here, with the office held on the day of the session, as a member.

    Where an address is given, and the session was called, an invitation goes there in `language`, else the actor's.
    """
    with acting(by=by):
        session = _open_list(delegation.session_id)
        person = Person.enter(email=email, language=language or current_language(), by=by)
        person.be_named(text=name, language=current_language(), by=by)
        if office:
            day = session.day.date()
            where = delegation.organisation
            Office.enter(person=person, organisation=where, title=office, known_on=day, by=by)
        return _enter(delegation, person=person, office=office, by=by, **facts)


def add_group(delegation: Delegation, *, group: Text, by: Actor, **facts: Any) -> Member:
    """This will let a group stand in a delegation without names, such as "heads of sectors"."""
    with acting(by=by):
        _open_list(delegation.session_id)
        return _enter(delegation, group=group, by=by, **facts)


def _enter(delegation: Delegation, *, by: Actor, **facts: Any) -> Member:
    last = delegation.members.aggregate(last=Max("precedence"))["last"] or 0
    return Member.enter(delegation=delegation, precedence=last + 1, by=by, **facts)


def offices_held(person: Person, organisation: Organisation, session: Session) -> Text:
    """This will name the offices a person held on the day of a session, those at `organisation` first."""
    held = list(person.offices.on(session.day.date()).with_both())
    at_home = [office for office in held if office.organisation_id == organisation.pk]
    lines: dict[str, list[str]] = {}
    for office in at_home or held:
        for language, title in office.title.items():
            lines.setdefault(language, []).append(title)
    return Text({language: semicolon(language).join(titles) for language, titles in lines.items()})


def lead(member: Member, *, by: Actor) -> None:
    """This will make a member the head of the delegation; whoever headed it before is a member again."""
    with acting(by=by):
        _open_list(member.delegation.session_id)
        for head in member.delegation.members.filter(is_head=True).exclude(pk=member.pk):
            head.change(is_head=False, by=by)
        member.change(is_head=True, by=by)


def move_member(member: Member, *, up: bool, by: Actor) -> None:
    """This will let a member change places with the one before or after in the order of precedence."""
    with acting(by=by):
        _open_list(member.delegation.session_id)
        order = [one for one in member.delegation.members.all() if one.is_head == member.is_head]
        here = next(place for place, one in enumerate(order) if one.pk == member.pk)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(order):
            return
        order[here], order[there] = order[there], order[here]
        for place, one in enumerate(order, start=1):
            Member.objects.filter(pk=one.pk).update(precedence=place)
        record(member, "changed", by=by, before={"place": here + 1}, after={"place": there + 1})


def attend(member: Member, *, attendance: str, by: Actor) -> None:
    """This will write down whether a member came. Raises NotNow once the minutes are final."""
    with acting(by=by):
        _open_list(member.delegation.session_id)
        member.change(attendance=Attendance(attendance), by=by)


def take_off(member: Member, *, by: Actor) -> None:
    """This will take a member off the list of a delegation."""
    with acting(by=by):
        _open_list(member.delegation.session_id)
        member.remove(by=by)


def _open_list(session: int) -> Session:
    held = Session.objects.select_for_update().get(pk=session)
    refuse_settled_list(held)
    return held


def refuse_settled_list(session: Session) -> None:
    """This will raise NotNow where nothing about who takes part can be changed any more."""
    if session.is_frozen:
        raise NotNow(_("The minutes are final; who took part is a part of them and can no longer be changed."))
    if session.stage == Stage.CANCELLED:
        raise NotNow(_("The session was cancelled; who was to take part can no longer be changed."))
