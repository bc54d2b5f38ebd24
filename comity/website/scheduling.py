"""Articles that are published, or taken back, at a time that their editor set."""

from __future__ import annotations

from datetime import datetime

from django.core.management import call_command
from wagtail.models import Page, Revision

from comity.journal.acting import acting
from comity.website.holding import hold_what_differs


def publish_due(*, now: datetime) -> bool:
    """This will publish what waits for a time that has come and take back what has had its time; asked twice, once.

    What differs from its facts by then is held (`holding`).
    """
    if not is_due(now=now):
        return False
    with acting(by=None):
        hold_what_differs(now=now)
        call_command("publish_scheduled", verbosity=0)
    return True


def is_due(*, now: datetime) -> bool:
    """This will tell whether an article waits for a time that has come, or has had its time."""
    waits = Revision.objects.filter(approved_go_live_at__lt=now)
    return waits.exists() or Page.objects.filter(live=True, expire_at__lt=now).exists()
