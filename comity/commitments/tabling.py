"""The register as a table that leaves: its columns, and what stands in them as far as the reader may know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from comity.accounts.models import Viewer
from comity.commitments.models import Commitment, Priority
from comity.journal.records import Standing, key_of
from comity.journal.thread import Knot, threads_from
from comity.meetings.models import AgendaItem
from comity.translation.texts import comma, current_language, semicolon

AT_ONCE = 500  # rows of which is asked together what came of them


def columns() -> list[str]:
    """This will name the columns."""
    return [
        _("Kind"),
        _("What was said"),
        _("From"),
        _("To"),
        _("Each to the other"),
        _("State"),
        _("Overdue"),
        _("Due on"),
        _("Due, in words"),
        _("Said on"),
        _("Session"),
        _("Areas"),
        _("Priority"),
        _("Person"),
        _("Kept by"),
        _("What came of it"),
        _("Address"),
    ]


def rows(found: Iterable[Commitment], *, viewer: Viewer, today: date, host: str) -> Iterator[list[Any]]:
    """This will put commitments into the columns, as the register found them: see `for_the_register`.

    Asks the database a few times for each five hundred.
    """
    every = iter(found)
    while some := list(islice(every, AT_ONCE)):
        prefetch_related_objects(some, "expected_results")
        # That it stands on the agenda of a later session is no result.
        knots = threads_from(some, viewer=viewer, deepest=1, leaving_out=[AgendaItem])
        for one in some:
            yield _row(one, knots[key_of(one)].led_to, viewer=viewer, today=today, host=host)


def _row(one: Commitment, led_to: list[Knot], *, viewer: Viewer, today: date, host: str) -> list[Any]:
    """People and priority are told only where `viewer` sees all of it."""
    is_full = one.seen_fully_by(viewer)
    yes, no, language = _("yes"), _("no"), current_language()
    return [
        one.kind_in_words,
        str(one.deliverable),
        str(one.promisor),
        str(one.beneficiary),
        yes if one.is_mutual else no,
        one.stage_in_words(),
        yes if one.is_overdue(today) else no,
        one.due_on,
        one.due_in_words(),
        one.said_on,
        str(one.session_shown.title) if one.session_shown else "",
        comma(language).join(str(area.name) for area in one.areas.all()),
        str(Priority(one.priority).label) if is_full else "",
        str(one.person) if is_full and one.person else "",
        str(one.keeper) if is_full else "",
        semicolon(language).join(_results(one, led_to)),
        host + one.get_absolute_url(),
    ]


def _results(one: Commitment, led_to: list[Knot]) -> Iterator[str]:
    """The records to which it led, then what it was meant to bring about, each with where it stands."""
    yield from (_result(str(knot.record.heading), knot.record.standing) for knot in led_to)
    yield from (_result(str(what), standing) for what, standing in one.prospects())


def _result(what: str, standing: Standing | None) -> str:
    return _("%(what)s (%(standing)s)") % {"what": what, "standing": standing.words} if standing else what
