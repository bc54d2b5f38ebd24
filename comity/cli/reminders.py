"""Today's reminders."""

from __future__ import annotations

from argparse import Namespace

from django.utils import timezone

from comity.agreements.looking_after import look_after
from comity.commitments import reminding
from comity.journal import witnesses
from comity.personal import retention


def remind(asked: Namespace) -> int:
    """This will write today's digests and say how many are new."""
    written = reminding.remind(today=timezone.localdate(), now=timezone.now())
    print(f"Digests written for {timezone.localdate():%-d %B %Y}: {written}")
    done = look_after(today=timezone.localdate(), at=timezone.now())
    print(f"Reviews begun: {done.begun}; agreements that went on or ended: {done.ended}; promises: {done.promises}")
    mailed = witnesses.mail_newest(today=timezone.localdate())
    print(f"Checkpoints written to witnesses of the journal: {mailed}")
    retention.tidy(now=timezone.now())
    return 0
