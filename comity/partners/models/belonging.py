"""What an organisation is part of, from one day to another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor
from comity.journal.records import Recorded
from comity.journal.refusals import NotNow
from comity.partners.models.sorting import ByShownName
from comity.translation.templatetags.said import isolated

# Those that hold before those that ended, each by name.
LASTING_FIRST = (F("until").desc(nulls_first=True), ByShownName("part__"), ByShownName("whole__"), "pk")


class PartOfQuerySet(models.QuerySet["PartOf"]):
    def of_parts(self, numbers: Iterable[int]) -> PartOfQuerySet:
        """This will keep what the organisations of these numbers are part of."""
        return self.filter(part__in=numbers)

    def of_wholes(self, numbers: Iterable[int]) -> PartOfQuerySet:
        """This will keep what is part of the organisations of these numbers."""
        return self.filter(whole__in=numbers)

    def during(self, since: date | None, until: date | None) -> PartOfQuerySet:
        """This will keep what holds, or held, on some day between the two; no day means for ever."""
        begun = Q(since=None) | Q(since__lt=until) if until else Q()
        lasting = Q(until=None) | Q(until__gt=since) if since else Q()
        return self.filter(begun, lasting)

    def around(self, number: int, today: date) -> PartOfQuerySet:
        """This will keep what an organisation belongs to, what belongs to it, and what belongs to that on a day.

        Each says its `level`: 0, 1 or 2. The three are found by their own indexes and put together, because
        PostgreSQL reads the whole table where it is asked for one or the other.
        """
        parts = self.of_wholes([number])
        below = self.during(today, None).filter(whole__in=parts.values("part"))
        all_three = self.of_parts([number]).values("pk").union(parts.values("pk"), below.values("pk"))
        level = Case(When(part=number, then=0), When(whole=number, then=1), default=2)
        found = self.filter(pk__in=all_three).select_related("part", "whole")
        return found.annotate(level=level).order_by("level", *LASTING_FIRST)  # type: ignore[misc]

    def pairs(self) -> Iterable[tuple[int, int]]:
        """This will list what belongs to what now, by number: part and whole."""
        return self.filter(until=None).values_list("part", "whole")

    def with_both(self) -> PartOfQuerySet:
        """This will fetch part and whole along, those that hold before those that ended."""
        return self.select_related("part", "whole").order_by(*LASTING_FIRST)


class PartOf(Recorded):
    """One organisation belongs to another, from one day to another."""

    part = models.ForeignKey("partners.Organisation", on_delete=models.CASCADE, related_name="wholes")
    whole = models.ForeignKey(
        "partners.Organisation", on_delete=models.CASCADE, related_name="parts", verbose_name=_("part of")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    ACTS = {**Recorded.ACTS, "ended": _("ended")}

    objects = PartOfQuerySet.as_manager()

    class Meta:
        verbose_name = _("belonging")
        constraints = [
            models.CheckConstraint(
                condition=~Q(part=F("whole")),
                name="nothing_is_a_part_of_itself",
                violation_error_message=_("An organisation cannot be a part of itself."),
            ),
            models.UniqueConstraint(
                fields=["part", "whole"],
                condition=Q(until=None),
                name="a_part_belongs_to_a_whole_once",
                violation_error_message=_("This is entered already."),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
                name="belonging_ends_after_it_begins",
                violation_error_message=_("Belonging ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} ⊂ {self.whole}"

    def clean(self) -> None:
        if self.since and self.until and self.until <= self.since:
            raise ValidationError({"until": _("Belonging ends after it begins.")})
        if not (self.part_id and self.whole_id):
            return
        if self.part_id == self.whole_id:
            raise ValidationError({"whole": _("An organisation cannot be a part of itself.")})
        if self.whole.is_inside(self.part, since=self.since, until=self.until):
            told = {"whole": isolated(self.whole), "part": isolated(self.part)}
            raise ValidationError({"whole": _("%(whole)s is itself a part of %(part)s.") % told})
        if self._is_here_already():
            raise ValidationError({"whole": _("This is entered already for these days.")})

    def _is_here_already(self) -> bool:
        same = PartOf.objects.filter(part=self.part_id, whole=self.whole_id).during(self.since, self.until)
        return same.exclude(pk=self.pk).exists()

    def end(self, *, on: date, by: Actor) -> None:
        """This will write down until when the one belonged to the other. Raises ValidationError for a day before."""
        if self.until:
            raise NotNow(_("This ended on another day already."))
        self.change(until=on, by=by, act="ended")
