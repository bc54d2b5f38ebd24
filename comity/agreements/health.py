"""How an agreement is doing, told by the traces that it left: facts side by side, and no score.

A number would hide which of the facts it came from, and an office would begin to work for the number
(decision 35). Nobody enters any of these: they are read from sessions, from the thread and from the offices that
people hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from comity.accounts.models import Viewer
from comity.agreements.models import Agreement, Party
from comity.agreements.permissions import may_read_remarks
from comity.agreements.terms import months_before
from comity.commitments.models import Commitment
from comity.commitments.models.stages import Stage as Of
from comity.journal.records import OnTheThread, key_of
from comity.journal.thread import Knot
from comity.meetings.access import sessions_visible_to
from comity.meetings.models import Session
from comity.partners.models import Office, Person

SILENT = 12  # months without a trace after which an agreement counts as dormant
KEPT = {Of.ACCEPTED, Of.CLOSED}


@dataclass
class Health:
    """The traces of one agreement, as far as whoever asks may see them."""

    today: date
    began: date | None
    last_session: Session | None = None
    kept: list[Commitment] = field(default_factory=list)
    broken: list[Commitment] = field(default_factory=list)
    open_ones: list[Commitment] = field(default_factory=list)
    # What else came of it, by kind: events, specific agreements, and what they led to.
    results: list[tuple[str, list[OnTheThread]]] = field(default_factory=list)
    people_gone: list[Person] = field(default_factory=list)
    last_trace: date | None = None

    @property
    def dormant_since(self) -> date | None:
        """The day of its latest trace, where that is longer ago than a year; nothing while it is alive.

        Before it came into force nothing could be heard of it.
        """
        last = max((one for one in (self.last_trace, self.began) if one), default=None)
        return last if last is not None and last <= months_before(self.today, SILENT) else None

    @property
    def is_empty(self) -> bool:
        """Whether it left no trace at all."""
        return not (self.last_session or self.kept or self.broken or self.open_ones or self.results)


def health_of(agreement: Agreement, *, knot: Knot, parties: list[Party], viewer: Viewer, today: date) -> Health:
    """This will read the traces of an agreement that `viewer` may see, with four queries at most.

    `knot` is what came of it on the thread, as far as `viewer` may see that.
    """
    began = agreement.in_force_on or agreement.concluded_on
    told = Health(today, began, last_session=_last_session(parties, viewer))
    below = {key_of(one): one for one in knot.all_below()}.values()
    _sort_promises(told, (one for one in below if isinstance(one, Commitment) and not one.was_proposed))
    told.results = _by_kind(one for one in below if not isinstance(one, Commitment | Session))
    if may_read_remarks(viewer, agreement):
        told.people_gone = _gone(parties)
    told.last_trace = max(_days(told, below, agreement, today), default=None)
    return told


def _last_session(parties: list[Party], viewer: Viewer) -> Session | None:
    """The last session that was held between our office and one of the other parties."""
    ours = [one.organisation_id for one in parties if one.is_ours]
    others = [one.organisation_id for one in parties if not one.is_ours]
    if not ours or not others:
        return None
    return sessions_visible_to(viewer).between(ours[0], others).took_place().first()


def _sort_promises(told: Health, promises: Iterable[Commitment]) -> None:
    for one in promises:
        if one.stage in KEPT:
            told.kept.append(one)
        elif one.stage == Of.CANCELLED or one.is_overdue(told.today):
            told.broken.append(one)
        else:
            told.open_ones.append(one)


def _by_kind(others: Iterable[OnTheThread]) -> list[tuple[str, list[OnTheThread]]]:
    found: dict[str, list[OnTheThread]] = {}
    for one in others:
        found.setdefault(one.kind_in_words, []).append(one)
    return list(found.items())


def _gone(parties: list[Party]) -> list[Person]:
    """Who represented a party or was turned to for it, and left, or holds no account or no office there any more."""
    named = {who.pk: one for one in parties for who in one.people if who}
    if not named:
        return []
    people = {one.pk: one for one in Person.objects.numbered(named).gone().by_name()}
    held: dict[int, list[Any]] = {}
    for office in Office.objects.of_people(set(named) - set(people)):
        if office.organisation_id == named[office.person_id].organisation_id:
            held.setdefault(office.person_id, []).append(office)
    ended = [some[0].person for some in held.values() if all(one.until is not None for one in some)]
    return [*people.values(), *ended]


def _days(told: Health, below: Iterable[OnTheThread], agreement: Agreement, today: date) -> list[date]:
    """The days of its traces that are not still to come; that it was renewed is one of them."""
    prefetch_related_objects([agreement], "renewals")  # the page that tells the traces tells the renewals, too
    days = [told.last_session.day.date()] if told.last_session else []
    days += [one.came_about_on for one in below if one.came_about_on]
    days += [one.said_on for one in (*told.kept, *told.broken, *told.open_ones)]
    days += [one.stage_since.date() for one in told.kept]
    days += [one.renewed_on for one in agreement.renewals.all()]
    return [one for one in days if one <= today]
