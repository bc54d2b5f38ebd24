"""What stands in the addresses of letters: it opens one subscription, for one thing, and names no address."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from comity.newsletter.models import Subscriber

CONFIRM, LEAVE = "comity.newsletter.confirm", "comity.newsletter.leave"


def confirm_address(subscriber: Subscriber) -> str:
    """This will write the address at which somebody confirms; it dies when they ask anew, and after three days."""
    facts = [subscriber.key.hex, int(subscriber.asked_at.timestamp())]
    return _address("newsletter-confirmation", signing.Signer(salt=CONFIRM).sign_object(facts), subscriber.wanted)


def leave_address(subscriber: Subscriber) -> str:
    """This will write the address at which somebody leaves, without signing in; every letter has the same."""
    token = signing.Signer(salt=LEAVE).sign(subscriber.key.hex)
    return _address("newsletter-leaving", token, subscriber.language)


def opened_to_confirm(token: str) -> Subscriber | None:
    """This will find the subscription that the newest letter to its address asks about."""
    try:
        key, moment = signing.Signer(salt=CONFIRM).unsign_object(token)
    except (signing.BadSignature, ValueError, UnicodeError):
        return None
    found = Subscriber.objects.filter(key=UUID(key)).first()
    return found if found and int(found.asked_at.timestamp()) == moment else None


def key_to_leave(token: str) -> UUID | None:
    """This will read whose letter a token stood in; nothing where it is none of ours."""
    try:
        return UUID(signing.Signer(salt=LEAVE).unsign(token))
    except (signing.BadSignature, ValueError, UnicodeError):
        return None


def _address(name: str, token: str, language: str) -> str:
    with override(language):
        return f"{settings.ADDRESS}{reverse(name, args=[token])}"
