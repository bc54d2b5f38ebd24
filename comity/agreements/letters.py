"""The letters about an agreement, each in the language of whoever gets it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from comity.accounts.models import User
from comity.agreements.models import Agreement
from comity.journal import outbox
from comity.journal.models import Entry

# Where each letter leads: to the text that is to be read, or to the page of the agreement.
LEADS_TO = {"turn": "agreement-text", "agreed": "agreement-text", "approved": "agreement", "in_force": "agreement"}


def tell(agreement: Agreement, reader: User, *, name: str, entry: Entry) -> None:
    """This will write what happened to whoever speaks for a party, once for each entry of the journal."""
    with override(reader.language):
        url = settings.ADDRESS + reverse(LEADS_TO[name], args=[agreement.pk])
    outbox.write(
        f"agreement:{name}:{entry.pk}:{reader.pk}",
        template=f"agreements/letters/{name}.txt",
        to_name=reader.name,
        to_email=reader.email,
        language=reader.language,
        agreement=agreement,
        why=entry.why,
        url=url,
    )
