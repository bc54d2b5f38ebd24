"""Signs of life of what works unseen."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

WORKER, BACKUP = "worker", "backup"
# The letter worker says that it lives; after a while of silence it is taken for dead.
BEAT, SILENCE = timedelta(seconds=30), timedelta(minutes=3)
# A backup is made every day; an hour later somebody should know that it was not.
OLDEST_BACKUP = timedelta(hours=25)


class Pulse(models.Model):
    """When something that works unseen was last heard of."""

    UNGOVERNED = "it says that a program lives, and nothing about anybody"

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


def is_silent(name: str, last: dict[str, datetime], *, now: datetime) -> bool:
    """This will tell whether something has not been heard of for longer than it should."""
    longest = SILENCE if name == WORKER else OLDEST_BACKUP
    return name not in last or last[name] < now - longest
