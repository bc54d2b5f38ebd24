"""The letters about a session, each in the language of whoever gets it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from comity.accounts.models import SignedLink
from comity.journal import outbox
from comity.journal.models import Entry
from comity.meetings import calendars
from comity.meetings.access import items_shared_at, items_visible_to
from comity.meetings.called import Reader
from comity.meetings.former import former_of
from comity.meetings.models import AgendaItem, Appointment, Correction, Corrigendum, Invitation, Session
from comity.meetings.models.corrigenda import Progress


def send_link(session: Session, *, link: SignedLink, secret: str) -> None:
    """This will write to the holder of a new signed link what it opens: the draft that waits, or the final text."""
    with override(link.language):
        url = settings.ADDRESS + reverse("draft-by-link", args=[secret])
    name = "final_link" if session.is_frozen else "draft"
    _write(f"minutes-link:{link.pk}", name, link, session=session, url=url)


def tell_of_session(session: Session, reader: Reader, *, act: str, entry: Entry) -> None:
    """This will write that a session was convened, moved, postponed or cancelled, with what the reader may read."""
    items = items_visible_to(reader, session).in_order()
    more = {"items": items, "former": former_of(session, entry), "why": entry.why}
    _follow(entry, act, reader, route="session", session=session, **more)


def tell_of_draft(session: Session, reader: Reader, *, is_anew: bool, entry: Entry) -> None:
    """This will write that the draft minutes go round, or go round once more."""
    _follow(entry, "anew" if is_anew else "draft", reader, route="draft", session=session)


def tell_of_final(session: Session, reader: Reader, *, sha256: str, entry: Entry) -> None:
    """This will write that every side has adopted the minutes, naming the text."""
    _follow(entry, "final", reader, route="session", session=session, sha256=sha256)


def tell_of_question(correction: Correction, reader: Reader, *, entry: Entry) -> None:
    """This will write to our office that the other side asks for other words in the draft."""
    session = correction.item.session
    _follow(entry, "question", reader, route="draft", session=session, correction=correction, item=correction.item)


def tell_of_answer(correction: Correction, reader: Reader, *, item: AgendaItem | None, entry: Entry) -> None:
    """This will write what became of a correction; `item` is named only where the other side still reads it."""
    session = correction.item.session
    _follow(entry, "answer", reader, route="draft", session=session, correction=correction, item=item)


def tell_of_corrigendum(corrigendum: Corrigendum, reader: Reader, *, entry: Entry) -> None:
    """This will write that a numbered correction waits, or what became of it."""
    name = CORRIGENDA[Progress(corrigendum.stage)]
    _follow(entry, name, reader, route="session", session=corrigendum.session, corrigendum=corrigendum)


CORRIGENDA = {
    Progress.PROPOSED: "corrigendum",
    Progress.ADOPTED: "corrigendum_final",
    Progress.DECLINED: "corrigendum_declined",
    Progress.WITHDRAWN: "corrigendum_withdrawn",
}


def invite(invitation: Invitation, appointment: Appointment, *, name: str, entry: Entry) -> None:
    """This will invite a delegate, or tell of a change; words and calendar say what every delegate may read."""
    session = appointment.session
    with override(invitation.language):
        items = items_shared_at(session).in_order()
        shown = calendars.Shown(joins=True, items=items, url=_page_for(invitation, session))
        calendar = calendars.requested(invitation, appointment, shown)
    told = {"session": session, "items": items, "url": shown.url, "former": former_of(session, entry)}
    _send(invitation, name, entry, calendar=calendar, method="REQUEST", **told)


def call_off(invitation: Invitation, appointment: Appointment, *, name: str, entry: Entry) -> None:
    """This will take a session out of a delegate's calendar: it is off, or the delegate no longer takes part."""
    session = appointment.session
    with override(invitation.language):
        is_whole = not session.is_called
        calendar = calendars.cancelled(invitation, appointment, at=entry.at, is_whole=is_whole)
        url = _page_for(invitation, session) if is_whole else ""
    _send(invitation, name, entry, calendar=calendar, method="CANCEL", session=session, url=url, why=entry.why)


def _page_for(invitation: Invitation, session: Session) -> str:
    """The page of the session, for those to whom it opens."""
    user = invitation.person.user
    signs_in = user is not None and user.is_active
    return settings.ADDRESS + reverse("session", args=[session.pk]) if signs_in or session.is_public else ""


def _send(invitation: Invitation, name: str, entry: Entry, **context: Any) -> None:
    outbox.write(
        f"invitation:{name}:{entry.pk}:{invitation.pk}",
        template=f"meetings/letters/{name}.txt",
        to_name=invitation.name,
        to_email=invitation.email,
        language=invitation.language,
        **context,
    )


def _follow(entry: Entry, name: str, reader: Reader, *, route: str, session: Session, **context: object) -> None:
    """What follows from one entry of the journal; the holder of a link has its address from an earlier letter."""
    kind = "link" if isinstance(reader, SignedLink) else "account"
    with override(reader.language):
        url = settings.ADDRESS + reverse(route, args=[session.pk]) if kind == "account" else ""
    _write(f"session:{name}:{entry.pk}:{kind}:{reader.pk}", name, reader, session=session, url=url, **context)


def _write(key: str, name: str, reader: Reader, **context: Any) -> None:
    outbox.write(
        key,
        template=f"meetings/letters/{name}.txt",
        to_name=reader.name,
        to_email=reader.email,
        language=reader.language,
        link=reader if isinstance(reader, SignedLink) else None,
        **context,
    )
