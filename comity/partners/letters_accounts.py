"""The letters about accounts."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from comity.accounts.models import SignedLink
from comity.journal import outbox


def send_invitation(link: SignedLink, *, secret: str) -> None:
    """This will write to somebody who is invited to join."""
    with override(link.language):
        url = settings.ADDRESS + reverse("join", args=[secret])
    outbox.write(
        f"invitation:{link.pk}",
        template="partners/letters/invitation.txt",
        to_name=link.name,
        to_email=link.email,
        language=link.language,
        link=link,
        url=url,
    )
