"""What cannot be changed at a session any more: why, before anybody has typed, and what can be done instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from comity.accounts.models import Viewer
from comity.journal.refusals import NotNow
from comity.meetings.models import AgendaItem, Session, Visibility
from comity.meetings.models.sessions import Stage
from comity.meetings.permissions import may_correct, may_plan, may_read_draft, may_write


@dataclass(frozen=True)
class Barred:
    """Why something cannot be changed now, and what can be done instead, with where the viewer does it."""

    why: str
    instead: str = ""
    act: str = ""
    url: str = ""


def barred_at(
    session: Session, refuse: Callable[[], Any], viewer: Viewer, *, item: AgendaItem | None = None
) -> Barred | None:
    """This will tell why `refuse` raises NotNow at the present stage; nothing where it does not.

    `item` is what was to be changed, where that is an item of the agenda.
    """
    try:
        refuse()
    except NotNow as refusal:
        return Barred(str(refusal), *_instead(session, viewer, item))
    return None


def _instead(session: Session, viewer: Viewer, item: AgendaItem | None) -> tuple[str, ...]:
    if session.stage == Stage.CANCELLED:
        words = _("If it is to be held after all, plan another session.")
        return (words, _("Plan a session"), reverse("session-new")) if may_plan(viewer) else ()
    if session.is_frozen:
        return _correction(session, viewer, item)
    if session.took_place and session.may_be_written and may_write(viewer, session):
        words = _("What was said and decided there can still be written in the minutes.")
        return words, _("Write the minutes"), reverse("minutes", args=[session.pk])
    if session.stage == Stage.CIRCULATED and may_read_draft(viewer, session):
        words = _("The draft still goes round; other words can be asked for in it.")
        return words, _("Open the draft"), reverse("draft", args=[session.pk])
    return ()


def _correction(session: Session, viewer: Viewer, item: AgendaItem | None) -> tuple[str, ...]:
    if item is not None and item.visibility == Visibility.INTERNAL:
        return ()  # no part of what the sides adopted, so that there is nothing to correct between them
    words = _(
        "What is wrong in the minutes is put right by a numbered correction, which holds once every side adopts it."
    )
    if not may_correct(viewer, session):
        return (words,)
    chosen = f"?item={item.pk}" if item is not None else ""
    return words, _("Propose a correction"), reverse("corrigenda", args=[session.pk]) + chosen
