"""Everything that the page of a session shows to one viewer, gathered with a constant number of queries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.accounts.models import Viewer, works_here
from comity.journal.records import OnTheThread, key_of
from comity.journal.thread import Knot, thread_around
from comity.meetings.access import invitations_at, items_visible_to
from comity.meetings.amended import Amendment, Standing, amendments_among, standing_of
from comity.meetings.closing import Closed, how_closed
from comity.meetings.drafts import decision_in_words, decisions_in
from comity.meetings.models import Adoption, AgendaItem, Delegation, Invitation, Session
from comity.meetings.permissions import (
    may_join,
    may_read_final,
    may_read_minutes,
    may_read_proposed,
    may_see_answers,
)
from comity.meetings.telling import Due, due_for, lede
from comity.meetings.texts import frozen_readings
from comity.partners.models import sides_of
from comity.translation.texts import Text, current_language


@dataclass
class ReadItem:
    """An item of the agenda as the viewer reads it."""

    item: AgendaItem
    decisions: list[dict[str, Any]]
    amendments: list[Amendment]

    @property
    def standing(self) -> Standing | None:
        """How the item reads since it was corrected, in the reader's language."""
        return standing_of(self.amendments, current_language())


@dataclass
class SessionPage:
    """What the viewer sees of a session."""

    lede: str
    lede_for_both: str
    said: list[Knot]
    items: list[ReadItem]
    origins: list[OnTheThread]
    due: Due | None
    adoptions: list[Adoption]
    areas: list[Text]
    reads_minutes: bool
    reads_final: bool
    may_propose_correction: bool
    joins: bool
    shows_answers: bool
    answers: dict[int, Invitation]  # by the number of the person
    closed: Closed | None

    @property
    def left_open(self) -> list[OnTheThread]:
        """What was said and somebody still has to act on, as far as the viewer sees it, each thing once."""
        waiting = {key_of(knot.record): knot.record for knot in self.said if knot.record.is_waiting_for_results}
        return list(waiting.values())

    @property
    def has_internal_left_open(self) -> bool:
        """Whether some of that is internal to our office."""
        return any(one.is_internal for one in self.left_open)

    @property
    def corrections_waiting(self) -> list[Amendment]:
        """The numbered corrections that wait for the word of the viewer's side."""
        return [one for item in self.items for one in item.amendments if one.may_be_answered]


def page_of(session: Session, viewer: Viewer, *, now: datetime) -> SessionPage:
    """This will gather the page of a session that was fetched with `for_its_page`."""
    reads_minutes = may_read_minutes(viewer, session)
    items, decisions = _read(session, viewer, reads_minutes=reads_minutes)
    adoptions = list(Adoption.objects.around(session)) if session.is_frozen else []
    own = _own_side(session, viewer) if session.is_frozen else None
    roots, origins = thread_around(session, items, viewer=viewer)
    said = [knot for root in roots.values() for knot in root.led_to]
    # Once it was held the members say who was there; who said beforehand that they would come no longer counts.
    shows_answers = may_see_answers(viewer, session) and not session.took_place
    return SessionPage(
        lede=lede(session, said, viewer, now=now),
        lede_for_both=lede(session, [knot for knot in said if not knot.record.is_internal], viewer, now=now),
        said=said,
        items=_with_amendments(items, decisions, _amendments(session, viewer, adoptions, own)),
        origins=origins,
        due=due_for(session, viewer, now=now),
        adoptions=_of_the_final_text(session, adoptions),
        areas=session.named_areas(),
        reads_minutes=reads_minutes,
        reads_final=may_read_final(viewer, session),
        may_propose_correction=own is not None,
        joins=may_join(viewer, session),
        shows_answers=shows_answers,
        answers=_answers(session, viewer) if shows_answers else {},
        closed=how_closed(session, viewer),
    )


def _answers(session: Session, viewer: Viewer) -> dict[int, Invitation]:
    return {one.person_id: one for one in invitations_at(viewer, session).standing()}


def _read(
    session: Session, viewer: Viewer, *, reads_minutes: bool
) -> tuple[list[AgendaItem], dict[int, list[dict[str, Any]]]]:
    """The items that the viewer reads, and the decisions by item: of final minutes those of the frozen text."""
    items = items_visible_to(viewer, session).in_order()
    final = session.final()
    if final is not None and not works_here(viewer):
        entries = json.loads(final.content)["items"]
        return list(items), {entry["item"]: decisions_in(entry) for entry in entries}
    if not reads_minutes:
        return list(items), {}
    found = list(items.with_decisions())
    return found, {item.pk: [decision_in_words(one) for one in item.decisions.all()] for item in found}


def _amendments(session: Session, viewer: Viewer, adoptions: list[Adoption], own: Delegation | None) -> list[Amendment]:
    """The numbered corrections; the public reads those that every side has adopted."""
    if not any(one.corrigendum_id for one in adoptions):
        return []
    found = amendments_among(adoptions, own, frozen=frozen_readings(session))
    if may_read_proposed(viewer, session):
        return found
    return [one for one in found if one.corrigendum.is_in_force]


def _own_side(session: Session, viewer: Viewer) -> Delegation | None:
    if works_here(viewer):
        return next((one for one in session.delegations.all() if one.organisation.is_host), None)
    return session.delegation_of(sides_of(viewer))


def _of_the_final_text(session: Session, adoptions: list[Adoption]) -> list[Adoption]:
    final = session.final()
    return [one for one in adoptions if final and one.corrigendum is None and one.sha256 == final.sha256]


def _with_amendments(
    items: list[AgendaItem], decisions: dict[int, list[dict[str, Any]]], amendments: list[Amendment]
) -> list[ReadItem]:
    return [
        ReadItem(item, decisions.get(item.pk, []), [one for one in amendments if one.corrigendum.item_id == item.pk])
        for item in items
    ]
