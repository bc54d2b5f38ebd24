"""What is turned away that anybody may send as often as they like: the kinds of it, and when each was last told."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class Turned(models.TextChoices):
    """What no browser sends; each kind is the name of the act under which the journal tells of it."""

    HOST = "turned_away_host", _("is no name of ours, and was turned away")
    ADDRESS = "turned_away_address", _("is longer than an address may be, and was turned away")
    METHOD = "turned_away_method", _("is no way of asking, and was turned away")
    FIELDS = "turned_away_fields", _("was sent more fields than a form has, and turned them away")
    SIZE = "turned_away_size", _("was sent more than it reads, and turned it away")
    UNREADABLE = "turned_away_unreadable", _("was sent what cannot be read, and turned it away")
    LANGUAGE = "turned_away_language", _("is no code of a language, and was not followed")
    ASTRAY = "turned_away_astray", _("leads away from here, and was not followed")
    FORM = "turned_away_form", _("was sent a form without a token of ours, and did nothing")
    HEADER = "turned_away_header", _("is for a proxy to say, and was not believed")


class LastTurnedQuerySet(models.QuerySet["LastTurned"]):
    def begin(self, kind: str, *, hour: int) -> int | None:
        """This will begin another hour of a kind and tell how often it came unsaid; nothing where it has begun already.

        The update asks for the hour that was, so of all who begin the same hour one does.
        """
        last, _is_new = self.get_or_create(kind=kind)
        rows = self.filter(kind=kind, hour__lt=hour).update(hour=hour, unsaid=F("unsaid") - last.unsaid)
        return last.unsaid if rows else None

    def add(self, kind: str, *, times: int) -> None:
        """This will count what came in an hour that has its entry."""
        self.filter(kind=kind).update(unsaid=F("unsaid") + times)


class LastTurned(models.Model):
    """The hour in which the journal last told of one kind, and how often that came since without being told."""

    UNGOVERNED = "it counts what anybody may send; what it counted is told by the journal"

    kind = models.CharField(max_length=40, primary_key=True, choices=Turned)
    hour = models.BigIntegerField(default=0)  # since 1970, in UTC
    unsaid = models.BigIntegerField(default=0)

    objects = LastTurnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("what was last turned away")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Turned.values), name="what_is_turned_away_is_of_a_kind"),
            models.CheckConstraint(condition=models.Q(unsaid__gte=0), name="nothing_is_told_that_never_came"),
        ]

    def __str__(self) -> str:
        return self.kind
