"""The letters about a commitment."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from comity.accounts.models import SignedLink, User
from comity.commitments.models import Commitment
from comity.commitments.models.wishes import Progress
from comity.journal import outbox
from comity.journal.models import Entry


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


WISHES = {
    Progress.WAITING: "wish",
    Progress.AGREED: "wish_agreed",
    Progress.DECLINED: "wish_declined",
    Progress.WITHDRAWN: "wish_withdrawn",
}


DONE = "done"


def tell(
    name: str, commitment: Commitment, reader: User | SignedLink, *, entry: Entry, secret: str = "", **told: Any
) -> None:
    """This will write what was done to a promise, or that one side would cancel it, in the letter of that name.

    The holder of a link has its address from an earlier letter, unless `secret` tells that of a new one.
    """
    link = reader if isinstance(reader, SignedLink) else None
    outbox.write(
        f"commitment:{name}:{entry.pk}:{'link' if link else 'account'}:{reader.pk}",
        template=f"commitments/letters/{name}.txt",
        to_name=reader.name,
        to_email=reader.email,
        language=reader.language,
        commitment=commitment,
        link=link,
        url=_address_for(reader, commitment, secret=secret),
        **told,
    )


def _address_for(reader: User | SignedLink, commitment: Commitment, *, secret: str) -> str:
    if isinstance(reader, SignedLink):
        return address_by_link(secret, language=reader.language) if secret else ""
    with override(reader.language):
        return settings.ADDRESS + commitment.get_absolute_url()
