"""The letters about a session."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from comity.accounts.models import SignedLink
from comity.journal import outbox
from comity.meetings.models import Session


def send_draft(session: Session, *, link: SignedLink, secret: str) -> None:
    """This will write to the holder of a signed link that the minutes wait for corrections and adoption."""
    with override(link.language):
        url = settings.ADDRESS + reverse("draft-by-link", args=[secret])
    outbox.write(
        f"minutes-link:{link.pk}",
        template="meetings/letters/draft.txt",
        to_name=link.name,
        to_email=link.email,
        language=link.language,
        session=session,
        link=link,
        url=url,
    )
