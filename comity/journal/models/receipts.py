"""The forms that were sent, and what was answered to each."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


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

    class Meta:
        verbose_name = _("receipt")
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return self.key[:12]
