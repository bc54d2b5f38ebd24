"""That an organisation was taken over from the registry of institutions, and what the registry said then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.journal.records import Recorded
from comity.registry.models import Institution


class TakingQuerySet(models.QuerySet["Taking"]):
    def of(self, organisation: Any) -> TakingQuerySet:
        """This will keep the one of this organisation, with what the registry says now."""
        return self.filter(organisation=organisation).select_related("institution")

    def from_institutions(self, rors: Iterable[str]) -> TakingQuerySet:
        """This will keep those from the institutions of these ROR ids, with the organisations."""
        return self.filter(institution__in=list(rors)).select_related("organisation")


class Taking(Recorded):
    """An organisation here and the institution it was taken over from, with the facts that were seen then."""

    ACTS = {
        **Recorded.ACTS,
        "accepted": _("accepted what the registry says"),
        "kept": _("kept what is written here"),
    }

    organisation = models.OneToOneField("partners.Organisation", on_delete=models.CASCADE, related_name="taken_over")
    institution = models.OneToOneField(
        Institution, on_delete=models.PROTECT, related_name="+", verbose_name=_("institution of the registry")
    )
    seen = models.JSONField(default=dict)
    digest = models.CharField(max_length=32, blank=True)  # of what was seen; none before anything was looked at

    objects = TakingQuerySet.as_manager()

    class Meta:
        verbose_name = _("taking over from the registry")

    def __str__(self) -> str:
        return f"{self.organisation} ← {self.institution_id}"
