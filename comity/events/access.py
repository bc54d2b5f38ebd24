"""The one way to an event: what the viewer may not know of is not here (Http404)."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from comity.accounts.models import Viewer
from comity.events.models import Event, EventQuerySet


def events_visible_to(viewer: Viewer) -> EventQuerySet:
    """This will keep the events of which `viewer` may know, with their organisers."""
    return Event.objects.visible_to(viewer).with_organisers()


def access_event(viewer: Viewer, number: int) -> Event:
    """This will find an event of which `viewer` may know."""
    return get_object_or_404(events_visible_to(viewer), pk=number)
