"""The letters about a session, each in the language of whoever gets it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from comity.accounts.models import SignedLink
from comity.journal import outbox
from comity.journal.models import Entry
from comity.meetings.access import items_shared_at, items_visible_to
from comity.meetings.called import Named, Reader
from comity.meetings.models import AgendaItem, Correction, Corrigendum, Session


def send_link(session: Session, *, link: SignedLink, secret: str) -> None:
    """This will write to the holder of a new signed link what it opens: the draft that waits, or the final text."""
    with override(link.language):
        url = settings.ADDRESS + reverse("draft-by-link", args=[secret])
    name = "final_link" if session.is_frozen else "draft"
    _write(f"minutes-link:{link.pk}", name, link, session=session, url=url)


def tell_of_session(session: Session, reader: Reader, *, act: str, entry: Entry) -> None:
    """This will write that a session was convened, moved, postponed or cancelled, with what the reader may read."""
    items = (items_shared_at(session) if isinstance(reader, Named) else items_visible_to(reader, session)).in_order()
    _follow(entry, act, reader, route="session", session=session, items=items)


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
    """This will write that a numbered correction waits, or that every side has adopted it."""
    name = "corrigendum_final" if corrigendum.adopted_at else "corrigendum"
    _follow(entry, name, reader, route="session", session=corrigendum.session, corrigendum=corrigendum)


def _follow(entry: Entry, name: str, reader: Reader, *, route: str, session: Session, **context: object) -> None:
    """What follows from one entry of the journal.

    The holder of a link has its address from an earlier letter; who has neither opens what is public.
    """
    kind = {SignedLink: "link", Named: "person"}.get(type(reader), "account")
    with override(reader.language):
        is_open = kind == "account" or (kind == "person" and session.is_public)
        url = settings.ADDRESS + reverse(route, args=[session.pk]) if is_open else ""
    _write(f"session:{name}:{entry.pk}:{kind}:{reader.pk}", name, reader, session=session, url=url, **context)


def _write(key: str, name: str, reader: Reader, **context: object) -> None:
    outbox.write(
        key,
        template=f"meetings/letters/{name}.txt",
        to_name=reader.name,
        to_email=reader.email,
        language=reader.language,
        link=reader if isinstance(reader, SignedLink) else None,
        **context,
    )
