"""How Comity itself is: whether letters leave, whether backups are made; and what a head can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.accounts.models import User
from comity.journal.models import Letter, LetterQuerySet
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.safekeeping.models import BACKUP, WORKER, Pulse, is_silent


@dataclass(frozen=True)
class Condition:
    """What a head should know before anybody asks."""

    worker_heard_at: datetime | None
    is_worker_silent: bool
    backup_made_at: datetime | None
    is_backup_old: bool
    letters_given_up: int

    @property
    def is_good(self) -> bool:
        """Whether nothing needs a head."""
        return not (self.is_worker_silent or self.is_backup_old or self.letters_given_up)


def condition(*, now: datetime) -> Condition:
    """This will tell how Comity is."""
    last, stuck = Pulse.last_beside(given_up())
    return Condition(
        worker_heard_at=last.get(WORKER),
        is_worker_silent=is_silent(WORKER, last, now=now),
        backup_made_at=last.get(BACKUP),
        is_backup_old=not settings.DEMO and is_silent(BACKUP, last, now=now),  # a demonstration keeps nothing
        letters_given_up=stuck,
    )


def given_up() -> LetterQuerySet:
    """This will list the letters that were tried so often that nobody tries them any more."""
    return Letter.objects.given_up().newest_first()


def try_again(letter: Letter, *, now: datetime, by: User) -> None:
    """This will let a letter be tried once more from the beginning. Raises NotNow where it left or still waits."""
    with transaction.atomic():
        if not Letter.objects.given_up().filter(pk=letter.pk).update(attempts=0, not_before=now, leased_until=None):
            raise NotNow(_("This letter has left meanwhile, or it is still being tried."))
        record(letter, "tried_again", by=by)
