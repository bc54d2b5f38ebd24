"""What happens to agreements by itself, once a day, in the name of the machine; done again it does nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from comity.accounts.models import User
from comity.agreements.renewing import end_what_ended
from comity.agreements.reviewing import begin_due_reviews
from comity.agreements.undertaking import promise_of_every_year
from comity.journal.acting import acting
from comity.safekeeping.models import Pulse

LOOKING_AFTER = "agreements"
EVERY = timedelta(hours=24)


@dataclass(frozen=True)
class Done:
    """How much happened by itself."""

    begun: int  # reviews
    ended: int  # agreements that went on or lapsed
    promises: int  # of what is due every year


def look_after(*, today: date, at: datetime) -> Done:
    """This will begin the reviews that are due, end or carry on what ended, and promise what is due every year."""
    with acting(by=None, why="once a day"):
        by = User.objects.machine()
    done = Done(
        ended=end_what_ended(today=today, by=by),
        begun=begin_due_reviews(today=today, at=at, by=by),
        promises=promise_of_every_year(at=at, by=by),
    )
    Pulse.beat(LOOKING_AFTER, at=at)
    return done


def look_after_if_due(*, today: date, at: datetime) -> bool:
    """This will look after them where that was not done for a day."""
    last = Pulse.last().get(LOOKING_AFTER)
    if last is not None and at - last < EVERY:
        return False
    look_after(today=today, at=at)
    return True
