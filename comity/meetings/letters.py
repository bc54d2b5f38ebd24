"""The letters about a session, each in the language of whoever gets it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from comity.accounts.models import SignedLink
from comity.journal import outbox
from comity.meetings.models import Draft, Session


def send_draft(session: Session, *, link: SignedLink, secret: str) -> None:
    """This will write to the holder of a signed link that the minutes wait for corrections and adoption."""
    with override(link.language):
        url = settings.ADDRESS + reverse("draft-by-link", args=[secret])
    _write(f"minutes-link:{link.pk}", "draft.txt", link, session=session, url=url)


def send_anew(session: Session, *, link: SignedLink, draft: Draft) -> None:
    """This will write to the holder of an earlier link that the draft goes round once more."""
    _write(f"minutes-anew:{draft.pk}:{link.pk}", "anew.txt", link, session=session)


def send_final(session: Session, *, link: SignedLink, sha256: str) -> None:
    """This will write to the holder of a link that every side has adopted the minutes, naming the text."""
    _write(f"minutes-final:{session.pk}:{link.pk}", "final.txt", link, session=session, sha256=sha256)


def _write(key: str, template: str, link: SignedLink, **context: object) -> None:
    outbox.write(
        key,
        template=f"meetings/letters/{template}",
        to_name=link.name,
        to_email=link.email,
        language=link.language,
        link=link,
        **context,
    )
