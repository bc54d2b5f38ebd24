"""How often pages with the question were shown: numbers for a day, and nothing of who saw them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Min, Sum
from django.utils.translation import gettext_lazy as _

from comity.opinion.models.answers import State


class PageViewsQuerySet(models.QuerySet["PageViews"]):
    def from_to(self, first: date | None, last: date | None) -> PageViewsQuerySet:
        """This will keep those of a stretch of days, both included; an end that is not given is open."""
        found = self.filter(day__gte=first) if first else self
        return found.filter(day__lte=last) if last else found

    def first_day(self) -> date | None:
        """This will find the day since which views are counted."""
        found: date | None = self.aggregate(first=Min("day"))["first"]
        return found

    def counted(self, *by: str) -> Iterable[dict[str, Any]]:
        """This will add up the views, for each value of the columns named."""
        return self.order_by().values(*by).annotate(n=Sum("times"))


class PageViews(models.Model):
    """About how often pages of one kind, in one language and state, were shown on one day."""

    UNGOVERNED = "a number that the server counts; nobody did anything"

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=30)
    language = models.CharField(_("language"), max_length=12)
    state = models.CharField(_("how the text came about"), max_length=20, choices=State)
    times = models.PositiveIntegerField(_("views"), default=0)

    objects = PageViewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("views of pages")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "language", "state"], name="views_of_a_day_are_counted_in_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.kind} {self.language} {self.state}: {self.times}"

    @classmethod
    def add(cls, times: int, **where: Any) -> None:
        """This will count some more views, whoever else counts at the same moment."""
        row, _is_new = cls.objects.get_or_create(**where)
        cls.objects.filter(pk=row.pk).update(times=F("times") + times)
