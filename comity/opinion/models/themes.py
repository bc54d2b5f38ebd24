"""What comments are about, by words that an officer lists in each language."""

from __future__ import annotations

import re
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Viewer
from comity.journal.records import Recorded
from comity.opinion.permissions import may_read
from comity.translation.spelling import folded
from comity.translation.texts import Text, TextField

# What Arabic writes together with the word that follows: "and", "the", "and the", "in the", "to the".
BEFORE = ("", "و", "ال", "وال", "بال", "لل", "ب", "ل", "ف")
PARTED = re.compile(r"[,،;؛\n]")


class ThemeQuerySet(models.QuerySet["Theme"]):
    def in_order(self) -> ThemeQuerySet:
        """This will sort them as they were entered."""
        return self.order_by("pk")


class Theme(Recorded):
    """A theme, and the words by which comments on it are known: whole words or their beginnings."""

    name = TextField(_("theme"))
    words = TextField(_("words"), long=True, help_text=_("Parted by commas; the beginning of a word is enough."))

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return str(self.name)

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        return {one.pk: one.name for one in cls.objects.filter(pk__in=numbers)} if may_read(viewer) else {}

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        told = (folded(one) for words in self.words.values() for one in PARTED.split(words))
        return tuple(f" {before}{one}" for one in told if one for before in (BEFORE if not one.isascii() else ("",)))

    def is_in(self, comment: str) -> bool:
        """This will tell whether a comment is about this, in whichever language it is."""
        words = f" {folded(comment)}"
        return any(one in words for one in self._beginnings)
