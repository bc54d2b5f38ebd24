"""Answers that may not come from people, kept apart from the others until somebody has looked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from comity.accounts.models import Actor, User, Viewer
from comity.journal.acting import act
from comity.journal.lifecycle import Staged
from comity.journal.records import Mark, Standing
from comity.opinion.models.answers import Answer
from comity.opinion.models.pages import AskedPage
from comity.opinion.models.tasks import Task
from comity.opinion.permissions import may_read
from comity.translation.texts import Text


class Suspicion(models.TextChoices):
    """Why answers may not come from people."""

    TRAP = "trap", _("a field was filled in that nobody sees")
    BURST = "burst", _("many came at once, and said something else than usual")
    UNPROVED = "unproved", _("they came in a rush, without the small computation")


class ApartStage(models.TextChoices):
    """Whether answers that were set apart count."""

    APART = "apart", pgettext_lazy("answers", "set apart")
    RESTORED = "restored", pgettext_lazy("answers", "restored")


class ApartQuerySet(models.QuerySet["Apart"]):
    def newest_first(self) -> ApartQuerySet:
        """This will sort by day, newest first, with the pages, and count the answers."""
        return self.select_related("page").annotate(n=Count("answers")).order_by("-day", "-pk")


class Apart(Staged):
    """The answers to one page on one day that came in one suspicious way; they count once somebody restores them."""

    MOVES = {ApartStage.APART: {ApartStage.RESTORED}, ApartStage.RESTORED: {ApartStage.APART}}
    OWNERS = {
        ApartStage.APART: _("the office: look at them"),
        ApartStage.RESTORED: _("nobody: they count"),
    }
    ACTS = {
        **Staged.ACTS,
        "entered": pgettext_lazy("act", "answers set apart"),
        "restored": pgettext_lazy("act", "answers restored"),
        "set_apart_again": pgettext_lazy("act", "answers set apart again"),
    }

    page = models.ForeignKey(AskedPage, verbose_name=_("page"), on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    suspicion = models.CharField(_("why"), max_length=20, choices=Suspicion)
    stage = models.CharField(_("stage"), max_length=20, choices=ApartStage, default=ApartStage.APART, editable=False)

    objects = ApartQuerySet.as_manager()

    class Meta:
        verbose_name = _("answers set apart")
        constraints = [
            models.UniqueConstraint(fields=["page", "day", "suspicion"], name="answers_are_set_apart_day_by_day"),
            models.CheckConstraint(
                condition=Q(stage__in=ApartStage.values),
                name="what_was_set_apart_has_a_known_stage",
                violation_error_message=_("There is no such stage."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} · {self.day.isoformat()}"

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        if not may_read(viewer):
            return {}
        found = cls.objects.select_related("page").filter(pk__in=numbers)
        return {one.pk: Text({one.page.language: one.page.title}) for one in found}

    @classmethod
    @act
    def of(cls, page: AskedPage, day: date, suspicion: str, *, by: Actor | None = None) -> Apart:
        """This will find what was set apart for this reason on this day, or begin it in the name of Comity."""
        found = cls.objects.filter(page=page, day=day, suspicion=suspicion).first()
        if found is not None:
            return found
        return cls.enter(page=page, day=day, suspicion=suspicion, by=by or User.objects.machine())

    @property
    def is_apart(self) -> bool:
        """Whether its answers do not count now."""
        return self.stage == ApartStage.APART

    @property
    def standing(self) -> Standing:
        """Where it stands, for a list."""
        return Standing(Mark.DUE if self.is_apart else Mark.DONE, self.stage_in_words())

    def take(self, answers: models.QuerySet[Answer]) -> int:
        """This will put answers here; they count only where somebody has restored what is here."""
        return answers.update(apart=self, counts=not self.is_apart)

    @act
    def restore(self, *, why: str, by: Actor) -> None:
        """This will have the answers counted, with what comes in the same way that day; tasks follow from them."""
        self._move_to(ApartStage.RESTORED, by=by, act="restored", why=why)
        self.answers.update(counts=True)
        for answer in self.answers.low_ones().with_words():
            Task.follow(answer, by=by)

    @act
    def set_apart_again(self, *, why: str, by: Actor) -> None:
        """This will take back a restoration."""
        self._move_to(ApartStage.APART, by=by, act="set_apart_again", why=why)
        self.answers.update(counts=False)

    def how_many_in_words(self) -> str:
        """This will tell how many answers are here."""
        count: Any = getattr(self, "n", None)
        count = self.answers.count() if count is None else count
        return ngettext("%(count)s answer", "%(count)s answers", count) % {"count": count}
