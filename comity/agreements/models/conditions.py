"""What the record holds of two kinds of instrument beyond their text: who is exchanged, and whose doctorate it is.

The fields are those that networks and universities ask for: EWP's conditions of cooperation for exchanges, and the
French decree on joint doctorates as universities list it.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext, pgettext_lazy

from comity.accounts.personal import About
from comity.journal.records import Recorded
from comity.partners.models import Person
from comity.translation.templatetags.said import isolated, language_name, number
from comity.translation.texts import Text, TextField

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement

KEPT = _("It is part of what the parties agreed on; whom it names belongs to it.")
EARLIEST, LATEST = 1950, 2150  # years
AT_LENGTH = ["degrees", "enrolment", "residence", "training", "cover", "jury"]  # what is told in sentences


class Who(models.TextChoices):
    """Who goes from one party to another."""

    STUDENTS = "students", pgettext_lazy("exchange", "students")
    DOCTORAL = "doctoral", pgettext_lazy("exchange", "doctoral candidates")
    TEACHERS = "teachers", pgettext_lazy("exchange", "teachers")
    RESEARCHERS = "researchers", pgettext_lazy("exchange", "researchers")
    STAFF = "staff", pgettext_lazy("exchange", "other staff")


class Cefr(models.TextChoices):
    """How well somebody knows a language (Common European Framework of Reference); levels have no translation."""

    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"


class MobilityQuerySet(models.QuerySet["Mobility"]):
    def of(self, agreement: Agreement) -> MobilityQuerySet:
        """This will keep those of one agreement in the order in which they were told."""
        named = ("sender__organisation", "receiver__organisation")
        return self.filter(agreement=agreement).select_related(*named).order_by("pk")


class Mobility(Recorded):
    """How many of whom go from one party to another in a year, for how long, and under which conditions."""

    ABOUT = About(kept=KEPT)

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="mobilities")
    sender = models.ForeignKey(
        "agreements.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("who sends them")
    )
    receiver = models.ForeignKey(
        "agreements.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("who receives them")
    )
    who = models.CharField(_("who goes"), max_length=12, choices=Who)
    seats = models.PositiveSmallIntegerField(_("how many in a year"), validators=[MinValueValidator(1)])
    months = models.DecimalField(
        _("months for each"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0.1)],
    )
    first_year = models.PositiveSmallIntegerField(
        _("first academic year, by the year in which it begins"),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
    )
    last_year = models.PositiveSmallIntegerField(
        _("last academic year, by the year in which it begins"),
        null=True,
        blank=True,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
    )
    level = models.PositiveSmallIntegerField(
        _("level of study (EQF)"), null=True, blank=True, choices=[(one, str(one)) for one in range(1, 9)]
    )
    field_of_study = models.CharField(
        _("field of study (ISCED-F, four numerals)"),
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^\d{4}$", _("A field of ISCED-F has four numerals, such as 0531."))],
    )
    language = models.CharField(_("language of teaching"), max_length=35, blank=True)
    cefr = models.CharField(_("level of it that is asked for (CEFR)"), max_length=2, blank=True, choices=Cefr)
    is_blended = models.BooleanField(_("part of it is done online"), default=False)
    terms = TextField(_("other terms"), blank=True, long=True)

    objects = MobilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sender=F("receiver")),
                name="an_exchange_is_between_two_parties",
                violation_error_message=_("Nobody is exchanged with the same party."),
            ),
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(last_year__gte=F("first_year")),
                name="an_exchange_ends_after_it_begins",
                violation_error_message=_("The last year lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1) & (Q(months=None) | Q(months__gt=0)),
                name="an_exchange_is_of_somebody_for_some_time",
                violation_error_message=_("Say how many go, and for how long, by numbers above zero."),
            ),
            models.CheckConstraint(
                condition=Q(cefr="") | ~Q(language=""),
                name="a_level_is_of_a_language",
                violation_error_message=_("Say of which language this level is asked for."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} – {self.receiver}"

    def clean(self) -> None:
        wrong: dict[str, Any] = {}
        if self.sender_id and self.sender_id == self.receiver_id:
            wrong["receiver"] = _("Nobody is exchanged with the same party.")
        if self.first_year and self.last_year and self.last_year < self.first_year:
            wrong["last_year"] = _("The last year lies before the first.")
        if self.cefr and not self.language:
            wrong["language"] = _("Say of which language this level is asked for.")
        if wrong:
            raise ValidationError(wrong)

    def in_words(self) -> list[str]:
        """This will say each condition of it in a few words, but for its other terms."""
        who = pgettext("exchange", "%(who)s, %(n)s a year") % {"who": self.get_who_display(), "n": number(self.seats)}
        return [who, *filter(None, [self._how_long(), self._in_which_years(), *self._of_what()])]

    def _how_long(self) -> str:
        if self.months is None:
            return ""
        words = npgettext("exchange", "%(n)s month each", "%(n)s months each", ceil(self.months))
        return words % {"n": number(self.months)}

    def _in_which_years(self) -> str:
        first = academic(self.first_year)
        if self.last_year is None:
            return pgettext("exchange", "from the academic year %(first)s on") % {"first": first}
        if self.last_year == self.first_year:
            return pgettext("exchange", "in the academic year %(first)s") % {"first": first}
        return pgettext("exchange", "in the academic years %(first)s to %(last)s") % {
            "first": first,
            "last": academic(self.last_year),
        }

    def _of_what(self) -> list[str]:
        level = pgettext("exchange", "EQF level %(n)s") % {"n": number(self.level)} if self.level else ""
        field = f"ISCED-F {self.field_of_study}" if self.field_of_study else ""
        online = pgettext("exchange", "partly online") if self.is_blended else ""
        return [level, field, self._taught_in(), online]

    def _taught_in(self) -> str:
        if not self.language:
            return ""
        told = {"language": language_name(self.language), "level": self.cefr}
        words = pgettext("exchange", "taught in %(language)s (%(level)s)")
        return (words if self.cefr else pgettext("exchange", "taught in %(language)s")) % told


def academic(year: int) -> str:
    """This will write the academic year that begins in `year`, such as 2026–2027."""
    return isolated(f"{year}–{year + 1}")


class DoctorateQuerySet(models.QuerySet["Doctorate"]):
    def of(self, agreement: Agreement) -> DoctorateQuerySet:
        """This will keep the one of an agreement, with its candidate."""
        return self.filter(agreement=agreement).select_related("candidate")


class Doctorate(Recorded):
    """The doctorate of one candidate at two universities or more; who supervises it is told of each party."""

    ABOUT = About(kept=KEPT)

    agreement = models.OneToOneField("agreements.Agreement", on_delete=models.CASCADE, related_name="doctorate")
    candidate = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("doctoral candidate")
    )
    thesis = TextField(_("title of the thesis"))
    degrees = TextField(_("degrees, and how the diplomas read"), blank=True, long=True)
    enrolled_on = models.DateField(_("first enrolled on"), null=True, blank=True)
    enrolment = TextField(_("enrolment, and where fees are paid"), blank=True, long=True)
    residence = TextField(_("time at each place"), blank=True, long=True)
    written_in = models.CharField(_("language of the thesis"), max_length=35, blank=True)
    summary_in = models.CharField(_("language of its summary"), max_length=35, blank=True)
    training = TextField(_("training, and how each recognises it"), blank=True, long=True)
    cover = TextField(_("social cover, housing and aid"), blank=True, long=True)
    jury = TextField(_("jury, and who pays for its travel"), blank=True, long=True)

    objects = DoctorateQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint doctorate")
        verbose_name_plural = _("joint doctorates")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.thesis)

    @property
    def at_length(self) -> list[tuple[str, Text]]:
        """What is told of it in sentences: how each is called, and its words."""
        fields = (
            self._meta.get_field(name) for name in ("degrees", "enrolment", "residence", "training", "cover", "jury")
        )
        told = ((str(one.verbose_name), getattr(self, one.name)) for one in fields)  # type: ignore[union-attr]
        return [(name, words) for name, words in told if words]
