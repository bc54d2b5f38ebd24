"""That the parties carried an agreement on to a later day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.accounts.personal import About


class Renewal(models.Model):
    """The parties carried the agreement on to a later day."""

    PERSONAL = frozenset({"by_name"})
    ABOUT = About(author="by_name", kept=_("The office keeps it as its own record of what was said and done."))

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="renewals")
    was_until = models.DateField(null=True)
    until = models.DateField(_("new end"))
    renewed_on = models.DateField(_("renewed on"))
    why = models.TextField(_("how it was renewed"))
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("renewal")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.until}"
