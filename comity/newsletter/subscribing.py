"""Asking for the news, confirming it from the letter, and leaving."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from comity.journal.outbox import write
from comity.newsletter.models import Subscriber
from comity.newsletter.tokens import confirm_address, leave_address

AGAIN = timedelta(minutes=30)  # nobody gets more letters than that because somebody types their address


@transaction.atomic
def ask(email: str, *, language: str, now: datetime) -> None:
    """This will write to an address and ask whether it wants the news; nothing tells who asked whether it has them.

    Asked again within half an hour for the same language, it writes nothing: anybody may type anybody's address.
    """
    known, is_new = Subscriber.objects.get_or_create(
        email=email.lower(), defaults={"language": language, "wanted": language, "asked_at": now}
    )
    if not is_new and known.wanted == language and now - known.asked_at < AGAIN:
        return
    if not is_new:
        known.wanted, known.asked_at = language, now
        Subscriber.objects.filter(pk=known.pk).update(wanted=language, asked_at=now)
    write(
        f"newsletter:ask:{known.pk}:{now.isoformat()}",
        template="newsletter/letters/asked.txt",
        to_name="",
        to_email=known.email,
        language=language,
        url=confirm_address(known),
        leave_url=leave_address(known),
        is_reader=known.is_confirmed and known.language == language,
        days=Subscriber.CONFIRMABLE.days,
    )


def confirm(subscriber: Subscriber, *, now: datetime) -> bool:
    """This will begin the letters; done twice it does nothing the second time. False where it is not open any more."""
    asked = Subscriber.objects.filter(pk=subscriber.pk, asked_at=subscriber.asked_at)
    if subscriber.is_confirmed:
        return bool(asked.update(language=subscriber.wanted))
    return bool(asked.update(language=subscriber.wanted, confirmed_at=now))


def leave(subscriber: Subscriber | None) -> None:
    """This will forget the address at once; a second time there is nothing to forget."""
    if subscriber is not None:
        subscriber.delete()
