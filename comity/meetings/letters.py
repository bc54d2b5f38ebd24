"""The letters about a session, each in the language of whoever gets it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from comity.accounts.models import SignedLink, User
from comity.journal import outbox
from comity.journal.models import Entry
from comity.meetings.models import AgendaItem, Correction, Corrigendum, Session

Reader = User | SignedLink


def send_draft(session: Session, *, link: SignedLink, secret: str) -> None:
    """This will write to the holder of a new signed link that the minutes wait for corrections and adoption."""
    with override(link.language):
        url = settings.ADDRESS + reverse("draft-by-link", args=[secret])
    _write(f"minutes-link:{link.pk}", "draft", link, session=session, url=url)


def tell_of_session(session: Session, reader: User, *, entry: Entry) -> None:
    """This will write that a session was convened, moved, postponed or cancelled, with what the reader may read."""
    items = session.items.visible_to(reader).in_order()
    _follow(entry, entry.act, reader, route="session", session=session, items=items)


def tell_of_draft(session: Session, reader: Reader, *, is_anew: bool, entry: Entry) -> None:
    """This will write that the draft minutes go round, or go round once more."""
    _follow(entry, "anew" if is_anew else "draft", reader, route="draft", session=session)


def tell_of_final(session: Session, reader: Reader, *, sha256: str, entry: Entry) -> None:
    """This will write that every side has adopted the minutes, naming the text."""
    _follow(entry, "final", reader, route="session", session=session, sha256=sha256)


def tell_of_answer(correction: Correction, reader: Reader, *, item: AgendaItem | None, entry: Entry) -> None:
    """This will write what became of a correction; `item` is named only where the other side still reads it."""
    session = correction.item.session
    _follow(entry, "answer", reader, route="draft", session=session, correction=correction, item=item)


def tell_of_corrigendum(corrigendum: Corrigendum, reader: Reader, *, entry: Entry) -> None:
    """This will write that a numbered correction waits, or that every side has adopted it."""
    name = "corrigendum_final" if corrigendum.adopted_at else "corrigendum"
    _follow(entry, name, reader, route="session", session=corrigendum.session, corrigendum=corrigendum)


def _follow(entry: Entry, name: str, reader: Reader, *, route: str, session: Session, **context: object) -> None:
    """What follows from one entry of the journal; the holder of a link has its address from an earlier letter."""
    link = reader if isinstance(reader, SignedLink) else None
    with override(reader.language):
        url = "" if link else settings.ADDRESS + reverse(route, args=[session.pk])
    kind = "link" if link else "account"
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
