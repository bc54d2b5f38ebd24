"""The letters about an agreement, each in the language of whoever gets it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from comity.accounts.models import SignedLink, User
from comity.agreements.models import Agreement
from comity.journal import outbox
from comity.journal.models import Entry

# Where each letter leads: to the text that is to be read, or to the page of the agreement.
LEADS_TO = {"turn": "agreement-text", "agreed": "agreement-text", "approved": "agreement", "in_force": "agreement"}


def send_text(agreement: Agreement, *, link: SignedLink, secret: str) -> None:
    """This will write to the holder of a new signed link that the text waits for them."""
    with override(link.language):
        url = settings.ADDRESS + reverse("agreement-by-link", args=[secret])
    outbox.write(
        f"agreement-link:{link.pk}",
        template="agreements/letters/link.txt",
        to_name=link.name,
        to_email=link.email,
        language=link.language,
        agreement=agreement,
        link=link,
        url=url,
    )


def tell(agreement: Agreement, reader: User | SignedLink, *, name: str, entry: Entry) -> None:
    """This will write what happened to whoever speaks for a party, once for each entry of the journal.

    The holder of a link has its address from an earlier letter: its secret is kept nowhere.
    """
    link = reader if isinstance(reader, SignedLink) else None
    with override(reader.language):
        url = "" if link else settings.ADDRESS + reverse(LEADS_TO[name], args=[agreement.pk])
    outbox.write(
        f"agreement:{name}:{entry.pk}:{'link' if link else 'account'}:{reader.pk}",
        template=f"agreements/letters/{name}.txt",
        to_name=reader.name,
        to_email=reader.email,
        language=reader.language,
        agreement=agreement,
        why=entry.why,
        link=link,
        url=url,
    )
