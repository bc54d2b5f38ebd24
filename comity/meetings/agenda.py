"""Setting the agenda: what is on it, in which order, who introduces it and who may read it."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.journal.thread import results_of
from comity.meetings.models import AgendaItem, Session
from comity.meetings.models.sessions import Stage


def _open_agenda(session: int) -> Session:
    held = Session.objects.select_for_update().get(pk=session)
    refuse_settled_agenda(held)
    return held


def refuse_settled_agenda(session: Session) -> None:
    """This will raise NotNow where nothing on the agenda can be changed any more."""
    if session.is_frozen:
        raise NotNow(_("The minutes are final; the agenda is a part of them and can no longer be changed."))
    if session.stage == Stage.CANCELLED:
        raise NotNow(_("The session was cancelled; its agenda can no longer be changed."))


def add_item(session: Session, *, by: Actor, **facts: Any) -> AgendaItem:
    """This will put an item at the end of the agenda. Raises NotNow once the minutes are final."""
    with acting(by=by):
        _open_agenda(session.pk)
        last = session.items.aggregate(last=Max("number"))["last"] or 0
        return AgendaItem.enter(session=session, number=last + 1, by=by, **facts)


def edit_item(item: AgendaItem, *, by: Actor, **facts: Any) -> None:
    """This will change the title, who introduces the item, who may read it, or whether it is deferred.

    Raises NotNow once the minutes are final: who may read what is a part of what both sides adopted.
    """
    with acting(by=by):
        _open_agenda(item.session_id)
        item.change(by=by, **facts)


def move_item(item: AgendaItem, *, up: bool, by: Actor) -> None:
    """This will let an item change places with its neighbour; the ends stay where they are."""
    with acting(by=by):
        _open_agenda(item.session_id)
        others = AgendaItem.objects.filter(session=item.session_id)
        near = others.filter(number__lt=item.number) if up else others.filter(number__gt=item.number)
        other = near.order_by("-number" if up else "number").first()
        if other is None:
            return
        mine, theirs = item.number, other.number
        # The database allows a number once at any moment, so the first one steps aside.
        others.filter(pk=item.pk).update(number=0)
        others.filter(pk=other.pk).update(number=mine)
        others.filter(pk=item.pk).update(number=theirs)
        item.number = theirs
        record(item, "moved", by=by, before={"number": mine}, after={"number": theirs})


def remove_item(item: AgendaItem, *, by: Actor) -> None:
    """This will take an item off the agenda and close the gap in the numbers.

    Raises NotNow once the agenda is adopted (defer the item then), or where something was said under it.
    """
    with acting(by=by):
        session = _open_agenda(item.session_id)
        if not session.agenda_is_open:
            raise NotNow(_("The agenda is adopted. An item can be deferred, no longer taken off."))
        if item.decisions.exists() or results_of(item, viewer=by):
            raise NotNow(_("Something was decided or promised under this item; it stays on the agenda."))
        gap = item.number
        item.remove(by=by)
        for later in session.items.filter(number__gt=gap).order_by("number"):
            AgendaItem.objects.filter(pk=later.pk).update(number=later.number - 1)
