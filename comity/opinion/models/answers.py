"""What a visitor answered, and the salt of a day under which visitors are told apart without being known."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.personal import About
from comity.opinion.models.pages import AskedPage
from comity.translation.texts import direction

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 1_200  # letters of a comment, each break of a line one


class Level(models.IntegerChoices):
    """How satisfied somebody is, from the lowest to the highest."""

    EXTREMELY_DISSATISFIED = 1, _("Extremely dissatisfied")
    DISSATISFIED = 2, _("Dissatisfied")
    NEITHER = 3, _("Neither satisfied nor dissatisfied")
    SATISFIED = 4, _("Satisfied")
    EXTREMELY_SATISFIED = 5, _("Extremely satisfied")


LOW = (Level.EXTREMELY_DISSATISFIED, Level.DISSATISFIED)
HIGH = (Level.SATISFIED, Level.EXTREMELY_SATISFIED)


class State(models.TextChoices):
    """How the text that somebody read had come into its language."""

    ORIGINAL = "original", pgettext_lazy("text", "written in this language")
    HUMAN = "human", pgettext_lazy("text", "written or translated by a person")
    REVIEWED = "reviewed", pgettext_lazy("text", "translated by a machine, reviewed by a person")
    MIXED = "mixed", pgettext_lazy("text", "translated in part by a machine")
    MACHINE = "machine", pgettext_lazy("text", "translated by a machine")
    ON_DEMAND = "on_demand", pgettext_lazy("text", "translated by a machine when it was asked for")


# Of these it is asked whether the translation could be understood: nobody had looked at all of it.
OF_A_MACHINE = frozenset({State.MIXED, State.MACHINE, State.ON_DEMAND})


class Device(models.TextChoices):
    """What kind of device somebody read on, as coarse as that."""

    PHONE = "phone", _("telephone")
    TABLET = "tablet", _("tablet")
    COMPUTER = "computer", _("computer")
    OTHER = "other", _("another device")


class Found(models.TextChoices):
    """Whether somebody found, or understood, what they came for."""

    YES = "yes", pgettext_lazy("answer", "Yes")
    PARTLY = "partly", pgettext_lazy("answer", "Partly")
    NO = "no", pgettext_lazy("answer", "No")


def new_secret() -> bytes:
    """This will draw the salt of a day."""
    return secrets.token_bytes(32)


class Salt(models.Model):
    """The secret of one day under which its visitors are told apart; it is destroyed when another day begins."""

    UNGOVERNED = "chance, for one day; nobody may learn later what it was"

    day = models.DateField(primary_key=True)
    secret = models.BinaryField(default=new_secret)

    def __str__(self) -> str:
        return self.day.isoformat()

    @classmethod
    def of(cls, day: date) -> bytes:
        """This will give the salt of a day; the first question of a day destroys those of the days before."""
        salt, is_new = cls.objects.get_or_create(day=day)
        if is_new:
            cls.forget(before=day)
        return bytes(salt.secret)

    @classmethod
    def forget(cls, *, before: date) -> None:
        """This will destroy older salts, and the marks that were made with them."""
        cls.objects.filter(day__lt=before).delete()
        Answer.objects.filter(day__lt=before).exclude(visitor="").update(visitor="")


class AnswerQuerySet(models.QuerySet["Answer"]):
    def from_to(self, first: date | None, last: date | None) -> AnswerQuerySet:
        """This will keep the answers of a stretch of days, both included; an end that is not given is open."""
        found = self.filter(day__gte=first) if first else self
        return found.filter(day__lte=last) if last else found

    def that_count(self) -> AnswerQuerySet:
        """This will leave out what is set apart."""
        return self.filter(counts=True)

    def with_words(self) -> AnswerQuerySet:
        """This will keep those that say something in words, with their pages, the latest first."""
        return self.exclude(comment="").select_related("page").order_by("-day", "-pk")

    def low_ones(self) -> AnswerQuerySet:
        """This will keep those of the dissatisfied."""
        return self.filter(level__in=LOW)

    def counted(self, *by: str) -> Iterable[dict[str, Any]]:
        """This will count the answers at each level, for each value of the columns named."""
        return self.order_by().values(*by, "level").annotate(n=Count("pk"))


class Answer(models.Model):
    """How satisfied one visitor was with one page on one day, and what they said besides."""

    UNGOVERNED = (
        "nobody's act: a journal that never forgets would keep its very moment, and anybody could fill it; "
        "what the office does about it is written down (decision 21)"
    )
    ABOUT = About(mentions=("comment",))

    page = models.ForeignKey(AskedPage, verbose_name=_("page"), on_delete=models.PROTECT, related_name="answers")
    day = models.DateField(_("day"))
    given_at = models.DateTimeField(_("hour"))  # no minutes: who knows when somebody read could know who it was
    level = models.PositiveSmallIntegerField(_("satisfaction"), choices=Level)
    asked_as = models.PositiveSmallIntegerField(_("version of the question"), default=1)
    version = models.CharField(_("version of the page"), max_length=40, blank=True)
    state = models.CharField(_("how the text came about"), max_length=20, choices=State)
    engine = models.CharField(_("engine"), max_length=80, blank=True)
    device = models.CharField(_("device"), max_length=20, choices=Device)
    country = models.CharField(_("country"), max_length=2, blank=True)  # as the server in front tells it; "": not known
    found = models.CharField(_("found what they came for"), max_length=10, choices=Found, blank=True)
    understood = models.CharField(_("understood the translation"), max_length=10, choices=Found, blank=True)
    comment = models.TextField(_("in their words"), max_length=LONGEST, blank=True)
    said_in = models.CharField(_("language of the comment"), max_length=12, blank=True, editable=False)  # "": not known
    apart = models.ForeignKey(
        "opinion.Apart", verbose_name=_("set apart"), null=True, on_delete=models.PROTECT, related_name="answers"
    )
    counts = models.BooleanField(_("counts"), default=True, editable=False)
    is_proved = models.BooleanField(_("with the small computation"), default=False, editable=False)
    visitor = models.CharField(max_length=64, blank=True, editable=False)  # a mark that nobody can read; see Salt
    is_sample = models.BooleanField(default=False, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of a visitor")
        verbose_name_plural = _("answers of visitors")
        indexes = [models.Index(fields=["day"]), models.Index(fields=["page", "given_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="an_answer_is_one_of_five_levels"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="an_answer_tells_how_its_text_came_about"),
            models.UniqueConstraint(
                fields=["visitor"], condition=~Q(visitor=""), name="a_visitor_answers_a_page_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.get_level_display()

    @property
    def is_low(self) -> bool:
        """Whether it says that somebody is dissatisfied."""
        return self.level in LOW

    @property
    def direction(self) -> str:
        """How its comment runs on a page: as its language does, else as its first letters do."""
        return direction(self.said_in) if self.said_in else "auto"

    @property
    def is_of_a_machine(self) -> bool:
        """Whether the text that was read was a machine's, so that it is asked whether it could be understood."""
        return self.state in OF_A_MACHINE
