"""The letters about a commitment."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from comity.accounts.models import SignedLink
from comity.commitments.models import Commitment
from comity.journal import outbox


def address_by_link(secret: str, *, language: str) -> str:
    """This will write the whole address that a signed link opens."""
    with override(language):
        return settings.ADDRESS + reverse("commitment-by-link", args=[secret])


def send_commitment(commitment: Commitment, *, link: SignedLink, secret: str) -> None:
    """This will write to the holder of a signed link that a commitment concerns them."""
    outbox.write(
        f"commitment-link:{link.pk}",
        template="commitments/letters/link.txt",
        to_name=link.name,
        to_email=link.email,
        language=link.language,
        commitment=commitment,
        link=link,
        url=address_by_link(secret, language=link.language),
    )
