"""Noticing that many answers come at once which are not like those before: a chart of shares, as factories keep it.

Where the share of the dissatisfied, or of the satisfied, leaves three standard deviations of what is usual, all that
came to the page in that hour is set apart: all of it, and not only what is unusual, so that the rest still says what
visitors think. From then on the page asks for a small computation with each answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from django.db.models import Count, Q
from django.utils import timezone

from comity.opinion.models import Answer, AnswerQuerySet, Apart, AskedPage, Suspicion
from comity.opinion.models.answers import HIGH, LOW

FEWEST = 20  # answers in an hour of which a chart says anything
EVERY = 10  # answers after which it is looked at anew
USUAL_OF = timedelta(days=56)
FEWEST_USUAL = 100
SIGMAS = 3
RUSH = 60  # answers in an hour that are many wherever little is known of what is usual
TIMES_THE_USUAL = 10
GUARDED_FOR = timedelta(hours=2)


@dataclass(frozen=True)
class Shares:
    """How many answers there are, and how many of them are low and high."""

    n: int
    low: int
    high: int

    def differs_from(self, usual: Shares) -> bool:
        """This will tell whether one of the shares lies outside of the limits of the chart."""
        return self._differs(self.low, usual.low, usual.n) or self._differs(self.high, usual.high, usual.n)

    def _differs(self, now: int, before: int, of: int) -> bool:
        share = min(max(before / of, 0.02), 0.98)
        limit = SIGMAS * sqrt(share * (1 - share) * (1 / self.n + 1 / of))
        return abs(now / self.n - share) > limit


def look(page: AskedPage, *, now: datetime) -> None:
    """This will look at the answers of this hour to a page, and guard the page where they are not like those before."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    here = Answer.objects.that_count().filter(page=page)
    lately = here.filter(given_at=hour, is_proved=False)
    n = lately.count()
    if n < FEWEST or n % EVERY:
        return
    shares = _shares(lately)
    of_page = _shares(here.filter(given_at__lt=hour, given_at__gte=hour - USUAL_OF))
    usual = of_page if of_page.n >= FEWEST_USUAL else _shares(_everywhere(hour))
    if usual.n >= FEWEST_USUAL and shares.differs_from(usual):
        Apart.of(page, timezone.localdate(now), Suspicion.BURST).take(lately)
        page.guard(until=now + GUARDED_FOR)
    elif shares.n >= max(RUSH, TIMES_THE_USUAL * of_page.n / (USUAL_OF / timedelta(hours=1))):
        page.guard(until=now + GUARDED_FOR)


def _everywhere(hour: datetime) -> AnswerQuerySet:
    return Answer.objects.that_count().filter(given_at__lt=hour, given_at__gte=hour - USUAL_OF)


def _shares(answers: AnswerQuerySet) -> Shares:
    counts = answers.aggregate(
        n=Count("pk"), low=Count("pk", filter=Q(level__in=LOW)), high=Count("pk", filter=Q(level__in=HIGH))
    )
    return Shares(**counts)
