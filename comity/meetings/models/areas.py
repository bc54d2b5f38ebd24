"""What a session is about, in the vocabulary of the areas; the areas of interest of a partner are the partner's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor
from comity.journal.acting import act
from comity.journal.records import record
from comity.partners.areas import AREAS
from comity.partners.models import Area
from comity.translation.texts import Text


class InOneLine(models.Aggregate):
    """Several short values in one, parted by commas."""

    function = "GROUP_CONCAT"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s, ',')")


def codes_of_areas(session: Any) -> models.Subquery:
    """This will fetch the codes of the areas along with each session, in one line parted by commas."""
    marks = session.areas.through.objects.filter(session=models.OuterRef("pk"))
    return models.Subquery(marks.order_by().values("session").annotate(codes=InOneLine("area_id")).values("codes"))


class OfAreas(models.Model):
    """What is about some of the areas."""

    areas = models.ManyToManyField(Area, blank=True, related_name="+", verbose_name=_("areas"))

    # Their codes in one line, where a page fetched them along.
    area_codes: str | None

    class Meta:
        abstract = True

    def named_areas(self) -> list[Text]:
        """This will name the areas in the order of the vocabulary, where their codes were fetched along."""
        codes = set((self.area_codes or "").split(","))
        return [name for code, name in AREAS.items() if code in codes]

    @act
    def concern(self, areas: Iterable[Area], *, by: Actor) -> None:
        """This will say which areas it is about, at whatever stage, and write down which they were."""
        chosen = list(areas)
        before, after = (sorted(area.code for area in some) for some in (self.areas.all(), chosen))
        if before != after:
            self.areas.set(chosen)
            record(self, "changed", by=by, before={"areas": before}, after={"areas": after})
