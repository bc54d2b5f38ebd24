"""Since when and until when an agreement binds, as its text has it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.agreements.terms import REVIEW, REVIEWS, Entering, Renewing, months_before


class Term(models.Model):
    """How an agreement comes into force, how long it binds, and how it goes on after that."""

    years = models.PositiveSmallIntegerField(_("initial term in years"), null=True, blank=True)
    entering = models.CharField(_("how it comes into force"), max_length=15, choices=Entering, blank=True)
    enters_on = models.DateField(_("comes into force on"), null=True, blank=True)
    in_force_on = models.DateField(_("in force since"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("notice period in months"), null=True, blank=True)
    renewing = models.CharField(_("how it goes on past its term"), max_length=10, choices=Renewing, blank=True)

    renewal_years = models.PositiveSmallIntegerField(_("goes on by itself for (years)"), null=True, blank=True)
    review_months = models.PositiveSmallIntegerField(
        _("is reviewed how many months before its end"), null=True, blank=True, choices=REVIEWS
    )

    class Meta:
        abstract = True

    @property
    def notice_by(self) -> date | None:
        """The last day on which a party can give notice before the end of the term; nothing where that is not known."""
        if self.ends_on is None or self.notice_months is None:
            return None
        return months_before(self.ends_on, self.notice_months)

    @property
    def review_on(self) -> date | None:
        """The day from which it is to be reviewed; nothing where it has no known end."""
        return months_before(self.ends_on, self.review_months or REVIEW) if self.ends_on else None
