"""The agreement: between whom, where it stands, since when and until when it binds, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor
from comity.accounts.personal import About
from comity.agreements.models.approvals import AgreedText
from comity.agreements.models.orders import INDEXES
from comity.agreements.models.parties import Party
from comity.agreements.models.questions import AgreementQuerySet
from comity.agreements.models.renewals import Renewal
from comity.agreements.models.stages import (
    ACTS,
    BEFORE_SIGNATURE,
    BINDING,
    GIVEN_UP,
    KEPT_IN,
    MOVES,
    OVER,
    OWNERS,
    WRITTEN,
    Stage,
)
from comity.agreements.models.term import Term
from comity.agreements.terms import Entering, Kind
from comity.journal.acting import act, acting
from comity.journal.lifecycle import Staged
from comity.journal.records import Mark, OnTheThread, Standing, record
from comity.journal.refusals import NotNow
from comity.partners.models import Area, Organisation, Person
from comity.translation.templatetags.said import day
from comity.translation.texts import Text, TextField, languages


class Agreement(Term, OnTheThread, Staged):
    """What two or more organisations mean to conclude, or concluded."""

    ABOUT = About(also=("keeper",), kept=_("That they kept it is part of its record; their name goes."))
    MOVES, OWNERS, ACTS, KEPT_IN = MOVES, OWNERS, {**OnTheThread.ACTS, **ACTS}, KEPT_IN

    title = TextField(_("title"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.IN_FORCE, editable=False)
    # Not known of what was entered after it was concluded.
    stage_since = models.DateTimeField(_("at this stage since"), null=True, editable=False)
    turn = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("whose turn it is"),
    )
    turn_since = models.DateTimeField(_("its turn since"), null=True, editable=False)
    shared_at = models.DateTimeField(_("open to all parties since"), null=True, editable=False)
    parties = models.ManyToManyField(
        Organisation,
        through=Party,
        through_fields=("agreement", "organisation"),
        related_name="+",
        verbose_name=_("parties"),
    )
    keeper = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who keeps it in our office"),
    )
    languages = models.JSONField(_("languages of the text"), default=list, blank=True)
    prevailing = models.CharField(_("language that prevails"), max_length=5, blank=True)
    proposed_on = models.DateField(_("proposed on"), null=True, blank=True)
    concluded_on = models.DateField(_("concluded on"), null=True, blank=True)
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
    rationale = TextField(_("why, and what is expected of it"), blank=True, long=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_public = models.BooleanField(_("the public may know of it"), default=True)
    is_text_public = models.BooleanField(_("the public may read its text once it is signed"), default=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        indexes = INDEXES
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(concluded_on=None) | Q(ends_on__gte=F("concluded_on")),
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
                condition=Q(in_force_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("in_force_on")),
                name="an_agreement_ends_after_it_comes_into_force",
                violation_error_message=_("The agreement ends before it comes into force."),
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="an_agreement_is_not_under_itself",
                violation_error_message=_("An agreement cannot stand under itself."),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[*sorted(BEFORE_SIGNATURE), *sorted(GIVEN_UP)]) | Q(concluded_on__isnull=False),
                name="a_signed_agreement_says_since_when",
                violation_error_message=_("Say on which day it was concluded."),
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.NEGOTIATING, turn__isnull=False) | (~Q(stage=Stage.NEGOTIATING) & Q(turn=None)),
                name="in_negotiation_it_is_the_turn_of_one_party",
                violation_error_message=_("It is the turn of one party while the text is negotiated, and only then."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        if self.ends_on and self.concluded_on and self.ends_on < self.concluded_on:
            raise ValidationError({"ends_on": _("The agreement ends before it was concluded.")})
        if self.ends_on and self.in_force_on and self.ends_on < self.in_force_on:
            raise ValidationError({"in_force_on": _("The agreement ends before it comes into force.")})
        if self.pk and self.parent_id and self.pk in self.parent.chain():  # type: ignore[union-attr]
            raise ValidationError({"parent": _("That agreement stands under this one itself.")})
        if self.prevailing and self.prevailing not in self.languages:
            raise ValidationError({"prevailing": _("Only a language of the text can prevail.")})
        if self.entering == Entering.ON_DAY and not self.enters_on:
            raise ValidationError({"enters_on": _("Say on which day it comes into force.")})

    def get_absolute_url(self) -> str:
        return reverse("agreement", args=[self.pk])

    @property
    def heading(self) -> Text:
        return self.title

    @property
    def is_in_force(self) -> bool:
        """Whether nothing was recorded that ended or suspended it."""
        return self.stage == Stage.IN_FORCE

    @property
    def is_binding(self) -> bool:
        """Whether it was concluded and nothing was recorded that ended it; it may be suspended."""
        return self.stage in BINDING

    @property
    def is_over(self) -> bool:
        """Whether something was recorded that ended it."""
        return self.stage in OVER

    @property
    def is_on_the_way(self) -> bool:
        """Whether it can still be given up: before the last signature."""
        return self.stage in BEFORE_SIGNATURE

    @property
    def is_early(self) -> bool:
        """Whether nothing of its text can be written yet."""
        return self.stage in (Stage.PROPOSED, Stage.CLEARANCE)

    @property
    def is_written(self) -> bool:
        """Whether its text can be changed."""
        return self.stage in WRITTEN

    def has_ended(self, today: date) -> bool:
        """This will tell whether the term is over while nobody recorded what followed."""
        return self.is_binding and self.ends_on is not None and self.ends_on <= today

    def is_to_review(self, today: date) -> bool:
        """This will tell whether its term still runs and ends within the months of a review."""
        is_near = self.review_on is not None and self.review_on <= today
        return self.is_binding and is_near and not self.has_ended(today)

    def chain(self) -> list[int]:
        """This will number this agreement and all under which it stands, the nearest first, one query for each."""
        found, above = [self.pk], self.parent
        while above is not None and above.pk not in found:
            found.append(above.pk)
            above = above.parent
        return found

    def text(self) -> AgreedText | None:
        """This will find the agreed text that stands, with one query; none while the text is written."""
        return AgreedText.objects.of(self).standing().first()

    def text_languages(self) -> list[str]:
        """This will name the languages of the text: those that were chosen, else all of ours."""
        return [code for code in languages() if not self.languages or code in self.languages]

    @property
    def kind_in_words(self) -> str:
        return self.get_kind_display() if self.kind else super().kind_in_words

    @property
    def came_about_on(self) -> date | None:
        return self.concluded_on or self.proposed_on

    @property
    def standing(self) -> Standing:
        if self.has_ended(timezone.localdate()):
            return Standing(Mark.DUE, _("ended, no renewal known"))
        open_ones = self.is_on_the_way or self.stage in (Stage.SIGNED, Stage.SUSPENDED)
        mark = Mark.DONE if self.is_in_force else Mark.OPEN if open_ones else Mark.ENDED
        return Standing(mark, self.stage_in_words())

    @property
    def dates_in_words(self) -> list[str]:
        has_passed = self.ends_on and self.ends_on <= timezone.localdate()
        ends = _("ended %(day)s") if has_passed or self.is_over else _("ends %(day)s")
        told = [(self.ends_on, ends)]
        if self.concluded_on or self.proposed_on:
            began = _("concluded %(day)s") if self.concluded_on else _("proposed %(day)s")
            told.insert(0, (self.came_about_on, began))
        return [str(words % {"day": day(on)}) for on, words in told if on]

    # Acts

    @classmethod
    def conclude(cls, *, parties: list[Organisation], by: Actor, areas: Iterable[Area] = (), **facts: Any) -> Agreement:
        """This will enter an agreement that `parties` concluded already. Raises NotNow with fewer than two."""
        return cls._between(parties, areas, by=by, **facts)

    @classmethod
    def propose(
        cls, *, parties: list[Organisation], at: datetime, by: Actor, areas: Iterable[Area] = (), **facts: Any
    ) -> Agreement:
        """This will enter an agreement that somebody proposes. Raises NotNow with fewer than two parties."""
        facts = {"stage": Stage.PROPOSED, "stage_since": at, "is_public": False} | facts
        return cls._between(parties, areas, by=by, **facts)

    @classmethod
    def _between(cls, parties: list[Organisation], areas: Iterable[Area], *, by: Actor, **facts: Any) -> Agreement:
        refuse_a_party_alone(parties)
        with acting(by=by):
            agreement = cls.enter(by=by, **facts)
            for position, one in enumerate(dict.fromkeys(parties)):
                Party.objects.create(agreement=agreement, organisation=one, position=position)
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
