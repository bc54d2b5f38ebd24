"""Signs of life of what works unseen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Max, Value

WORKER, BACKUP = "worker", "backup"
# The letter worker says that it lives; after a while of silence it is taken for dead.
BEAT, SILENCE = timedelta(seconds=30), timedelta(minutes=3)
# A backup is made every day; an hour later somebody should know that it was not.
OLDEST_BACKUP = timedelta(hours=25)


class Pulse(models.Model):
    """When something that works unseen was last heard of."""

    UNGOVERNED = "it says that a program lives, and nothing about anybody"

    LETTERS = "letters given up"  # beside the names of what works unseen

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def beat(cls, name: str, *, at: datetime) -> None:
        """This will note that `name` lives."""
        cls.objects.update_or_create(name=name, defaults={"at": at})

    @classmethod
    def last(cls) -> dict[str, datetime]:
        """This will tell when each was last heard of."""
        return dict(cls.objects.values_list("name", "at"))

    @classmethod
    def last_beside(cls, letters: models.QuerySet[Any]) -> tuple[dict[str, datetime], int]:
        """This will tell when each was last heard of, and how many these letters are: one question for both.

        The desk of every head asks it.
        """
        counted = letters.order_by().values(what=Value(cls.LETTERS))
        counted = counted.annotate(latest=Max("written_at"), many=Count("pk"))
        pulses = cls.objects.values_list("name", "at", Value(0))
        rows = list(pulses.union(counted.values_list("what", "latest", "many"), all=True))
        return {name: at for name, at, _n in rows if name != cls.LETTERS}, sum(many for _name, _at, many in rows)


def is_silent(name: str, last: dict[str, datetime], *, now: datetime) -> bool:
    """This will tell whether something has not been heard of for longer than it should."""
    longest = SILENCE if name == WORKER else OLDEST_BACKUP
    return name not in last or last[name] < now - longest
