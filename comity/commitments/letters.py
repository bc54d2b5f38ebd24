"""The letters about a commitment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from comity.accounts.models import SignedLink, User
from comity.commitments.models import Commitment
from comity.commitments.models.wishes import Progress
from comity.journal import outbox
from comity.journal.models import Entry
from comity.partners.models import FocalPoint, Person


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
    """This will write what was done to a promise, or what one side asks of the other, in the letter of that name.

    The holder of a link has its address from an earlier letter, unless `secret` tells that of a new one.
    """
    link = reader if isinstance(reader, SignedLink) else None
    outbox.write(
        f"{key_of_letters(name, entry)}{'link' if link else 'account'}:{reader.pk}",
        template=f"commitments/letters/{name}.txt",
        to_name=reader.name,
        to_email=reader.email,
        language=reader.language,
        commitment=commitment,
        link=link,
        url=_address_for(reader, commitment, secret=secret),
        **told,
    )


def key_of_letters(name: str, entry: Entry) -> str:
    """This will write how the keys begin of all letters of that name about an act."""
    return f"commitment:{name}:{entry.pk}:"


def _address_for(reader: User | SignedLink, commitment: Commitment, *, secret: str) -> str:
    if isinstance(reader, SignedLink):
        return address_by_link(secret, language=reader.language) if secret else ""
    with override(reader.language):
        return settings.ADDRESS + commitment.get_absolute_url()


def tell_successor(
    successor: Person, *, before: Person, owned: Iterable[Commitment], roles: Iterable[FocalPoint]
) -> bool:
    """This will write to whoever takes over what was handed to them; false where there is no address to write to."""
    signs_in = successor.user is not None and successor.user.is_active
    works_here = signs_in and successor.user is not None and successor.user.works_here
    with override(successor.written_in):
        # Of what only our office reads nobody else hears; who has no account gets an address with the reminder.
        lines = [
            (one, settings.ADDRESS + one.get_absolute_url() if signs_in else "")
            for one in owned
            if works_here or not one.is_internal
        ]
    if not successor.written_at:
        return False
    outbox.write(
        f"handed-over:{before.pk}:{successor.pk}:{uuid4().hex}",
        template="commitments/letters/handed_over.txt",
        to_name=str(successor.name.told_in(successor.written_in)),
        to_email=successor.written_at,
        language=successor.written_in,
        before=before,
        lines=lines,
        roles=list(roles),
    )
    return True
