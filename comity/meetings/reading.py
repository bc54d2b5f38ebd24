"""Everything that the page of a session shows to one viewer, gathered with a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from comity.accounts.models import Viewer
from comity.journal.records import OnTheThread
from comity.journal.thread import Knot, origins_of
from comity.meetings.models import Adoption, AgendaItem, Corrigendum, Delegation, Session
from comity.meetings.permissions import may_adopt, may_read_final, may_read_minutes
from comity.meetings.telling import Due, due_for, lede, said_at
from comity.partners.models import Area, sides_of


@dataclass
class Amendment:
    """A numbered correction of the final minutes with the sides that have adopted it."""

    corrigendum: Corrigendum
    adoptions: list[Adoption] = field(default_factory=list)
    may_be_adopted: bool = False


@dataclass
class ReadItem:
    """An item of the agenda as the viewer reads it."""

    item: AgendaItem
    amendments: list[Amendment]


@dataclass
class SessionPage:
    """What the viewer sees of a session."""

    lede: str
    said: list[Knot]
    items: list[ReadItem]
    origins: list[OnTheThread]
    due: Due | None
    adoptions: list[Adoption]
    areas: list[Area]
    reads_minutes: bool
    reads_final: bool
    may_propose_correction: bool


def page_of(session: Session, viewer: Viewer, *, now: datetime) -> SessionPage:
    """This will gather the page of a session that was fetched with `for_its_page`."""
    reads_minutes = may_read_minutes(viewer, session)
    items = session.items.visible_to(viewer).in_order()
    items = list(items.with_decisions() if reads_minutes else items)
    adoptions = list(Adoption.objects.around(session)) if session.is_frozen else []
    said = said_at(items, viewer=viewer)
    return SessionPage(
        lede=lede(session, said, now=now),
        said=said,
        items=_with_amendments(items, adoptions, _own_side(session, viewer) if adoptions else None),
        origins=origins_of(session, viewer=viewer),
        due=due_for(session, viewer, now=now),
        adoptions=_of_the_final_text(session, adoptions),
        areas=_areas(session),
        reads_minutes=reads_minutes,
        reads_final=session.is_frozen and may_read_final(viewer, session),
        may_propose_correction=session.is_frozen and may_adopt(viewer, session),
    )


def _own_side(session: Session, viewer: Viewer) -> Delegation | None:
    return session.delegation_of(sides_of(viewer))


def _of_the_final_text(session: Session, adoptions: list[Adoption]) -> list[Adoption]:
    final = session.final()
    return [one for one in adoptions if final and one.corrigendum is None and one.sha256 == final.sha256]


def _with_amendments(items: list[AgendaItem], adoptions: list[Adoption], own: Delegation | None) -> list[ReadItem]:
    # Whoever proposes a correction adopts it thereby, so that each is named by at least one adoption.
    found: dict[int, Amendment] = {}
    for one in adoptions:
        if one.corrigendum is not None:
            found.setdefault(one.corrigendum.pk, Amendment(one.corrigendum)).adoptions.append(one)
    for amendment in found.values():
        has_adopted = own in [one.side for one in amendment.adoptions]
        amendment.may_be_adopted = bool(own and not has_adopted and not amendment.corrigendum.adopted_at)
    in_order = sorted(found.values(), key=lambda one: one.corrigendum.number)
    return [ReadItem(item, [one for one in in_order if one.corrigendum.item_id == item.pk]) for item in items]


def _areas(session: Session) -> list[Area]:
    """What the guests are interested in, each area once."""
    guests = [one.organisation for one in session.delegations.all() if not one.organisation.is_host]
    return list(dict.fromkeys(area for guest in guests for area in guest.areas.all()))
