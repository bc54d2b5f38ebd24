"""The agreement as a simple record: between whom, since when, until when, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
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
from comity.agreements.terms import REVIEW, Kind, Renewing, months_after, months_before
from comity.journal.acting import act, acting
from comity.journal.lifecycle import Staged
from comity.journal.records import Mark, OnTheThread, Standing, record
from comity.journal.refusals import NotNow
from comity.partners.models import Area, Organisation, sides_of
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

    def with_areas(self) -> AgreementQuerySet:
        """This will fetch the areas along."""
        return self.prefetch_related("areas")

    def partners(self, among: models.QuerySet[Organisation]) -> models.QuerySet[Organisation]:
        """This will keep, of some organisations, those that are party to one of these agreements."""
        return among.filter(pk__in=self.order_by().values("parties"))

    def beside(self, agreement: Agreement) -> AgreementQuerySet:
        """This will find the other agreements to which one of its parties is party too, apart from our own office."""
        parties = agreement.parties.filter(is_host=False).values("pk")
        return self.filter(parties__in=parties).exclude(pk=agreement.pk).distinct().newest_first()

    def under(self, agreement: Agreement) -> AgreementQuerySet:
        """This will keep those that stand under another, the one concluded first first."""
        return self.filter(parent=agreement).order_by("concluded_on", "pk")

    def of(self, organisation: Organisation | int) -> AgreementQuerySet:
        """This will keep the agreements to which `organisation` is a party."""
        return self.filter(parties=organisation)

    def of_kind(self, kind: str) -> AgreementQuerySet:
        """This will keep instruments of one kind."""
        return self.filter(kind=kind)

    def in_area(self, area: Area) -> AgreementQuerySet:
        """This will keep those that are about an area."""
        return self.filter(areas=area)

    def numbered(self, number: int | None) -> AgreementQuerySet:
        """This will keep the one of this number."""
        return self.filter(pk=number)

    def at_stage(self, stage: str) -> AgreementQuerySet:
        """This will keep those that stand there, whether or not their term is over."""
        return self.filter(stage=stage)

    def running(self, today: date) -> AgreementQuerySet:
        """This will keep those in force whose term is not over."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=today), stage=Stage.IN_FORCE)

    def to_review(self, today: date) -> AgreementQuerySet:
        """This will keep those whose term is over, or ends within the months of a review, the oldest end first."""
        return self.ended(months_after(today, REVIEW))

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
        "corrected": pgettext_lazy("act", "corrected"),
        "renewed": _("recorded that it was renewed"),
        "lapsed": _("recorded that it lapsed"),
        "superseded": _("recorded what took its place"),
    }

    title = TextField(_("title"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.IN_FORCE, editable=False)
    parties = models.ManyToManyField(Organisation, related_name="+", verbose_name=_("parties"))
    concluded_on = models.DateField(_("concluded on"))
    years = models.PositiveSmallIntegerField(_("initial term in years"), null=True, blank=True)
    in_force_on = models.DateField(_("in force since"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("notice period in months"), null=True, blank=True)
    renewing = models.CharField(_("how it goes on past its term"), max_length=10, choices=Renewing, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dependents",
        verbose_name=_("under which agreement"),
    )
    areas = models.ManyToManyField(Area, related_name="+", blank=True, verbose_name=_("areas"))
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
            models.CheckConstraint(
                condition=Q(kind__in=["", *Kind.values]),
                name="an_agreement_is_of_a_known_kind",
                violation_error_message=_("There is no such kind."),
            ),
            models.CheckConstraint(
                condition=Q(in_force_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("in_force_on")),
                name="an_agreement_ends_after_it_comes_into_force",
                violation_error_message=_("The agreement ends before it comes into force."),
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="an_agreement_is_not_under_itself",
                violation_error_message=_("An agreement cannot stand under itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        if self.ends_on and self.concluded_on and self.ends_on <= self.concluded_on:
            raise ValidationError({"ends_on": _("The agreement ends before it was concluded.")})
        if self.ends_on and self.in_force_on and self.ends_on <= self.in_force_on:
            raise ValidationError({"in_force_on": _("The agreement ends before it comes into force.")})
        if self.pk and self.parent_id and self.pk in self.parent.chain():  # type: ignore[union-attr]
            raise ValidationError({"parent": _("That agreement stands under this one itself.")})

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

    def is_to_review(self, today: date) -> bool:
        """This will tell whether its term still runs and ends within the months of a review."""
        is_near = self.review_on is not None and self.review_on <= today
        return self.is_in_force and is_near and not self.has_ended(today)

    def chain(self) -> list[int]:
        """This will number this agreement and all under which it stands, the nearest first, one query for each."""
        found, above = [self.pk], self.parent
        while above is not None and above.pk not in found:
            found.append(above.pk)
            above = above.parent
        return found

    @property
    def notice_by(self) -> date | None:
        """The last day on which a party can give notice before the end of the term; nothing where that is not known."""
        if self.ends_on is None or self.notice_months is None:
            return None
        return months_before(self.ends_on, self.notice_months)

    @property
    def review_on(self) -> date | None:
        """The day from which it is to be reviewed; nothing where it has no known end."""
        return months_before(self.ends_on, REVIEW) if self.ends_on else None

    @property
    def kind_in_words(self) -> str:
        return self.get_kind_display() if self.kind else super().kind_in_words

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
    def conclude(cls, *, parties: list[Organisation], by: Actor, areas: Iterable[Area] = (), **facts: Any) -> Agreement:
        """This will enter an agreement between `parties`. Raises NotNow with fewer than two."""
        refuse_a_party_alone(parties)
        with acting(by=by):
            agreement = cls.enter(by=by, **facts)
            agreement.parties.set(parties)
            agreement.areas.set(areas)
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


def refuse_a_party_alone(parties: Iterable[Organisation]) -> None:
    """This will raise NotNow, in words, for fewer than two parties."""
    if len(set(parties)) < 2:
        raise NotNow(_("An agreement has two parties or more."), field="parties")


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
