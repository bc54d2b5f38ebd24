"""Those who keep checkpoints: an older one in the hands of somebody else shows that the journal was changed.

Everybody finds them at the public address; heads of the office and counterparts get the newest one by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from comity.accounts.models import User
from comity.journal import outbox
from comity.journal.merkle import consistency_proof
from comity.journal.models import Checkpoint, Leaf


def mail_newest(*, today: date) -> int:
    """This will write the newest checkpoint to every witness, once a week, and return how many letters are new."""
    newest = Checkpoint.objects.newest()
    if newest is None:
        return 0
    return sum(_write(newest, to=witness, today=today) for witness in User.objects.witnesses())


def _write(newest: Checkpoint, *, to: User, today: date) -> bool:
    year, week, _day = today.isocalendar()
    letter = outbox.write(
        f"checkpoint:{year}-{week:02}:{to.pk}",
        template="journal/letters/checkpoint.txt",
        to_name=to.name,
        to_email=to.email,
        language=to.language,
        checkpoint=newest,
        size=newest.size,
        at=newest.at,
    )
    return letter is not None


def proof_between(old: int, new: int) -> Sequence[bytes]:
    """This will list the hashes which show that the tree of `new` leaves grew out of the tree of `old` leaves."""
    hashes = Leaf.objects.filter(index__lt=new).order_by("index").values_list("hash", flat=True)
    return consistency_proof([bytes.fromhex(one) for one in hashes.iterator()], old)
