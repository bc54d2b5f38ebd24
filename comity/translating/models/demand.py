"""How much was translated on one day because readers asked for it, which a budget bounds."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F


class Demand(models.Model):
    """The characters that readers had translated on one day."""

    UNGOVERNED = "it counts characters of one day, and says nothing about anybody"

    day = models.DateField(primary_key=True)
    characters = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day.isoformat()}: {self.characters}"

    @classmethod
    def take(cls, characters: int, *, budget: int, today: date) -> bool:
        """This will take characters from the budget of the day; false, and nothing taken, where they are not left.

        One UPDATE with its condition decides, so that two who ask at once cannot both have the last ones.
        """
        Demand.objects.bulk_create([Demand(day=today)], ignore_conflicts=True)
        left = cls.objects.filter(day=today, characters__lte=budget - characters)
        return bool(left.update(characters=F("characters") + characters))
