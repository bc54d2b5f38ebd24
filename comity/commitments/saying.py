"""Writing down what was said: under an item of a session, and putting right what was entered wrongly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.commitments.models import Commitment
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.meetings.models import AgendaItem, Session
from comity.partners.models import Area
from comity.translation.texts import Text


def say_under(item: AgendaItem, *, at: datetime, by: Actor, areas: Iterable[Area] = (), **facts: Any) -> Commitment:
    """This will enter what was said under an item, on the day of its session.

    Raises NotNow where the minutes can no longer be written, ValidationError where it would be due before that day.
    """
    with acting(by=by):
        session = Session.objects.select_for_update().get(pk=item.session_id)
        refuse_unwritable(session)
        return Commitment.say(by=by, at=at, item=item, said_on=session.day.date(), areas=areas, **facts)


def refuse_unwritable(session: Session) -> None:
    """This will raise NotNow, in words, where nothing can be written into the minutes of a session."""
    if session.compiled_from:
        raise NotNow(_("This record was compiled from published reports; nothing can be added to what was said."))
    if not session.may_be_written:
        raise NotNow(_("These minutes can no longer be written: the session is “%s”.") % session.stage_in_words())


def correct(commitment: Commitment, *, deliverable: Text, areas: Iterable[Area], priority: str, by: Actor) -> None:
    """This will put right what was entered, as long as nobody has acted on it.

    Raises NotNow later on, and for the words in which it was said once the minutes with them are final: from then
    on only translations are added.
    """
    with acting(by=by):
        commitment._hold()
        if not commitment.is_untouched():
            raise NotNow(_("Somebody has acted on it already; what was said is no longer changed."))
        _refuse_other_words(commitment, deliverable)
        commitment.change(deliverable=deliverable, priority=priority, act="corrected", by=by)
        _set_areas(commitment, areas, by=by)


def _refuse_other_words(commitment: Commitment, deliverable: Text) -> None:
    was = commitment.deliverable
    if commitment.stands_in_final_minutes() and deliverable.get(was.original) != was[was.original]:
        raise ValidationError(
            {
                "deliverable": _(
                    "These words stand in final minutes. Translations can be added; the words themselves stay."
                )
            }
        )


def _set_areas(commitment: Commitment, areas: Iterable[Area], *, by: Actor) -> None:
    before = sorted(area.code for area in commitment.areas.all())
    chosen = list(areas)
    after = sorted(area.code for area in chosen)
    if before != after:
        commitment.areas.set(chosen)
        record(commitment, "corrected", by=by, before={"areas": before}, after={"areas": after})


def say_elsewhere(
    *, said_on: date, today: date, at: datetime, by: Actor, areas: Iterable[Area] = (), **facts: Any
) -> Commitment:
    """This will enter what was said outside a session. Raises ValidationError for a day that has not come."""
    if said_on > today:
        raise ValidationError({"said_on": _("This day has not come yet.")})
    return Commitment.say(by=by, at=at, said_on=said_on, areas=areas, **facts)
