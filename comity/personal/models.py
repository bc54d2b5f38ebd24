"""What was thrown away because its time was over: how much of what, and nothing about anybody."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.journal.records import Recorded


class Tidying(Recorded):
    """One time at which what had been kept long enough was thrown away, in numbers."""

    ACTS = {**Recorded.ACTS, "entered": pgettext_lazy("act", "thrown away in time")}

    at = models.DateTimeField(_("when"))
    counts: models.JSONField[Any, Any] = models.JSONField(_("how many"), default=dict)

    class Meta:
        verbose_name = _("what was thrown away in time")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
