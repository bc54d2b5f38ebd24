"""The event as a simple record: what, when, by whom, how many were expected and how many took part."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.models import Actor, Viewer
from comity.events.matrix import EVENT
from comity.journal.acting import acting
from comity.journal.lifecycle import Staged
from comity.journal.records import Mark, OnTheThread, Standing
from comity.partners.models import Organisation, sides_of
from comity.translation.templatetags.said import day, months
from comity.translation.texts import Text, TextField


class Stage(models.TextChoices):
    """Where an event stands."""

    PLANNED = "planned", pgettext_lazy("event", "planned")
    HELD = "held", pgettext_lazy("event", "held")
    CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, viewer: Viewer) -> EventQuerySet:
        """This will keep public events and those of the viewer's own side."""
        return self.filter(EVENT.which("know of it", viewer, own=lambda: Q(pk__in=self.own_of(viewer).values("pk"))))

    def own_of(self, viewer: Viewer) -> EventQuerySet:
        """This will find those of the organisations for which `viewer` speaks."""
        return Event.objects.filter(organisers__in=sides_of(viewer))

    def for_the_thread(self) -> EventQuerySet:
        """This will fetch what drawing on the thread needs."""
        return self

    def with_organisers(self) -> EventQuerySet:
        """This will fetch the organisers along, by the name that the reader sees."""
        return self.prefetch_related(Prefetch("organisers", Organisation.objects.by_name()))

    def of(self, organisation: Organisation | int) -> EventQuerySet:
        """This will keep the events that `organisation` organised or helped to."""
        return self.filter(organisers=organisation)

    def newest_first(self) -> EventQuerySet:
        """This will sort by the first day, newest first."""
        return self.order_by("-starts_on", "-pk")

    def unheard_of(self, today: date) -> EventQuerySet:
        """This will keep planned events whose last day has passed without a word on whether they took place."""
        return self.filter(stage=Stage.PLANNED, ends_on__lt=today).order_by("ends_on", "pk")


class Event(OnTheThread, Staged):
    """A conference, a forum, a workshop."""

    MOVES = {
        Stage.PLANNED: {Stage.HELD, Stage.CANCELLED},
        Stage.HELD: set(),
        Stage.CANCELLED: set(),
    }
    OWNERS = {
        Stage.PLANNED: _("the organisers"),
        Stage.HELD: _("nobody: it was held"),
        Stage.CANCELLED: _("nobody: it was cancelled"),
    }
    ACTS = {**OnTheThread.ACTS, "held": _("recorded that it was held"), "cancelled": pgettext_lazy("act", "cancelled")}

    title = TextField(_("title"))
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.PLANNED, editable=False)
    organisers = models.ManyToManyField(Organisation, related_name="+", verbose_name=_("organisers and partners"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    is_dated_by_months = models.BooleanField(_("only the months are known"), default=False)
    place = TextField(_("place"), blank=True)
    is_online = models.BooleanField(_("one can take part online"), default=False)
    expected = models.PositiveIntegerField(_("participants expected"), null=True, blank=True)
    took_part = models.PositiveIntegerField(_("participants counted"), null=True, blank=True)
    is_more_than = models.BooleanField(_("the count says “more than”"), default=False)
    note = TextField(_("about"), blank=True, long=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_public = models.BooleanField(_("the public may know of it"), default=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["-starts_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="an_event_ends_after_it_begins",
                violation_error_message=_("The event ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(took_part=None) | Q(stage=Stage.HELD),
                name="only_an_event_that_was_held_counts_participants",
                violation_error_message=_("Participants are counted once the event was held."),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values),
                name="an_event_has_a_known_stage",
                violation_error_message=_("There is no such stage."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The event ends before it begins.")})

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.pk])

    # Questions

    @property
    def heading(self) -> Text:
        return self.title

    @property
    def is_planned(self) -> bool:
        """Whether nobody recorded yet that it was held or called off."""
        return self.stage == Stage.PLANNED

    @property
    def came_about_on(self) -> date:
        return self.ends_on

    def standing_on(self, today: date) -> Standing:
        """This will tell where it stands: a planned event whose day has passed is not known to have been held."""
        if self.is_planned and self.ends_on < today:
            return Standing(Mark.UNKNOWN, _("planned; not known whether it was held"))
        marks: dict[str, Mark] = {Stage.HELD: Mark.DONE, Stage.CANCELLED: Mark.ENDED}
        return Standing(marks.get(self.stage, Mark.OPEN), self.stage_in_words())

    @property
    def standing(self) -> Standing:
        return self.standing_on(timezone.localdate())

    @property
    def dates_in_words(self) -> list[str]:
        return [self.when_in_words(), *([str(self.place)] if self.place else [])]

    def when_in_words(self) -> str:
        """This will tell when it is, as exactly as it is known."""
        if self.is_dated_by_months:
            return months(self.starts_on, self.ends_on)
        first, last = day(self.starts_on), day(self.ends_on)
        return first if first == last else f"{first} – {last}"

    def figures(self) -> dict[str, Any]:
        if not (self.expected or self.took_part):
            return {}
        share = min(100, (self.took_part or 0) * 100 // self.expected) if self.expected else 0
        return {
            "reached": self.took_part,
            "expected": self.expected,
            "share": share,
            "is_more_than": self.is_more_than,
        }

    # Acts

    @classmethod
    def announce(cls, *, organisers: list[Organisation], by: Actor, **facts: Any) -> Event:
        """This will enter an event of these organisers."""
        with acting(by=by):
            event = cls.enter(by=by, **facts)
            event.organisers.set(organisers)
        return event

    def hold(self, *, by: Actor, took_part: int | None = None, is_more_than: bool = False) -> None:
        """This will record that it took place, and how many took part where that was counted."""
        self._move_to(Stage.HELD, by=by, act="held", took_part=took_part, is_more_than=is_more_than)

    def cancel(self, *, why: str, by: Actor) -> None:
        """This will record that it was called off."""
        self._move_to(Stage.CANCELLED, by=by, act="cancelled", why=why)
