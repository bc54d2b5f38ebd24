"""The days on which reminders were written, so that a day on which none were is made up for."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundQuerySet(models.QuerySet["Round"]):
    def missed_before(self, today: date) -> list[date]:
        """This will list the days since the last whole round, before `today`; none before the very first round."""
        last = self.filter(is_whole=True, day__lt=today).order_by("day").last()
        if last is None:
            return []
        return [last.day + timedelta(days) for days in range(1, (today - last.day).days)]

    def broken_off(self, days: list[date]) -> list[date]:
        """This will keep those of `days` whose round began and did not end: some of its letters are written."""
        return list(self.filter(is_whole=False, day__in=days).values_list("day", flat=True))


class Round(models.Model):
    """The reminders of one day: whole once every letter is written."""

    UNGOVERNED = "it says how far the reminders of a day have come, and follows from nobody's act"

    day = models.DateField(unique=True)
    is_whole = models.BooleanField(default=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of reminders")

    def __str__(self) -> str:
        return self.day.isoformat()

    @classmethod
    def begin(cls, day: date) -> Round:
        """This will note that the reminders of a day are being written; begun again it is the same round."""
        return cls.objects.get_or_create(day=day)[0]

    def end(self) -> None:
        """This will note that every letter of the day is written."""
        Round.objects.filter(pk=self.pk).update(is_whole=True)
