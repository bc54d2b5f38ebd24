"""After a restore: whoever was erased since the backup was made is erased again."""

from __future__ import annotations

from datetime import datetime

from comity.accounts.models import User
from comity.journal.acting import acting
from comity.personal import remembering
from comity.personal.erasing import erase, owners, settle
from comity.personal.whole import of_account, of_person


def erase_again(*, at: datetime) -> int:
    """This will erase everybody of whom the list says that they were erased, and return how many that were."""
    done = 0
    while found := owners(remembering.still_here()):
        owner = found[0]
        with acting(by=None):
            somebody = of_account(owner) if isinstance(owner, User) else of_person(owner)  # type: ignore[arg-type]
            erase(somebody, at=at, by=User.objects.machine(), is_again=True)
        done += 1
    remembering.write()
    if done:
        settle()
    return done
