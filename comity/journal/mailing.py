"""What libraries send by Django's mail: it goes into the outbox, as the letters that Comity writes itself.

Wagtail writes to who follows the comments on an article while their editor waits. Written here, such a letter is kept
or given up with what it tells of, no mail server can fail the editor, and one that is sent twice has one number.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from comity.accounts.models import User
from comity.journal import outbox
from comity.translation.texts import current_language


class IntoTheOutbox(BaseEmailBackend):
    """Keeps letters for the worker; there is no connection that could fail."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """This will put each letter into the outbox, once for everybody to whom it goes, and count the letters."""
        return sum(_keep(message) for message in messages)


def _keep(message: EmailMessage) -> bool:
    for address in message.recipients():
        reader = User.objects.filter(email__iexact=address).first()
        name, language = (reader.name, reader.language) if reader else (address, current_language())
        outbox.keep(message, key=f"by-library:{uuid4()}", to_name=name, to_email=address, language=language)
    return bool(message.recipients())
