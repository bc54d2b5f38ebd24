"""The agreement as a simple record: between whom, since when, until when, and what became of it."""

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
from comity.accounts.personal import About
from comity.agreements.matrix import AGREEMENT
from comity.journal.acting import act, acting
from comity.journal.lifecycle import Staged
from comity.journal.records import Mark, OnTheThread, Standing, record
from comity.journal.refusals import NotNow
from comity.partners.models import Organisation, sides_of
from comity.translation.templatetags.said import day
from comity.translation.texts import Text, TextField


class Stage(models.TextChoices):
    """Where an agreement stands; that its term has ended is derived from its last day."""

    IN_FORCE = "in_force", pgettext_lazy("agreement", "in force")
    LAPSED = "lapsed", pgettext_lazy("agreement", "lapsed")
    SUPERSEDED = "superseded", _("replaced by another")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, viewer: Viewer) -> AgreementQuerySet:
        """This will keep public agreements and those of the viewer's own side."""
        return self.filter(
            AGREEMENT.which("know of it", viewer, own=lambda: Q(pk__in=self.own_of(viewer).values("pk")))
        )

    def own_of(self, viewer: Viewer) -> AgreementQuerySet:
        """This will find those of the organisations for which `viewer` speaks."""
        return Agreement.objects.filter(parties__in=sides_of(viewer))

    def for_the_thread(self) -> AgreementQuerySet:
        """This will fetch what drawing on the thread needs."""
        return self

    def with_parties(self) -> AgreementQuerySet:
        """This will fetch the parties along, by the name that the reader sees."""
        return self.prefetch_related(Prefetch("parties", Organisation.objects.by_name()))

    def of(self, organisation: Organisation | int) -> AgreementQuerySet:
        """This will keep the agreements to which `organisation` is a party."""
        return self.filter(parties=organisation)

    def ended(self, today: date) -> AgreementQuerySet:
        """This will keep those whose term is over while nobody recorded what followed, the oldest end first."""
        return self.filter(stage=Stage.IN_FORCE, ends_on__lte=today).order_by("ends_on", "pk")

    def newest_first(self) -> AgreementQuerySet:
        """This will sort by the day on which they were concluded, newest first."""
        return self.order_by("-concluded_on", "-pk")


class Agreement(OnTheThread, Staged):
    """What two or more organisations concluded."""

    MOVES = {
        Stage.IN_FORCE: {Stage.LAPSED, Stage.SUPERSEDED},
        Stage.LAPSED: set(),
        Stage.SUPERSEDED: set(),
    }
    OWNERS = {
        Stage.IN_FORCE: _("the parties"),
        Stage.LAPSED: _("nobody: it lapsed"),
        Stage.SUPERSEDED: _("nobody: another took its place"),
    }
    ACTS = {
        **OnTheThread.ACTS,
        "renewed": _("recorded that it was renewed"),
        "lapsed": _("recorded that it lapsed"),
        "superseded": _("recorded what took its place"),
    }

    title = TextField(_("title"))
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.IN_FORCE, editable=False)
    parties = models.ManyToManyField(Organisation, related_name="+", verbose_name=_("parties"))
    concluded_on = models.DateField(_("concluded on"))
    years = models.PositiveSmallIntegerField(_("initial term in years"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    aims = TextField(_("aims"), blank=True, long=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_public = models.BooleanField(_("the public may know of it"), default=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        indexes = [models.Index(fields=["stage", "ends_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("concluded_on")),
                name="an_agreement_ends_after_it_begins",
                violation_error_message=_("The agreement ends before it was concluded."),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values),
                name="an_agreement_has_a_known_stage",
                violation_error_message=_("There is no such stage."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        if self.ends_on and self.concluded_on and self.ends_on <= self.concluded_on:
            raise ValidationError({"ends_on": _("The agreement ends before it was concluded.")})

    def get_absolute_url(self) -> str:
        return reverse("agreement", args=[self.pk])

    # Questions

    @property
    def heading(self) -> Text:
        return self.title

    @property
    def is_in_force(self) -> bool:
        """Whether nothing was recorded that ended it."""
        return self.stage == Stage.IN_FORCE

    def has_ended(self, today: date) -> bool:
        """This will tell whether the term is over while nobody recorded what followed."""
        return self.is_in_force and self.ends_on is not None and self.ends_on <= today

    @property
    def came_about_on(self) -> date | None:
        return self.concluded_on

    @property
    def standing(self) -> Standing:
        if self.has_ended(timezone.localdate()):
            return Standing(Mark.DUE, _("ended, no renewal known"))
        return Standing(Mark.DONE if self.is_in_force else Mark.ENDED, self.stage_in_words())

    @property
    def dates_in_words(self) -> list[str]:
        over = self.ends_on and self.ends_on <= timezone.localdate()
        ends = _("ended %(day)s") if over else _("ends %(day)s")
        words = [_("concluded %(day)s") % {"day": day(self.concluded_on)}]
        if self.ends_on:
            words.append(ends % {"day": day(self.ends_on)})
        return [str(one) for one in words]

    # Acts

    @classmethod
    def conclude(cls, *, parties: list[Organisation], by: Actor, **facts: Any) -> Agreement:
        """This will enter an agreement between `parties`. Raises NotNow with fewer than two."""
        if len(set(parties)) < 2:
            raise NotNow(_("An agreement has two parties or more."))
        with acting(by=by):
            agreement = cls.enter(by=by, **facts)
            agreement.parties.set(parties)
        return agreement

    @act
    def renew(self, *, until: date, on: date, why: str, by: Actor) -> None:
        """This will record that the parties renewed it until a later day.

        Raises NotNow if it is no longer in force or `until` is not later than its present end.
        """
        self._hold()
        if not self.is_in_force:
            raise self.not_now()
        if self.ends_on and until <= self.ends_on:
            raise NotNow(_("The new end is not later than the present one, %(day)s.") % {"day": day(self.ends_on)})
        before = self.ends_on
        Renewal.objects.create(agreement=self, was_until=before, until=until, renewed_on=on, why=why, by_name=by.name)
        type(self).objects.filter(pk=self.pk).update(ends_on=until)
        self.ends_on = until
        record(self, "renewed", by=by, before={"ends_on": before}, after={"ends_on": until}, why=why)

    def lapse(self, *, why: str, by: Actor) -> None:
        """This will record that it was let lapse."""
        self._move_to(Stage.LAPSED, by=by, act="lapsed", why=why)

    def be_superseded(self, *, why: str, by: Actor) -> None:
        """This will record that another instrument took its place."""
        self._move_to(Stage.SUPERSEDED, by=by, act="superseded", why=why)


class Renewal(models.Model):
    """The parties carried the agreement on to a later day."""

    PERSONAL = frozenset({"by_name"})
    ABOUT = About(author="by_name", kept=_("The office keeps it as its own record of what was said and done."))

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="renewals")
    was_until = models.DateField(null=True)
    until = models.DateField(_("new end"))
    renewed_on = models.DateField(_("renewed on"))
    why = models.TextField(_("how it was renewed"))
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("renewal")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.until}"
