"""How much was sent to each engine in a month, which its budget bounds."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest


class SpendingQuerySet(models.QuerySet["Spending"]):
    def in_month(self, day: date) -> dict[str, int]:
        """This will tell how many characters each engine was sent in the month of `day`."""
        return dict(self.filter(month=day.replace(day=1)).values_list("engine", "characters"))


class Spending(models.Model):
    """The characters that one engine was sent in one month."""

    UNGOVERNED = "it counts characters that were sent to an engine, and says nothing about anybody"

    engine = models.CharField(max_length=40)
    month = models.DateField()
    characters = models.PositiveBigIntegerField(default=0)
    budget = models.PositiveBigIntegerField(null=True)  # as it was when characters were taken last; none is no bound

    objects = SpendingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engine", "month"], name="an_engine_spends_in_a_month_once"),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(characters__lte=F("budget")),
                name="an_engine_spends_no_more_than_its_budget",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.month:%Y-%m}: {self.characters}"

    @classmethod
    def of(cls, engine: str, day: date) -> int:
        """This will tell how many characters an engine was sent in the month of `day`."""
        return cls.objects.in_month(day).get(engine, 0)

    @classmethod
    def take(cls, engine: str, characters: int, *, budget: int | None, today: date) -> bool:
        """This will take characters from the budget of the month; false, and nothing taken, where they are not left.

        One UPDATE with its condition decides, so that two who ask at once cannot both have the last ones.
        """
        month = today.replace(day=1)
        row = cls.objects.filter(engine=engine, month=month)
        if not row.exists():
            Spending.objects.bulk_create([Spending(engine=engine, month=month, budget=budget)], ignore_conflicts=True)
        left = row if budget is None else row.filter(characters__lte=budget - characters)
        return bool(left.update(characters=F("characters") + characters, budget=budget))

    @classmethod
    def give_back(cls, engine: str, characters: int, *, today: date) -> None:
        """This will give back what an engine refused to translate."""
        row = cls.objects.filter(engine=engine, month=today.replace(day=1))
        row.update(characters=Greatest(F("characters"), characters) - characters)
