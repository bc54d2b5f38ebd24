"""Today's reminders."""

from __future__ import annotations

from argparse import Namespace

from django.utils import timezone

from comity.commitments import reminding


def remind(asked: Namespace) -> int:
    """This will write today's digests and say how many are new."""
    written = reminding.remind(today=timezone.localdate(), now=timezone.now())
    print(f"Digests written for {timezone.localdate():%-d %B %Y}: {written}")
    return 0
