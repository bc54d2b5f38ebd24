"""How long what a visitor would word otherwise is kept when nobody decides on it."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.personal.retention import Rule, keep_by
from comity.translating.models import Suggestion

keep_by(
    Rule(
        Suggestion,
        _("how a visitor would word a passage, where no reviewer decided"),
        _("it was sent"),
        Suggestion.KEPT.days,
        lambda then: Q(given_on__lt=timezone.localdate(then)),
    )
)
