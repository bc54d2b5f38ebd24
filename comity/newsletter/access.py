"""The one way to a subscription: by what its own letters hold; and the one way of the office to the digests."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404

from comity.accounts.models import Viewer
from comity.newsletter import tokens
from comity.newsletter.models import Digest, DigestQuerySet, Subscriber
from comity.newsletter.permissions import may_see_digests


def access_to_confirm(token: str, *, now: datetime) -> Subscriber:
    """This will find what the letter asked about; Http404 for a forged, replaced or expired token alike."""
    found = tokens.opened_to_confirm(token)
    if found is None or not found.may_be_confirmed(now=now):
        raise Http404(token)
    return found


def access_to_leave(token: str) -> Subscriber | None:
    """This will find the subscription that its reader wants to end; nothing where it is ended. Http404 when forged."""
    key = tokens.key_to_leave(token)
    if key is None:
        raise Http404(token)
    return Subscriber.objects.filter(key=key).first()


def digests_visible_to(viewer: Viewer) -> DigestQuerySet:
    """This will list the digests that `viewer` may see."""
    return Digest.objects.newest_first() if may_see_digests(viewer) else Digest.objects.none()


def subscribers_counted_for(viewer: Viewer) -> dict[str, int]:
    """This will count the subscribers of each language, for those who may know."""
    return Subscriber.objects.counted() if may_see_digests(viewer) else {}
