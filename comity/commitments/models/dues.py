"""Until when something is to be done: a day, or an occasion."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.commitments.models.stages import Trigger
from comity.translation.templatetags.said import day
from comity.translation.texts import TextField

# What is moved names the new day or the new occasion, and not both.
MOVED = Q(due_on__isnull=False, trigger="") | Q(due_on=None) & ~Q(trigger="")


class Due(models.Model):
    """Something that is due on a day or on an occasion."""

    due_on = models.DateField(_("due on"), null=True, blank=True)
    trigger = models.CharField(_("or due"), max_length=20, choices=Trigger, blank=True)
    trigger_words = TextField(_("due when, in words"), blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.due_on and self.trigger:
            raise ValidationError({"trigger": _("Give a day or an occasion, not both.")})
        if self.trigger == Trigger.WORDS and not self.trigger_words:
            raise ValidationError({"trigger_words": _("Say in words when it is due.")})

    def when_in_words(self) -> str:
        """This will name the day or the occasion alone; nothing where neither is set."""
        if self.due_on:
            return day(self.due_on)
        if self.trigger == Trigger.WORDS:
            return str(self.trigger_words)
        return str(self.get_trigger_display()) if self.trigger else ""  # type: ignore[attr-defined]
