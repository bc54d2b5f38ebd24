"""The forms that were sent, and what was answered to each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def past_keeping(self, now: datetime) -> ReceiptQuerySet:
        """This will keep the receipts that no browser asks for any more."""
        return self.filter(at__lt=now - Receipt.KEPT)


class Receipt(models.Model):
    """A form that was sent, its act done, and what was answered: sent again, it gets the same answer and does nothing.

    The key is the hash of the form's own random token and of all that was typed. The answer is sealed with that token,
    which is kept nowhere: whoever reads the database learns nothing from it.
    """

    KEPT = timedelta(days=7)
    UNGOVERNED = "it says that a form was answered, and is thrown away after a week"

    key = models.CharField(max_length=64, primary_key=True)
    sending = models.CharField(max_length=32)  # the one request that did the act
    at = models.DateTimeField()
    answer = models.BinaryField(null=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return self.key[:12]
