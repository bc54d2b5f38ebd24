"""How long an address that nobody confirmed is kept."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.newsletter.models import Subscriber
from comity.personal.retention import Rule, keep_by

keep_by(
    Rule(
        Subscriber,
        _("an address that was typed for the news, and not confirmed"),
        _("the letter that asked went out"),
        Subscriber.CONFIRMABLE.days,
        lambda then: Q(confirmed_at=None, asked_at__lt=then),
    )
)
